import 'reflect-metadata';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '@reciproca/runtime';
import { Figures, fullSizes, type BenchSizes } from './bench/figures.js';
import { machineLine, tableOf, type BenchRow } from './bench/rows.js';
import { prepareMachine } from './machine.js';

const names = ['floor', 'naive', 'intake', 'close', 'latency', 'memory'] as const;
type RowName = (typeof names)[number];

const help = `npm run bench -- [--only NAME,…] [--json FILE] [--small]

Measures the product against the floor (the same work without rules) and the naive way (one
transaction and one send per message), all in one run on this machine.

  --only NAME,…  some of: ${names.join(', ')}
  --json FILE    write { "machine", "rows" } to FILE
  --small        a tenth of the sizes, to try the benchmark out
`;

interface BenchArguments {
  readonly only: ReadonlySet<RowName>;
  readonly json: string | undefined;
  readonly sizes: BenchSizes;
}

function readArguments(): BenchArguments | undefined {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      json: { type: 'string' },
      small: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const only = (values.only ?? names.join(',')).split(',').map((name) => {
    const known = names.find((each) => each === name.trim());
    if (known === undefined) throw new Error(`--only takes some of: ${names.join(', ')}`);
    return known;
  });
  return { only: new Set(only), json: values.json, sizes: values.small ? small() : fullSizes };
}

function small(): BenchSizes {
  const tenth = Object.entries(fullSizes).map(([name, size]) => [name, size / 10] as const);
  return { ...(Object.fromEntries(tenth) as unknown as BenchSizes), latencySeconds: 5 };
}

async function bench(given: BenchArguments): Promise<BenchRow[]> {
  const tell = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  const dataDir = await mkdtemp(join(tmpdir(), 'reciproca-bench-'));
  const config = loadConfig({ DATA_DIR: dataDir, PORT: '0' }, { requires: [] });
  const machine = await prepareMachine({ config, temporary: true, onProgress: tell });
  try {
    return await measure(new Figures(machine, given.sizes, tell), given.only);
  } finally {
    await machine.parts.stop();
  }
}

/** The floor is measured before and after the product, because machines change their speed. */
async function measure(figures: Figures, only: ReadonlySet<RowName>): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const intake = only.has('intake');
  const floors: number[] = [];
  if (only.has('floor') || intake) floors.push(await figures.plain('floor', 'spread'));
  const naive = only.has('naive') || intake ? await figures.plain('naive', 'spread') : undefined;
  const spread = intake ? await figures.product('spread') : undefined;
  const onePair = intake ? await figures.product('one-pair') : undefined;
  if (intake) floors.push(await figures.plain('floor', 'spread'));
  const floor = floors.reduce((sum, rate) => sum + rate, 0) / floors.length;
  const rate = (name: string, of: string, value: number): BenchRow => ({
    name,
    case: of,
    value,
    unit: 'claims/s',
  });
  if (floors.length > 0) rows.push(rate('floor', `${String(floors.length)} runs`, floor));
  if (naive !== undefined) rows.push(rate('naive', 'spread', naive));
  for (const [name, value] of [
    ['spread', spread],
    ['one-pair', onePair],
  ] as const) {
    if (value === undefined || naive === undefined) continue;
    const ratios = { floorRatio: value / floor, naiveRatio: value / naive };
    rows.push({ ...rate('intake', name, value), ...ratios, limit: '≥ 0.4 floor, ≥ 8 naive' });
  }
  // In this order: each closes at a later cut-off than the one before.
  if (only.has('close')) rows.push(await figures.close());
  if (only.has('latency')) rows.push(...(await figures.latency()));
  if (only.has('memory')) rows.push(await figures.memory());
  return rows;
}

const given = readArguments();
if (given === undefined) {
  process.stdout.write(help);
} else {
  const rows = await bench(given);
  const machine = machineLine();
  process.stdout.write(`${machine}\n\n${tableOf(rows)}\n`);
  if (given.json !== undefined) {
    await writeFile(given.json, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
  }
}
