import { setTimeout as delay } from 'node:timers/promises';
import { shippedTables } from '@reciproca/agreements';
import { allTopics, deadLetterDefinition } from '@reciproca/contracts';
import { KafkaConnection } from '@reciproca/messaging';
import { createLogger, LocalIssuer } from '@reciproca/runtime';
import { ProductClient } from '../product-client.js';
import type { Machine } from '../machine.js';
import { consumed, produce } from './backlog.js';
import { benchClaims, benchInstitutions, type Spread } from './events.js';
import { expectCounts, mirrorList, type MirrorCounts } from './mirror-list.js';
import { latencies, percentile } from './latency.js';
import { processorTime, timePerClaim, type ProcessorTime } from './processor-time.js';
import { fallingUntil, loadFallingClaims } from './falling-claims.js';
import type { BenchRow } from './rows.js';
import { WorkerProcess, type WorkerKind } from './worker-process.js';

/** Sizes of a run; small ones serve to try the benchmark out. */
export interface BenchSizes {
  readonly warmUp: number;
  readonly intake: number;
  readonly naive: number;
  readonly closed: number;
  readonly backlog: number;
  readonly latencySeconds: number;
  readonly decided: number;
  readonly mirrored: number;
  readonly stated: number;
  readonly falling: number;
}

/** The sizes of the published figures. */
export const fullSizes: BenchSizes = {
  warmUp: 20_000,
  intake: 40_000,
  naive: 4_000,
  closed: 200_000,
  backlog: 500_000,
  latencySeconds: 40,
  decided: 1_000_000,
  mirrored: 100_000,
  stated: 100_000,
  falling: 1_000_000,
};

/** How fast a backlog was worked off, and what it cost. */
export interface Intake {
  readonly claims: number;
  readonly seconds: number;
  /** Microseconds of processor time per claim. */
  readonly processor: ProcessorTime;
}

/** Measures, one after the other, on one machine. */
export class Figures {
  private next = 0;

