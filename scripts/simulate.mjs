// `npm run simulate`: the order property over many more seeds than `npm test` takes time for.
//   npm run simulate -- --runs 200 --from 1000 --claims 2000
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    // Another day, other seeds; the number is printed, so a failure can be run again.
    from: { type: 'string', default: String(Math.floor(Date.now() / 86_400_000) * 1_000) },
    claims: { type: 'string', default: '2000' },
  },
});
const { runs, from, claims } = values;
process.stderr.write(`[reciproca] ${runs} runs of ${claims} claims from seed ${from}\n`);
const test = join(root, 'scripts', 'test.mjs');
const { status } = spawnSync(process.execPath, [test, 'int', 'apps/clearing/dist/crash/order'], {
  cwd: root,
  env: { ...process.env, SIMULATED_RUNS: runs, SIMULATED_FROM: from, SIMULATED_CLAIMS: claims },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
