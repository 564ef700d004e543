import 'reflect-metadata';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@reciproca/runtime';
import { Figures, type Conversation } from './bench/figures.js';
import { fullSizes, type BenchSizes, type Intake } from './bench/product-bench.js';
import { decideRow, shippedRow } from './bench/rules.js';
import { machineLine, tableOf, type BenchRow } from './bench/rows.js';
import { prepareForeground } from './foreground.js';
import { exitOnUsage, readOptions } from './options.js';

const names = [
  'load',
  'floor',
  'naive',
  'intake',
  'contestations',
  'close',
  'latency',
  'memory',
  'decide',
  'import',
  'mirror',
  'account-statement',
  'positions',
  'deadlines',
] as const;
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

async function bench({ only, sizes }: BenchArguments): Promise<BenchRow[]> {
  const rows = only.has('load') ? [shippedRow()] : [];
  if ([...only].some((name) => name !== 'decide')) rows.push(...(await onMachine(only, sizes)));
  return only.has('decide') ? [...rows, decideRow(sizes.decided)] : rows;
}

/** What needs a database and a broker. */
async function onMachine(only: ReadonlySet<RowName>, sizes: BenchSizes): Promise<BenchRow[]> {
  const tell = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  const dataDir = await mkdtemp(join(tmpdir(), 'reciproca-bench-'));
  const config = loadConfig({ DATA_DIR: dataDir, PORT: '0' }, { requires: [] });
  const machine = await prepareForeground({ config, temporary: true, onProgress: tell });
  try {
    return await measure(new Figures(machine, sizes, tell), only);
  } finally {
    await machine.parts.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measure(figures: Figures, only: ReadonlySet<RowName>): Promise<BenchRow[]> {
  const rows = only.has('load') ? await figures.load() : [];
  if (only.has('intake')) rows.push(...(await measureIntake(figures)));
  else {
    if (only.has('floor')) rows.push(rateRow('floor', [await figures.plain('floor', 'spread')]));
    if (only.has('naive')) rows.push(rateRow('naive', [await figures.plain('naive', 'spread')]));
  }
  if (only.has('contestations')) rows.push(...(await measureConversation(figures)));
  // In this order: each closes at a later cut-off than the one before.
  if (only.has('close')) rows.push(await figures.close());
  if (only.has('latency')) rows.push(...(await figures.latency()));
  if (only.has('memory')) rows.push(await figures.memory());
  if (only.has('import')) rows.push(await figures.importRates());
  if (only.has('mirror')) rows.push(await figures.mirror());
  if (only.has('account-statement')) rows.push(...(await figures.accountStatement()));
  if (only.has('positions')) rows.push(...(await figures.positions()));
  if (only.has('deadlines')) rows.push(...(await figures.deadlines()));
  return rows;
}

/**
 * What is compared is measured in turns, because machines change their speed from one minute to the
 * next.
 */
async function measureIntake(figures: Figures): Promise<BenchRow[]> {
  const floor: Intake[] = [];
  const spread: Intake[] = [];
  const onePair: Intake[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    floor.push(await figures.plain('floor', 'spread'));
    spread.push(await figures.product('spread'));
    onePair.push(await figures.product('one-pair'));
  }
  const naive = [await figures.plain('naive', 'spread')];
  const productRow = (intakes: readonly Intake[], of: string): BenchRow => ({
    ...rateRow('intake', intakes, of),
    floorRatio: rateOf(intakes) / rateOf(floor),
    naiveRatio: rateOf(intakes) / rateOf(naive),
    limit: '≥ 0.4 floor, ≥ 8 naive',
  });
  return [
    rateRow('floor', floor),
    rateRow('naive', naive),
    productRow(spread, 'spread'),
    productRow(onePair, 'one-pair'),
    ...processorRows('floor', floor),
    ...processorRows('intake', [...spread, ...onePair]),
  ];
}

const turns = 3;

/** Contestations of the claims of one statement and their answers, against the intake of those claims. */
async function measureConversation(figures: Figures): Promise<BenchRow[]> {
  const measured: Conversation[] = [];
  for (let turn = 0; turn < turns; turn += 1) measured.push(await figures.conversation());
  const of = (what: keyof Conversation): Intake[] => measured.map((each) => each[what]);
  const row = (what: 'contestations' | 'answers'): BenchRow => ({
    ...rateRow('contestations', of(what), what === 'answers' ? 'answers' : 'one statement'),
    unit: 'messages/s',
    intakeRatio: rateOf(of(what)) / rateOf(of('claims')),
    limit: '≥ 0.5 intake',
  });
  return [
    rateRow('contestations', of('claims'), 'intake of their claims'),
    row('contestations'),
    row('answers'),
    ...processorRows('intake of one statement', of('claims')),
    ...processorRows('contestations', of('contestations')),
    ...processorRows('answers', of('answers')),
  ];
}

function rateOf(intakes: readonly Intake[]): number {
  const sum = (part: (intake: Intake) => number): number =>
    intakes.reduce((total, intake) => total + part(intake), 0);
  return sum(({ claims }) => claims) / sum(({ seconds }) => seconds);
}

function rateRow(name: string, intakes: readonly Intake[], of = 'spread'): BenchRow {
  return { name, case: of, value: rateOf(intakes), unit: 'claims/s' };
}

/** The mean of all turns, whose sizes are the same. */
function processorRows(name: string, intakes: readonly Intake[]): BenchRow[] {
  const workers = ['Node', 'PostgreSQL', 'Kafka'] as const;
  return workers.flatMap((worker) => {
    const times = intakes.flatMap(({ processor }) => processor[worker] ?? []);
    if (times.length === 0) return [];
    const value = times.reduce((sum, time) => sum + time, 0) / times.length;
    return [{ name: 'processor', case: `${name}, ${worker}`, value, unit: 'µs/claim' }];
  });
}

const given = readArguments();
const rows = await bench(given);
const machine = machineLine();
process.stdout.write(`${machine}\n\n${tableOf(rows)}\n`);
if (given.json !== undefined) {
  await writeFile(given.json, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
}
