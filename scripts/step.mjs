// A command as a step of one of ours. A signal ends the step first and then this process, so that nothing
// goes on behind a terminal that has its prompt back.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Starts a command.
 *
 * @param options as those of `spawn`
 * @returns the child, and its exit code once it has ended; 1 when a signal ended it
 */
export function startStep(command, args, options) {
  const child = spawn(command, args, options);
  let interruption;
  const passOn = (signal) => {
    interruption = signal;
    child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, passOn);
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => {
    for (const signal of signals) process.removeListener(signal, passOn);
  });
  return {
    child,
    ended: ended.then((code) => {
      if (interruption !== undefined) process.exit(128 + constants.signals[interruption]);
      return code ?? 1;
    }),
  };
}
