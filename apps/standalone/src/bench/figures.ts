import { setTimeout as delay } from 'node:timers/promises';
import { shippedTables } from '@reciproca/agreements';
import type { ProductClient } from '../product-client.js';
import { consumed, produce } from './backlog.js';
import {
  benchAnswers,
  benchContestations,
  contestedBy,
  type BenchMessage,
  type BenchNumbers,
  type Spread,
} from './events.js';
import { expectCounts, mirrorList, type MirrorCounts } from './mirror-list.js';
import { fallingUntil, loadFallingClaims } from './falling-claims.js';
import { percentile } from './latency.js';
import { ProductBench, type Intake } from './product-bench.js';
import type { BenchRow } from './rows.js';

/** How fast claims of one statement, contestations of them and the answers were taken. */
export type Conversation = Readonly<Record<'claims' | 'contestations' | 'answers', Intake>>;

/** Measures, one after the other, on one machine. */
export class Figures extends ProductBench {
  /**
   * Milliseconds until all reference data are there, by the product's own log: with empty tables, in
   * which everything is written and told, and once more. Ask before anything else starts the product.
   */
  async load(): Promise<BenchRow[]> {
    const connection = await this.connect('product-');
    const loadedInMs = async (): Promise<number> => {
      const worker = await this.start('product', connection);
      await worker.stop();
      if (worker.loadedInMs === 0) throw new Error('the product does not say how long it loaded');
      return worker.loadedInMs;
    };
    const row = (start: string, value: number): BenchRow => ({
      name: 'load',
      case: start,
      value,
      unit: 'ms',
      limit: '≤ 500',
    });
    const rows = [row('first start', await loadedInMs()), row('later start', await loadedInMs())];
    await connection.close();
    return rows;
  }

  /** Intake of the floor or the naive way. */
  async plain(kind: 'floor' | 'naive', spread: Spread): Promise<Intake> {
    const connection = await this.connect(`${kind}-${String(this.made)}-`);
    const worker = await this.start(kind, connection);
    const count = kind === 'floor' ? this.sizes.intake : this.sizes.naive;
    const intake = await this.intake(worker, connection, { spread, count });
    await worker.stop();
    await connection.close();
    return intake;
  }

  /** Intake of the product. */
  async product(spread: Spread): Promise<Intake> {
    return this.withProduct((worker, connection) =>
      this.intake(worker, connection, { spread, count: this.sizes.intake }),
    );
  }

  /**
   * Intake of the claims of one statement, then of a contestation of each of them, then of an answer
   * to each contestation.
   *
   * @throws Error when not every one of them was recorded: a figure of refusals is none
   */
  async conversation(): Promise<Conversation> {
    return this.withProduct(async (worker, connection) => {
      const warmUp = Math.min(this.sizes.warmUp, this.sizes.intake);
      const first = this.made + warmUp;
      const count = this.sizes.intake;
      const claims = await this.intake(worker, connection, { spread: 'one-pair', count });
      const client = await this.dispatcher(worker);
      const before = await contestedOf(client);
      const burst = async (said: (which: BenchNumbers) => Iterable<BenchMessage>) => {
        await produce(connection, said({ first: first - warmUp, count: warmUp }));
        await consumed(connection);
        return this.burst({ worker, connection, count }, said({ first, count }));
      };
      const contestations = await burst(benchContestations);
      expectEqual(await contestedOf(client), before + contestedBy(warmUp + count));
      const answers = await burst(benchAnswers);
      expectEqual(await contestedOf(client), before);
      return { claims, contestations, answers };
    });
  }

  /** Seconds from asking for a close of so many claims until it is closed, seen over HTTP. */
  async close(): Promise<BenchRow> {
    return this.withProduct(async (worker, connection) => {
      await this.closeRest(worker, connection);
      await this.fill(connection, this.spread(), '2026-05-10');
      const seconds = await this.closeAt(worker, 'bench-close', '2026-05-10');
      return {
        name: 'close',
        case: `${String(this.sizes.closed)} claims`,
        value: seconds,
        unit: 's',
        limit: '≤ 5',
      };
    });
  }

