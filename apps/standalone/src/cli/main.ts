import { setTimeout as wait } from 'node:timers/promises';
import { run } from './program.js';

process.exitCode = await run(process.argv.slice(2), {
  environment: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: () => new Date(),
  wait: (milliseconds) => wait(milliseconds),
});
