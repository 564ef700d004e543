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
      await this.fill(connection, this.sizes.closed, '2026-05-10');
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
      await this.fill(connection, this.sizes.closed, '2026-06-10');
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

  /** Seconds from sending every reference rate of the shipped file, all changed, until they stand. */
  async importRates(): Promise<BenchRow> {
    return this.withProduct(async (worker) => {
      const dispatcher = await this.dispatcher(worker);
      const changed = shippedTables().exchangeRates.records.map(({ date, ...rates }) => ({
        date,
        ...Object.fromEntries(Object.entries(rates).map(([code, rate]) => [code, `1${rate}`])),
      }));
      const started = performance.now();
      await dispatcher.post('/v1/reference/exchange-rates', changed);
      return {
        name: 'import',
        case: `${String(changed.length)} days of reference rates`,
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
      const { counts } = await dispatcher.send<{ counts: MirrorCounts }>(
        '/v1/mirror-checks?state=HR',
        { contentType: 'text/csv', content: list },
      );
      const value = (performance.now() - started) / 1_000;
      expectCounts(counts, count);
      return { name: 'mirror', case: `${String(count)} lines`, value, unit: 's' };
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

  private async fill(connection: KafkaConnection, count: number, day: string): Promise<void> {
    this.tell(`filling ${String(count)} claims`);
    await this.produceClaims(connection, { spread: 'spread', count }, day);
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
