import 'reflect-metadata';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { KafkaConnection } from '@reciproca/messaging';
import { createLogger, loadConfig } from '@reciproca/runtime';
import { amountText } from './amount-text.js';
import { runCase, type CaseResult } from './demo/case-run.js';
import { lifeFaults } from './demo/life-comparison.js';
import { keepLife } from './demo/life-files.js';
import { keepMoney } from './demo/money-files.js';
import { lifeText } from './demo/life-report.js';
import { expectedNets } from './demo/published-case.js';
import { compareNets, moneyText, reportText, type ComparedNet } from './demo/report.js';
import { prepareForeground } from './foreground.js';
import { hostProduct } from './host-product.js';
import { exitOnUsage, readOptions } from './options.js';

const help = `npm run demo -- [--out DIR] [--scale N] [--seed N] [--json]

Runs the main job on published figures in a throw-away directory: claims in, refused or booked,
netted per pair of States, approved, released, counted. Then two more cycles follow a few claims
that are contested, answered, credited, waived and paid in advance, step by step. At last the
payment files go to the bank, and its statements settle what was released.

  --out DIR   keep what was made in DIR, a new or empty folder; DIR/life has the messages of the
              later cycles, their account statement and the next deadlines,
              DIR/money the payment files and the bank statements
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

/** Ends the process when options are not known, have wrong values or name a used folder. */
async function readArguments(): Promise<DemoArguments> {
  const values = readOptions(help, {
    out: { type: 'string' },
    scale: { type: 'string', default: '100' },
    seed: { type: 'string', default: '2020' },
    json: { type: 'boolean', default: false },
  });
  const faults: string[] = [];
  if (!/^[1-9]\d{0,6}$/.test(values.scale)) {
    faults.push('--scale takes a whole number from 1 to 9999999');
  }
  if (!/^\d{1,9}$/.test(values.seed)) faults.push('--seed takes a whole number of up to 9 digits');
  if (values.out !== undefined && !(await isFresh(values.out))) {
    faults.push(`--out takes a folder that is empty or not there yet, not ${values.out}`);
  }
  if (faults.length > 0) exitOnUsage(faults);
  const seed = Number.parseInt(values.seed, 10);
  return { out: values.out, scale: BigInt(values.scale), seed, json: values.json };
}

/** What an earlier run left in a folder would be taken for a part of this one. */
async function isFresh(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
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
  const say = (text: string): void => {
    process.stderr.write(`[reciproca] ${text}\n`);
  };
  const machine = await prepareForeground({
    config,
    temporary: given.out === undefined,
    onProgress: say,
  });
  say('starting the apps');
  const destination = createWriteStream(logFile, { flags: 'a' });
  const logger = createLogger({ name: 'demo', level: 'info', destination });
  // Interrupted, it has shown nothing, so it must not end as if the figures were right.
  const app = await hostProduct(machine, { name: 'demo', logger, exitCodeOnSignal: 130 });
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
    const isRight = show(result, given);
    if (given.out !== undefined) {
      const kept = [
        ...(await keepLife(dataDir, result.life)),
        ...(await keepMoney(dataDir, result.money)),
      ];
      for (const path of kept) say(`kept ${path}`);
    }
    return isRight;
  } catch (error) {
    progress('');
    // What fails while everything is being stopped is no news; the stop ends this process.
    if (app.health.isStopping) await new Promise(() => undefined);
    throw error;
  } finally {
    await kafka.close();
    await app.stop();
  }
}

function show(result: CaseResult, given: DemoArguments): boolean {
  const nets = compareNets(result.settlements, given.scale);
  const faults = [...faultsOf(result, nets), ...lifeFaults(result.life, openingOf(given.scale))];
  process.stdout.write(`${reportText(result, given.scale)}\n\n`);
  process.stdout.write(`${lifeText(result.life)}\n\n`);
  process.stdout.write(`${moneyText(result)}\n\n`);
  for (const fault of faults) process.stdout.write(`WRONG: ${fault}\n`);
  if (faults.length === 0) {
    process.stdout.write('Every net equals the published figures to the cent.\n');
    process.stdout.write('Every figure of the two cycles after them is as reckoned by hand.\n');
    process.stdout.write('Every settlement is paid: what the banks said is in the books.\n');
  }
  if (given.json) {
    const { reasons, sent, life, money, ...rest } = result;
    const { statementCsv: _, ...lived } = life;
    const { paymentFiles: _files, statements: _statements, ...paid } = money;
    const flat = {
      ...rest,
      life: lived,
      money: paid,
      reasons: Object.fromEntries(reasons),
      sent: { ...sent, wrong: Object.fromEntries(sent.wrong) },
      nets,
      faults,
    };
    process.stdout.write(`${JSON.stringify(flat)}\n`);
  }
  return faults.length === 0;
}

/** What Germany owes France once the published case is done: its net, released and not yet seen. */
function openingOf(scale: bigint): string {
  const net = expectedNets(scale).find(({ payer, payee }) =>
    ['DE FR', 'FR DE'].includes(`${payer} ${payee}`),
  );
  const amount = amountText(net?.cents ?? 0n);
  return net?.payer === 'FR' ? `-${amount}` : amount;
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
  const { money } = result;
  for (const { id, status } of money.batches) {
    if (status !== 'settled') faults.push(`batch ${id} is ${status} after the bank paid`);
  }
  for (const { settlement, status } of money.settlements) {
    if (status !== 'settled') faults.push(`${settlement} is ${status} in the books`);
  }
  if (money.unmatched > 0) faults.push(`${String(money.unmatched)} bank entries are not matched`);
  for (const { title, answer, expected } of result.tour) {
    if (answer !== expected) faults.push(`${title}: ${answer}, not ${expected}`);
  }
  return faults;
}

process.exitCode = (await demo(await readArguments())) ? 0 : 1;