  /** Latency at 1 000 claims a second, alone and while a cycle closes. */
  async latency(): Promise<BenchRow[]> {
    return this.withProduct(async (worker, connection) => {
      // The first seconds of a process are its compiler's; they are not measured.
      await this.steady(connection, afterLatencyCutoff);
      const alone = await this.steady(connection, afterLatencyCutoff);
      await this.fill(connection, this.spread(), '2026-06-10');
      const [closing] = await Promise.all([
        this.steady(connection, afterLatencyCutoff),
        delay(this.sizes.latencySeconds * 400).then(() =>
          this.closeAt(worker, 'bench-latency', '2026-06-10'),
        ),
      ]);
      const row = (name: string, sorted: readonly number[], percent: number): BenchRow => ({
        name: 'latency',
        case: `p${String(percent)} ${name}`,
        value: percentile(sorted, percent),
        unit: 'ms',
        ...(percent === 99 ? { limit: '≤ 500' } : {}),
      });
      return [
        row('at 1 000/s', alone, 50),
        row('at 1 000/s', alone, 99),
        row('while a cycle closes', closing, 50),
        row('while a cycle closes', closing, 99),
      ];
    });
  }

  /** Most memory of a consumer that starts before a backlog. */
  async memory(): Promise<BenchRow> {
    const connection = await this.connect('product-');
    await this.produceClaims(
      connection,
      { spread: 'spread', count: this.sizes.backlog },
      afterLatencyCutoff,
    );
    const worker = await this.start('product', connection);
    await consumed(connection);
    const value = worker.peakBytes / 2 ** 20;
    await this.expectIntroduced(worker, this.sizes.backlog);
    await worker.stop();
    await connection.close();
    return {
      name: 'memory',
      case: `${String(this.sizes.backlog)} waiting`,
      value,
      unit: 'MiB',
      limit: '≤ 400',
    };
  }

  /** Seconds from sending the whole shipped file of reference rates, all changed, until they stand. */
  async importRates(): Promise<BenchRow> {
    return this.withProduct(async (worker) => {
      const dispatcher = await this.dispatcher(worker);
      const { days, text } = changedRates();
      const started = performance.now();
      await dispatcher.postCsv('/v1/reference/exchange-rates', text);
      return {
        name: 'import',
        case: `CSV, ${String(days)} days of rates`,
        value: (performance.now() - started) / 1_000,
        unit: 's',
        limit: '≤ 5',
      };
    });
  }

  /** Seconds from sending a list of open claims until the whole comparison is there. */
  async mirror(): Promise<BenchRow> {
    return this.withProduct(async (worker, connection) => {
      const count = this.sizes.mirrored;
      this.tell(`filling ${String(count)} claims`);
      const claims = [...this.claims({ spread: 'apart', count }, '2026-03-02')];
      await produce(connection, claims);
      await consumed(connection);
      const dispatcher = await this.dispatcher(worker);
      const list = mirrorList(claims);
      const started = performance.now();
      const { counts } = await dispatcher.postCsv<{ counts: MirrorCounts }>(
        '/v1/mirror-checks?state=HR',
        list,
      );
      const value = (performance.now() - started) / 1_000;
      expectCounts(counts, count);
      return { name: 'mirror', case: `${String(count)} lines`, value, unit: 's' };
    });
  }

  /** All positions on a day, with so many claims in the books; the middle and the worst of some askings. */
  async positions(): Promise<BenchRow[]> {
    return this.withProduct(async (worker, connection) => {
      const missing = Math.max(0, this.sizes.booked - this.introduced);
      await this.fill(connection, { spread: 'spread', count: missing }, '2026-03-02');
      const client = await this.dispatcher(worker);
      const times: number[] = [];
      for (let asked = 0; asked < askings; asked += 1) {
        times.push(1_000 * (await timed(() => client.get('/v1/positions?asOf=2026-09-30'))));
      }
      const sorted = times.sort((left, right) => left - right);
      const row = (percent: number, limit: Pick<BenchRow, 'limit'>): BenchRow => ({
        name: 'positions',
        case: `p${String(percent)}, ${String(this.introduced + missing)} claims`,
        value: percentile(sorted, percent),
        unit: 'ms',
        ...limit,
      });
      return [row(50, {}), row(99, { limit: '≤ 50' })];
    });
  }

