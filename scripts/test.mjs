// `npm test`: every test. A first argument `unit` or `int` picks one kind; all others go to Jest.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bootstrap } from './bootstrap.mjs';
import { startStep } from './step.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Options of Node for Jest and, since workers inherit them, for its workers. */
function nodeOptions() {
  const endWithParent = pathToFileURL(join(root, 'scripts', 'end-with-parent.mjs')).href;
  const given = process.env.NODE_OPTIONS ?? '';
  return `${given} --experimental-vm-modules --disable-warning=ExperimentalWarning --import=${endWithParent}`.trim();
}

function jestArguments() {
  const [kind, ...rest] = process.argv.slice(2);
  // Last, because this option takes every word that follows it.
  if (kind === 'unit' || kind === 'int') return [...rest, '--selectProjects', kind];
  return process.argv.slice(2);
}

await bootstrap();
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const { ended } = startStep(
  process.execPath,
  [jest, '--config', join(root, 'jest.config.mjs'), ...jestArguments()],
  {
    cwd: root,
    // Brokers of specs live for minutes at most: Java's second compiler costs more than it gives.
    env: { KAFKA_OPTS: '-XX:TieredStopAtLevel=1', ...process.env, NODE_OPTIONS: nodeOptions() },
    stdio: 'inherit',
  },
);
process.exitCode = await ended;
