import 'reflect-metadata';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@reciproca/runtime';
import { Figures, fullSizes, type BenchSizes, type Intake } from './bench/figures.js';
import { machineLine, tableOf, type BenchRow } from './bench/rows.js';
import { prepareForeground } from './foreground.js';
import { exitOnUsage, readOptions } from './options.js';

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

function readArguments(): BenchArguments {
  const values = readOptions(help, {
    only: { type: 'string' },
    json: { type: 'string' },
    small: { type: 'boolean', default: false },
  });
  const only = (values.only ?? names.join(',')).split(',').map((name) => {
    const known = names.find((each) => each === name.trim());
    return known ?? exitOnUsage([`--only takes some of: ${names.join(', ')}`]);
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
  const machine = await prepareForeground({ config, temporary: true, onProgress: tell });
  try {
    return await measure(new Figures(machine, given.sizes, tell), given.only);
  } finally {
    await machine.parts.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measure(figures: Figures, only: ReadonlySet<RowName>): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  if (only.has('intake')) rows.push(...(await measureIntake(figures)));
  else {
    if (only.has('floor')) rows.push(rateRow('floor', await figures.plain('floor', 'spread')));
    if (only.has('naive')) rows.push(rateRow('naive', await figures.plain('naive', 'spread')));
  }
  // In this order: each closes at a later cut-off than the one before.
  if (only.has('close')) rows.push(await figures.close());
  if (only.has('latency')) rows.push(...(await figures.latency()));
  if (only.has('memory')) rows.push(await figures.memory());
  return rows;
}

/** The floor is measured before and after the product, because machines change their speed. */
async function measureIntake(figures: Figures): Promise<BenchRow[]> {
  const floorBefore = await figures.plain('floor', 'spread');
  const naive = await figures.plain('naive', 'spread');
  const spread = await figures.product('spread');
  const onePair = await figures.product('one-pair');
  const floorAfter = await figures.plain('floor', 'spread');
  const floor = (floorBefore.claimsPerSecond + floorAfter.claimsPerSecond) / 2;
  const productRow = (intake: Intake, of: string): BenchRow => ({
    ...rateRow('intake', intake, of),
    floorRatio: intake.claimsPerSecond / floor,
    naiveRatio: intake.claimsPerSecond / naive.claimsPerSecond,
    limit: '≥ 0.4 floor, ≥ 8 naive',
  });
  return [
    { ...rateRow('floor', floorBefore, '2 runs'), value: floor },
    rateRow('naive', naive),
    productRow(spread, 'spread'),
    productRow(onePair, 'one-pair'),
    ...processorRows('floor', floorAfter),
    ...processorRows('intake', spread),
  ];
}

function rateRow(name: string, intake: Intake, of = 'spread'): BenchRow {
  return { name, case: of, value: intake.claimsPerSecond, unit: 'claims/s' };
}

function processorRows(name: string, { processor }: Intake): BenchRow[] {
  return Object.entries(processor).map(([worker, microseconds]) => ({
    name: 'processor',
    case: `${name}, ${worker}`,
    value: microseconds,
    unit: 'µs/claim',
  }));
}

const given = readArguments();
const rows = await bench(given);
const machine = machineLine();
process.stdout.write(`${machine}\n\n${tableOf(rows)}\n`);
if (given.json !== undefined) {
  await writeFile(given.json, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
}