  /** What falls next for one State of many with so many open claims, and a run that says all of it. */
  async deadlines(): Promise<BenchRow[]> {
    return this.withProduct(async (worker) => {
      const count = this.sizes.falling;
      this.tell(`loading ${String(count)} open claims`);
      await loadFallingClaims(this.machine.parts.databaseUrl, count);
      const client = await this.dispatcher(worker);
      const path = '/v1/deadlines?state=FR&asOf=2026-01-01';
      const first = 1_000 * (await timed(() => client.get(path)));
      const times: number[] = [];
      for (let asked = 0; asked < askings; asked += 1) {
        times.push(1_000 * (await timed(() => client.get(path))));
      }
      const sorted = times.sort((left, right) => left - right);
      const before = worker.peakBytes;
      const said = await timed(() => client.post('/v1/deadline-runs', { until: fallingUntil }));
      const of = `one State of ${String(count)} open claims`;
      const row = (name: string, value: number, rest: Pick<BenchRow, 'unit' | 'limit'>) => ({
        name: 'deadlines',
        case: name,
        value,
        ...rest,
      });
      return [
        row(`${of}, first`, first, { unit: 'ms' }),
        row(`${of}, p50`, percentile(sorted, 50), { unit: 'ms' }),
        row(`${of}, p99`, percentile(sorted, 99), { unit: 'ms', limit: '≤ 200' }),
        row('run that says a tenth of them', said, { unit: 's' }),
        row('memory it adds', (worker.peakBytes - before) / 2 ** 20, { unit: 'MiB' }),
      ];
    });
  }

  /** An account statement over so many claims of one pair: its figures, and all its lines as CSV. */
  async accountStatement(): Promise<BenchRow[]> {
    return this.withProduct(async (worker, connection) => {
      // A day of its own, on which claims of the benchmark are not late.
      const day = '2026-02-10';
      await this.fill(connection, { spread: 'one-pair', count: this.sizes.stated }, day);
      const period = `currency=EUR&from=${day}&to=${day}`;
      const path = `/v1/account-statements?state=FR&counterpart=DE&${period}`;
      const client = await this.dispatcher(worker);
      const figures = await timed(() => client.get(path));
      const before = worker.peakBytes;
      const lines = await timed(async () => drained(await client.csv(path), this.sizes.stated));
      const of = `${String(this.sizes.stated)} claims`;
      const row = (what: string, value: number, rest: Pick<BenchRow, 'unit' | 'limit'>) => ({
        name: 'account-statement',
        case: `${of}, ${what}`,
        value,
        ...rest,
      });
      return [
        row('figures', figures * 1_000, { unit: 'ms' }),
        row('as CSV', lines, { unit: 's', limit: '≤ 5' }),
        row('memory it adds', (worker.peakBytes - before) / 2 ** 20, { unit: 'MiB' }),
      ];
    });
  }
}

/** A day behind every cut-off of the benchmark, on which its claims are not late yet. */
const afterLatencyCutoff = '2026-06-20';

/** The shipped reference rates as the file they are published in, each with another value. */
function changedRates(): { readonly days: number; readonly text: string } {
  const { records } = shippedTables().exchangeRates;
  const currencies = [...new Set(records.flatMap((record) => Object.keys(record)))].slice(1);
  const lines = records.map((record) =>
    [record.date, ...currencies.map((code) => (code in record ? `1${record[code]}` : ''))].join(),
  );
  return { days: records.length, text: [['date', ...currencies].join(), ...lines].join('\n') };
}

/** What is contested between the two States of the one pair, in cents. */
async function contestedOf(client: ProductClient): Promise<bigint> {
  const { items } = await client.get<{
    items: { states: string[]; gross: { creditor: string; contested: string }[] }[];
  }>('/v1/positions?state=FR&limit=1000&asOf=2026-09-30');
  const gross = items.flatMap(({ states, gross: lines }) => (states[0] === 'DE' ? lines : []));
  const line = gross.find(({ creditor }) => creditor === 'FR');
  return BigInt((line?.contested ?? '0.00').replace('.', ''));
}

function expectEqual(found: bigint, wanted: bigint): void {
  if (found !== wanted) throw new Error(`contested: ${String(found)} cents, not ${String(wanted)}`);
}

/** How long something takes, in seconds. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

/**
 * Reads a CSV to its end, as it comes.
 *
 * @throws Error when it holds less than so many lines: a figure of nothing is none
 */
async function drained(response: Response, lines: number): Promise<void> {
  let found = 0;
  for await (const piece of response.body ?? []) {
    for (const byte of piece as Uint8Array) if (byte === lineFeed) found += 1;
  }
  if (found < lines) throw new Error(`a CSV of ${String(found)} lines, not ${String(lines)}`);
}

const lineFeed = 10;
const askings = 100;
