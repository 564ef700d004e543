// `npm run simulate`: what holds for every order of events, over many more seeds than `npm test` takes
// time for.
//   npm run simulate -- --runs 200 --from 1000 --claims 2000 --lives 20 --races 5
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startStep } from './step.mjs';

const usage = `npm run simulate -- [--runs N] [--from SEED] [--claims N] [--lives N] [--races N]

Sends the same claims in many orders, to one and to three consumers, and compares the books. Lets claims
live through what both sides say, closes, rejections, payments and crashes, and compares every step with
a model. Lets messages about claims race the close of a cycle.

  --runs N     orders to try, a seed each (100)
  --claims N   claims per order (2000)
  --lives N    lives to lead, a seed each (20)
  --races N    races of 10 000 messages, a seed each (5)
  --from SEED  the first seed of each (another one every day)

0 of something leaves it out.
`;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { help, runs, from, claims, lives, races } = readOptions();
if (help) {
  process.stdout.write(usage);
  process.exit(0);
}
process.stderr.write(
  `[reciproca] ${runs} orders of ${claims} claims, ${lives} lives, ${races} races from seed ${from}\n`,
);
const specs = Object.entries({ order: runs, life: lives, race: races })
  .filter(([, count]) => Number.parseInt(count, 10) > 0)
  .map(([spec]) => spec);
if (specs.length > 0) {
  const test = join(root, 'scripts', 'test.mjs');
  const pattern = `apps/clearing/dist/crash/(${specs.join('|')})`;
  const { ended } = startStep(process.execPath, [test, 'int', pattern], {
    cwd: root,
    env: {
      ...process.env,
      SIMULATED_RUNS: runs,
      SIMULATED_FROM: from,
      SIMULATED_CLAIMS: claims,
      SIMULATED_LIVES: lives,
      SIMULATED_RACES: races,
    },
    stdio: 'inherit',
  });
  process.exitCode = await ended;
}

function readOptions() {
  const options = {
    help: { type: 'boolean', default: false },
    runs: { type: 'string', default: '100' },
    // Another day, other seeds; the number is printed, so a failure can be run again.
    from: { type: 'string', default: String(Math.floor(Date.now() / 86_400_000) * 1_000) },
    claims: { type: 'string', default: '2000' },
    lives: { type: 'string', default: '20' },
    races: { type: 'string', default: '5' },
  };
  try {
    const { values } = parseArgs({ options });
    for (const name of ['runs', 'from', 'claims', 'lives', 'races']) {
      if (!/^\d{1,9}$/.test(values[name])) throw new Error(`--${name} must be a whole number`);
    }
    return values;
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}
