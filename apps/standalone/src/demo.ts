import 'reflect-metadata';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { KafkaConnection } from '@reciproca/messaging';
import { createLogger, loadConfig } from '@reciproca/runtime';
import { runCase, type CaseResult } from './demo/case-run.js';
import { compareNets, reportText, type ComparedNet } from './demo/report.js';
import { hostProduct } from './host-product.js';
import { prepareMachine } from './machine.js';

const help = `npm run demo -- [--out DIR] [--scale N] [--seed N] [--json]

Runs the main job on published figures in a throw-away directory: claims in, refused or booked,
netted per pair of States, approved, released, counted.

  --out DIR   keep what was made in DIR
  --scale N   divide the published amounts by N (default 100; 1 = full size)
  --seed N    other invoices with the same totals (default 2020)
  --json      print the result as JSON on the last line
`;

interface DemoArguments {
  readonly out: string | undefined;
  readonly scale: bigint;
  readonly seed: number;
  readonly json: boolean;
}

function readArguments(): DemoArguments | undefined {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      scale: { type: 'string', default: '100' },
      seed: { type: 'string', default: '2020' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  if (!/^[1-9]\d{0,6}$/.test(values.scale)) throw new Error('--scale takes a whole number from 1');
  if (!/^\d{1,9}$/.test(values.seed)) throw new Error('--seed takes a whole number');
  const seed = Number.parseInt(values.seed, 10);
  return { out: values.out, scale: BigInt(values.scale), seed, json: values.json };
}

/** How often progress is told where it cannot be written over, in milliseconds. */
const tellEveryMs = 5_000;
let toldAt = 0;

/** One line that is written over on a terminal; elsewhere a line every few seconds. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  else if (text !== '' && performance.now() - toldAt > tellEveryMs) {
    toldAt = performance.now();
    process.stderr.write(`${text}\n`);
  }
}

async function demo(given: DemoArguments): Promise<boolean> {
  const dataDir =
    given.out === undefined ? await mkdtemp(join(tmpdir(), 'reciproca-demo-')) : resolve(given.out);
  const logFile = join(dataDir, 'demo.log');
  const config = loadConfig({ DATA_DIR: dataDir, PORT: '0' }, { requires: [] });
  const machine = await prepareMachine({
    config,
    temporary: given.out === undefined,
    onProgress: (text) => process.stderr.write(`${text}\n`),
  });
  const destination = createWriteStream(logFile, { flags: 'a' });
  const logger = createLogger({ name: 'demo', level: 'info', destination });
  const app = await hostProduct(machine, { name: 'demo', logger });
  await app.started;
  const kafka = new KafkaConnection({
    brokers: machine.parts.brokers,
    clientId: 'reciproca-demo-client',
    log: logger,
  });
  if (machine.issuer === undefined) throw new Error('the demo uses its own issuer');
  try {
    const result = await runCase(
      { origin: app.url, issuer: machine.issuer, kafka },
      { scale: given.scale, seed: given.seed, onProgress: progress },
    );
    progress('');
    return show(result, given);
  } finally {
    await kafka.close();
    await app.stop();
    if (given.out === undefined) await rm(dataDir, { recursive: true, force: true });
  }
}

function show(result: CaseResult, given: DemoArguments): boolean {
  const nets = compareNets(result.settlements, given.scale);
  const faults = faultsOf(result, nets);
  process.stdout.write(`${reportText(result, given.scale)}\n\n`);
  for (const fault of faults) process.stdout.write(`WRONG: ${fault}\n`);
  if (faults.length === 0) {
    process.stdout.write('Every net equals the published figures to the cent.\n');
  }
  if (given.json) {
    const { reasons, sent, ...rest } = result;
    const flat = {
      ...rest,
      reasons: Object.fromEntries(reasons),
      sent: { ...sent, wrong: Object.fromEntries(sent.wrong) },
      nets,
      faults,
    };
    process.stdout.write(`${JSON.stringify(flat)}\n`);
  }
  return faults.length === 0;
}

/** Everything that is not as it must be. */
function faultsOf(result: CaseResult, nets: readonly ComparedNet[]): string[] {
  const faults = nets
    .filter((net) => !net.equal)
    .map(
      (net) => `${net.payer} pays ${net.payee} ${net.product ?? 'nothing'}, not ${net.published}`,
    );
  const { sent } = result;
  if (result.introduced !== sent.claims) {
    faults.push(`${String(result.introduced)} claims introduced of ${String(sent.claims)}`);
  }
  const unreadable = sent.wrong.get('unreadable') ?? 0;
  if (result.deadLetters !== unreadable) {
    faults.push(`${String(result.deadLetters)} dead letters for ${String(unreadable)} messages`);
  }
  for (const [code, count] of sent.wrong) {
    const seen = code === 'unreadable' ? count : (result.reasons.get(code) ?? 0);
    if (seen !== count)
      faults.push(`${String(seen)} claims refused as ${code}, not ${String(count)}`);
  }
  for (const batch of result.batches) {
    if (batch.status !== 'released') faults.push(`batch ${batch.id} is ${batch.status}`);
  }
  return faults;
}

const given = readArguments();
if (given === undefined) process.stdout.write(help);
else process.exitCode = (await demo(given)) ? 0 : 1;
