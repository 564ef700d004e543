// `npm run simulate`: the order property over many more seeds than `npm test` takes time for.
//   npm run simulate -- --runs 200 --from 1000 --claims 2000
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startStep } from './step.mjs';

const usage = `npm run simulate -- [--runs N] [--from SEED] [--claims N]

Sends the same claims in many orders, to one and to three consumers, and compares the books.

  --runs N     seeds to run, one after the other (100)
  --from SEED  the first of them (another one every day)
  --claims N   claims per seed (2000)
`;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { help, runs, from, claims } = readOptions();
if (help) {
  process.stdout.write(usage);
  process.exit(0);
}
process.stderr.write(`[reciproca] ${runs} runs of ${claims} claims from seed ${from}\n`);
const test = join(root, 'scripts', 'test.mjs');
const { ended } = startStep(process.execPath, [test, 'int', 'apps/clearing/dist/crash/order'], {
  cwd: root,
  env: { ...process.env, SIMULATED_RUNS: runs, SIMULATED_FROM: from, SIMULATED_CLAIMS: claims },
  stdio: 'inherit',
});
process.exitCode = await ended;

function readOptions() {
  const options = {
    help: { type: 'boolean', default: false },
    runs: { type: 'string', default: '100' },
    // Another day, other seeds; the number is printed, so a failure can be run again.
    from: { type: 'string', default: String(Math.floor(Date.now() / 86_400_000) * 1_000) },
    claims: { type: 'string', default: '2000' },
  };
  try {
    const { values } = parseArgs({ options });
    for (const name of ['runs', 'from', 'claims']) {
      if (!/^\d{1,9}$/.test(values[name])) throw new Error(`--${name} must be a whole number`);
    }
    return values;
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}
