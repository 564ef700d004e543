import { setTimeout as delay } from 'node:timers/promises';
import { deadLetterTopic, topics } from '@reciproca/contracts';
import { EventProducer, type KafkaConnection } from '@reciproca/messaging';
import type { LocalIssuer } from '@reciproca/runtime';
import { ClaimStream, type SentCounts } from './claim-stream.js';
import { tourOfInstruments, type TourStop } from './families.js';
import { closeCycle, settleBatches } from './cycle-steps.js';
import { arrangementRecords, institutionRecords } from './institutions.js';
import { runLife, type LifeResult } from './life-run.js';
import { followMoney, type MoneyResult } from './money-run.js';
import { OutcomeCount } from './outcome-count.js';
import { ProductClient } from '../product-client.js';
import { cutoff } from './published-case.js';
import type { ShownBatch, ShownFlow, ShownSettlement } from './shown.types.js';

/** The running product as the demo meets it. */
export interface RunningProduct {
  readonly origin: string;
  readonly issuer: LocalIssuer;
  readonly kafka: KafkaConnection;
}

/** How the case is run. */
export interface CaseOptions {
  /** The published amounts are divided by this. */
  readonly scale: bigint;
  readonly seed: number;
  readonly onProgress: (text: string) => void;
}

/** What the whole run showed. */
export interface CaseResult {
  readonly sent: SentCounts;
  readonly introduced: number;
  readonly rejected: number;
  readonly reasons: ReadonlyMap<string, number>;
  readonly deadLetters: number;
  /** The settlements of France and Germany before their arrangement was imported. */
  readonly withoutArrangement: readonly ShownSettlement[];
  readonly settlements: readonly ShownSettlement[];
  readonly cycleHash: string;
  readonly batches: readonly ShownBatch[];
  readonly flows: readonly ShownFlow[];
  /** One claim per family of instrument. */
  readonly tour: readonly TourStop[];
  /** The cycles after the published case, on a few claims. */
  readonly life: LifeResult;
  /** What the banks did with the batches of the published case. */
  readonly money: MoneyResult;
}

interface Preview {
  readonly settlements: readonly ShownSettlement[];
  readonly lag: readonly { behind: number }[];
}

const batchMessages = 1_000;

/** Runs the main job once, as institutions, a dispatcher and finance officers would. */
export async function runCase(product: RunningProduct, options: CaseOptions): Promise<CaseResult> {
  const { origin, issuer, kafka } = product;
  const dispatcher = await ProductClient.as(origin, issuer, {
    subject: 'dispatcher',
    roles: ['dispatcher'],
  });
  await dispatcher.post('/v1/reference/institutions', institutionRecords);
  const outcomes = new OutcomeCount(kafka);
  await outcomes.start();
  const stream = new ClaimStream(options.scale, options.seed);
  await send(kafka, stream, options.onProgress);
  await booked(dispatcher, options.onProgress);
  const { settlements: before } = await preview(dispatcher);
  await dispatcher.post('/v1/reference/arrangements', arrangementRecords);
  const wish = { id: cutoff, cutoff };
  const cycle = await closeCycle(dispatcher, wish, options.onProgress);
  const settlements = await Promise.all(
    cycle.settlementIds.map((id) =>
      dispatcher.get<ShownSettlement>(`/v1/settlements/${encodeURIComponent(id)}`),
    ),
  );
  const batches = await settleBatches(product, dispatcher, cutoff);
  await answered(outcomes, stream.counts);
  const deadLetters = await countDeadLetters(kafka);
  const flows = await flowsOf(dispatcher, stream.counts);
  // What comes later belongs to other parts.
  const { introduced, rejected } = outcomes;
  const reasons = new Map(outcomes.reasons);
  const tour = await tourOfInstruments(kafka, dispatcher);
  const life = await runLife({ ...product, dispatcher, outcomes }, options.onProgress);
  await outcomes.stop();
  const day = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
  const money = await followMoney({ ...product, dispatcher }, batches, {
    day,
    onProgress: options.onProgress,
  });
  return {
    sent: stream.counts,
    introduced,
    rejected,
    reasons,
    deadLetters,
    withoutArrangement: before.filter(({ states }) => states.join('-') === 'DE-FR'),
    settlements,
    cycleHash: cycle.hash,
    batches,
    flows,
    tour,
    life,
    money,
  };
}

async function send(
  kafka: KafkaConnection,
  stream: ClaimStream,
  onProgress: (text: string) => void,
): Promise<void> {
  const producer = new EventProducer(kafka);
  await producer.open();
  let events: { key: string; value: string }[] = [];
  const flush = async (): Promise<void> => {
    await producer.send(topics.claimsInbound.name, events);
    onProgress(`sent ${String(stream.counts.messages)} messages`);
    events = [];
  };
  for (const message of stream.messages()) {
    events.push(message);
    if (events.length >= batchMessages) await flush();
  }
  await flush();
  await producer.close();
}

/** Waits until everything that was sent is booked. */
async function booked(
  dispatcher: ProductClient,
  onProgress: (text: string) => void,
): Promise<void> {
  for (;;) {
    const { lag } = await preview(dispatcher);
    const behind = lag.reduce((sum, partition) => sum + partition.behind, 0);
    onProgress(`${String(behind)} messages not booked yet`);
    if (behind === 0) return;
    await delay(behind > 20_000 ? 5_000 : 300);
  }
}

function preview(dispatcher: ProductClient): Promise<Preview> {
  return dispatcher.post('/v1/cycles', { id: cutoff, cutoff, dryRun: true });
}

/** Answers leave a moment after they are booked: waits until each message has its one. */
async function answered(outcomes: OutcomeCount, sent: SentCounts): Promise<void> {
  while (outcomes.introduced < sent.claims) await delay(100);
}

async function countDeadLetters(kafka: KafkaConnection): Promise<number> {
  const ends = await kafka.endOffsets(deadLetterTopic(topics.claimsInbound.name));
  return [...ends.values()].reduce((sum, end) => sum + Number.parseInt(end.toString(), 10), 0);
}

/** Waits until statistics has seen every introduced claim, then gives what each State must pay. */
async function flowsOf(reader: ProductClient, sent: SentCounts): Promise<ShownFlow[]> {
  for (;;) {
    const flows = await reader.all<ShownFlow>(
      '/v1/flows?year=2020&timeBasis=introduced&direction=receivable',
    );
    const claims = flows.reduce((sum, flow) => sum + flow.claims, 0);
    if (claims >= sent.claims) return flows;
    await delay(300);
  }
}
