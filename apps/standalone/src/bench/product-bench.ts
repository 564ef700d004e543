import { setTimeout as delay } from 'node:timers/promises';
import { allTopics, deadLetterDefinition } from '@reciproca/contracts';
import { KafkaConnection } from '@reciproca/messaging';
import { createLogger, LocalIssuer } from '@reciproca/runtime';
import { ProductClient } from '../product-client.js';
import type { Machine } from '../machine.js';
import { consumed, produce } from './backlog.js';
import { latencies } from './latency.js';
import { benchClaims, benchInstitutions, type BenchMessage, type Spread } from './events.js';
import { processorTime, timePerClaim, type ProcessorTime } from './processor-time.js';
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
  readonly booked: number;
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
  booked: 1_000_000,
  falling: 1_000_000,
};

/** How fast a backlog was worked off, and what it cost. */
export interface Intake {
  readonly claims: number;
  readonly seconds: number;
  /** Microseconds of processor time per claim. */
  readonly processor: ProcessorTime;
}

/** Day of introduction of claims about whose day nothing else is said. */
const introductionDay = '2026-03-02';

/** What every figure is measured with: one machine, one product that lives on from row to row. */
export class ProductBench {
  /** Claims made so far. */
  protected made = 0;
  /** Those of them that the product has introduced. */
  protected introduced = 0;

  constructor(
    protected readonly machine: Machine,
    protected readonly sizes: BenchSizes,
    protected readonly tell: (text: string) => void,
  ) {}

  protected async withProduct<T>(
    measure: (worker: WorkerProcess, connection: KafkaConnection) => Promise<T>,
  ): Promise<T> {
    const connection = await this.connect('product-');
    const worker = await this.start('product', connection);
    try {
      const before = this.made;
      const measured = await measure(worker, connection);
      await this.expectIntroduced(worker, this.made - before);
      return measured;
    } finally {
      await worker.stop();
      await connection.close();
    }
  }

  /**
   * Holds what a product counted since it started against what it was sent.
   *
   * @throws Error when it introduced less: a figure of rejections is none
   */
  protected async expectIntroduced(worker: WorkerProcess, claims: number): Promise<void> {
    const text = await (await fetch(`${worker.url}/metrics`)).text();
    const [, counted = '0'] =
      /^\S*clearing_claims_introduced_total(?:{[^}]*})? (\d+)$/m.exec(text) ?? [];
    if (counted !== String(claims)) {
      throw new Error(`${counted} of ${String(claims)} claims of the benchmark are introduced`);
    }
    this.introduced += claims;
  }

  /** All product rows meet in one database, as in a product that has lived for a while. */
  protected async intake(
    worker: WorkerProcess,
    connection: KafkaConnection,
    wish: { readonly spread: Spread; readonly count: number },
  ): Promise<Intake> {
    const warmUp = Math.min(this.sizes.warmUp, wish.count);
    await this.produceClaims(connection, { ...wish, count: warmUp });
    await consumed(connection);
    const claims = this.claims(wish, introductionDay);
    return this.burst({ worker, connection, count: wish.count }, claims);
  }

  /** Takes a backlog of so many messages. */
  protected async burst(
    to: {
      readonly worker: WorkerProcess;
      readonly connection: KafkaConnection;
      readonly count: number;
    },
    messages: Iterable<BenchMessage>,
  ): Promise<Intake> {
    const { worker, connection, count } = to;
    worker.pause();
    await produce(connection, messages);
    const before = this.processorTime(worker);
    const started = performance.now();
    worker.resume();
    await consumed(connection);
    const seconds = (performance.now() - started) / 1_000;
    const processor = timePerClaim(before, this.processorTime(worker), count);
    return { claims: count, seconds, processor };
  }

  protected processorTime(worker: WorkerProcess): ProcessorTime {
    const { databasePid, brokerPid } = this.machine.parts;
    return processorTime({ Node: worker.pid, PostgreSQL: databasePid, Kafka: brokerPid });
  }

  /** As many claims as a close is measured with. */
  protected spread(): { readonly spread: Spread; readonly count: number } {
    return { spread: 'spread', count: this.sizes.closed };
  }

  protected async fill(
    connection: KafkaConnection,
    wish: { readonly spread: Spread; readonly count: number },
    day: string,
  ): Promise<void> {
    this.tell(`filling ${String(wish.count)} claims`);
    await this.produceClaims(connection, wish, day);
    await consumed(connection);
  }

  protected async steady(connection: KafkaConnection, day: string): Promise<number[]> {
    const count = this.sizes.latencySeconds * 1_000;
    return latencies(connection, this.claims({ spread: 'spread', count }, day));
  }

  protected async closeRest(worker: WorkerProcess, connection: KafkaConnection): Promise<void> {
    await consumed(connection);
    await this.closeAt(worker, 'bench-rest', '2026-03-31');
  }

  protected async closeAt(worker: WorkerProcess, id: string, cutoff: string): Promise<number> {
    const dispatcher = await this.dispatcher(worker);
    const started = performance.now();
    let { status } = await dispatcher.post<{ status: string }>('/v1/cycles', { id, cutoff });
    while (status !== 'closed') {
      await delay(20);
      ({ status } = await dispatcher.get<{ status: string }>(`/v1/cycles/${id}`));
    }
    return (performance.now() - started) / 1_000;
  }

  protected async start(kind: WorkerKind, connection: KafkaConnection): Promise<WorkerProcess> {
    this.tell(`starting the ${kind} consumer`);
    const worker = await WorkerProcess.start(kind, this.machine, connection.named(''));
    if (kind === 'product') {
      const dispatcher = await this.dispatcher(worker);
      await dispatcher.post('/v1/reference/institutions', benchInstitutions);
    }
    return worker;
  }

  protected async dispatcher(worker: WorkerProcess): Promise<ProductClient> {
    const directory = `${this.machine.config.dataDir}/issuer`;
    const issuer = await LocalIssuer.open({ directory });
    return ProductClient.as(worker.url, issuer, { subject: 'bench', roles: ['dispatcher'] });
  }

  protected async connect(topicPrefix: string): Promise<KafkaConnection> {
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

  protected produceClaims(
    connection: KafkaConnection,
    wish: { readonly spread: Spread; readonly count: number },
    day = introductionDay,
  ): Promise<void> {
    return produce(connection, this.claims(wish, day));
  }

  protected claims(
    wish: { readonly spread: Spread; readonly count: number },
    day: string,
  ): Iterable<BenchMessage> {
    const first = this.made;
    this.made += wish.count;
    return benchClaims({ ...wish, first, day });
  }
}
