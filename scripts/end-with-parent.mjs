// Preloaded into Jest, its workers and the programs that tests start: none of them outlives the process
// that started it, even when that one is killed without warning.
const checkEveryMs = 1_000;
const parent = process.ppid;

setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, checkEveryMs).unref();