  constructor(
    private readonly machine: Machine,
    private readonly sizes: BenchSizes,
    private readonly tell: (text: string) => void,
  ) {}

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
    const connection = await this.connect(`${kind}-${String(this.next)}-`);
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
      await this.steady(connection, '2026-07-01');
      const alone = await this.steady(connection, '2026-07-01');
      await this.fill(connection, this.spread(), '2026-06-10');
      const [closing] = await Promise.all([
        this.steady(connection, '2026-07-01'),
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
      '2026-09-01',
    );
    const worker = await this.start('product', connection);
    await consumed(connection);
    const value = worker.peakBytes / 2 ** 20;
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

  /** What falls next for one State of many with so many open claims, and a run that says all of it. */
  async deadlines(): Promise<BenchRow[]> {
    return this.withProduct(async (worker) => {
      const count = this.sizes.falling;
      this.tell(`loading ${String(count)} open claims`);
      await loadFallingClaims(this.machine.parts.databaseUrl, count);
      const client = await this.dispatcher(worker);
      const path = '/v1/deadlines?state=FR&asOf=2026-01-01';
      const first = await timed(() => client.get(path));
      const times: number[] = [];
      for (let turn = 0; turn < 20; turn += 1) times.push(await timed(() => client.get(path)));
      const before = worker.peakBytes;
      const said = await timed(() => client.post('/v1/deadline-runs', { until: fallingUntil }));
      const of = `one State of ${String(count)} open claims`;
      const row = (name: string, value: number, rest: Pick<BenchRow, 'unit' | 'limit'>) => ({
        name: 'deadlines',
        case: name,
        value,
        ...rest,
      });
      const limit = '≤ 200';
      return [
        row(`${of}, first`, first * 1_000, { unit: 'ms', limit }),
        row(
          `${of}, median`,
          percentile(
            times.sort((a, b) => a - b),
            50,
          ) * 1_000,
          {
            unit: 'ms',
            limit,
          },
        ),
        row('run that says a tenth of them', said, { unit: 's' }),
        row('memory it adds', (worker.peakBytes - before) / 2 ** 20, { unit: 'MiB' }),
      ];
    });
  }

  private async withProduct<T>(
    measure: (worker: WorkerProcess, connection: KafkaConnection) => Promise<T>,
  ): Promise<T> {
    const connection = await this.connect('product-');
    const worker = await this.start('product', connection);
    try {
      return await measure(worker, connection);
    } finally {
      await worker.stop();
      await connection.close();
    }
  }

  /** All product rows meet in one database, as in a product that has lived for a while. */
  private async intake(
    worker: WorkerProcess,
    connection: KafkaConnection,
    wish: { readonly spread: Spread; readonly count: number },
  ): Promise<Intake> {
    const warmUp = Math.min(this.sizes.warmUp, wish.count);
    await this.produceClaims(connection, { ...wish, count: warmUp });
    await consumed(connection);
    worker.pause();
    await this.produceClaims(connection, wish);
    const before = this.processorTime(worker);
    const started = performance.now();
    worker.resume();
    await consumed(connection);
    const seconds = (performance.now() - started) / 1_000;
    return {
      claims: wish.count,
      seconds,
      processor: timePerClaim(before, this.processorTime(worker), wish.count),
    };
  }

  private processorTime(worker: WorkerProcess): ProcessorTime {
    const { databasePid, brokerPid } = this.machine.parts;
    return processorTime({ Node: worker.pid, PostgreSQL: databasePid, Kafka: brokerPid });
  }

  /** As many claims as a close is measured with. */
  private spread(): { readonly spread: Spread; readonly count: number } {
    return { spread: 'spread', count: this.sizes.closed };
  }

  private async fill(
    connection: KafkaConnection,
    wish: { readonly spread: Spread; readonly count: number },
    day: string,
  ): Promise<void> {
    this.tell(`filling ${String(wish.count)} claims`);
    await this.produceClaims(connection, wish, day);
    await consumed(connection);
  }

  private async steady(connection: KafkaConnection, day: string): Promise<number[]> {
    const count = this.sizes.latencySeconds * 1_000;
    return latencies(connection, this.claims({ spread: 'spread', count }, day));
  }

  private async closeRest(worker: WorkerProcess, connection: KafkaConnection): Promise<void> {
    await consumed(connection);
    await this.closeAt(worker, 'bench-rest', '2026-03-31');
  }

  private async closeAt(worker: WorkerProcess, id: string, cutoff: string): Promise<number> {
    const dispatcher = await this.dispatcher(worker);
    const started = performance.now();
    let { status } = await dispatcher.post<{ status: string }>('/v1/cycles', { id, cutoff });
    while (status !== 'closed') {
      await delay(20);
      ({ status } = await dispatcher.get<{ status: string }>(`/v1/cycles/${id}`));
    }
    return (performance.now() - started) / 1_000;
  }

  private async start(kind: WorkerKind, connection: KafkaConnection): Promise<WorkerProcess> {
    this.tell(`starting the ${kind} consumer`);
    const worker = await WorkerProcess.start(kind, this.machine, connection.named(''));
    if (kind === 'product') {
      const dispatcher = await this.dispatcher(worker);
      await dispatcher.post('/v1/reference/institutions', benchInstitutions);
    }
    return worker;
  }

  private async dispatcher(worker: WorkerProcess): Promise<ProductClient> {
    const directory = `${this.machine.config.dataDir}/issuer`;
    const issuer = await LocalIssuer.open({ directory });
    return ProductClient.as(worker.url, issuer, { subject: 'bench', roles: ['dispatcher'] });
  }

  private async connect(topicPrefix: string): Promise<KafkaConnection> {
    const connection = new KafkaConnection({
      brokers: this.machine.parts.brokers,
      clientId: 'bench',
      topicPrefix,
      log: createLogger({ name: 'bench', level: 'error' }),
    });
    await connection.ensureTopics(
      [...allTopics, ...allTopics.map(deadLetterDefinition)].map(({ name, partitions }) => ({
        name,
        partitions,
        configuration: {},
      })),
    );
    return connection;
  }

  private produceClaims(
    connection: KafkaConnection,
    wish: { readonly spread: Spread; readonly count: number },
    day = '2026-03-02',
  ): Promise<void> {
    return produce(connection, this.claims(wish, day));
  }

  private claims(wish: { readonly spread: Spread; readonly count: number }, day: string) {
    const first = this.next;
    this.next += wish.count;
    return benchClaims({ ...wish, first, day });
  }
}

/** The shipped reference rates as the file they are published in, each with another value. */
function changedRates(): { readonly days: number; readonly text: string } {
  const { records } = shippedTables().exchangeRates;
  const currencies = [...new Set(records.flatMap((record) => Object.keys(record)))].slice(1);
  const lines = records.map((record) =>
    [record.date, ...currencies.map((code) => (code in record ? `1${record[code]}` : ''))].join(),
  );
  return { days: records.length, text: [['date', ...currencies].join(), ...lines].join('\n') };
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
