import type { LocalIssuer } from '@reciproca/runtime';
import { ProductClient } from '../product-client.js';
import { closeCycle, settleBatches } from './cycle-steps.js';
import {
  lifeClaims,
  lifeSteps,
  type CycleStep,
  type Figures,
  type LifeMessage,
  type MessageStep,
} from './life-case.js';
import type { OutcomeCount, ToldAnswer } from './outcome-count.js';
import type { ShownSettlement } from './shown.types.js';

/** The running product, and who looks at it. */
export interface LifeWorld {
  readonly origin: string;
  readonly issuer: LocalIssuer;
  readonly dispatcher: ProductClient;
  /** Reads the answers. */
  readonly outcomes: OutcomeCount;
}

/** A step as the product saw it. */
export interface LivedStep {
  /** In the order of the step's messages. */
  readonly answers: readonly string[];
  /** Of every claim after the step, by its reference. */
  readonly figures: Readonly<Record<string, Figures>>;
  /** Of a cycle. */
  readonly net?: LivedNet;
}

/** A net as the product shows it, with the claims behind it. */
export interface LivedNet {
  readonly settlements: readonly ShownSettlement[];
  readonly claims: readonly ShownNetClaim[];
}

/** A claim behind a net. */
export interface ShownNetClaim {
  readonly institution: string;
  readonly reference: string;
  readonly amount: string;
}

/** The account statement of the pair. */
export interface ShownAccountStatement {
  readonly opening: string;
  readonly movements: readonly { cause: string; amount: string; count: number }[];
  readonly closing: string;
}

/** A deadline as the product shows it. */
export interface ShownDeadline {
  readonly on: string;
  readonly kind: string;
  readonly claim?: { readonly institution: string; readonly reference: string };
  readonly statement?: { readonly institution: string; readonly reference: string };
  readonly amount: string;
  readonly currency: string;
  readonly consequence: string;
}

/** What the life of the claims showed. */
export interface LifeResult {
  /** In the order of the case. */
  readonly steps: readonly LivedStep[];
  /** Of the year, positive in favour of France. */
  readonly statement: ShownAccountStatement;
  /** Every line behind it. */
  readonly statementCsv: string;
  /** What falls next for France after the last cycle; none where the product does not list it. */
  readonly deadlines: readonly ShownDeadline[];
}

/** How many deadlines are shown. */
const deadlinesShown = 5;

/** Lives through the case: each message by the gateway, each cycle closed, approved and released. */
export async function runLife(
  world: LifeWorld,
  onProgress: (text: string) => void,
): Promise<LifeResult> {
  const steps: LivedStep[] = [];
  for (const step of lifeSteps) {
    onProgress(step.title);
    steps.push(
      step.kind === 'messages' ? await say(world, step) : await close(world, step, onProgress),
    );
  }
  const year = 'state=FR&counterpart=DE&currency=EUR&from=2021-01-01&to=2021-12-31';
  const { dispatcher } = world;
  const statement = await dispatcher.get<ShownAccountStatement>(`/v1/account-statements?${year}`);
  const lines = await dispatcher.csv(`/v1/account-statements/claims?${year}`);
  const page = await dispatcher.get<{ items: ShownDeadline[] }>(
    `/v1/deadlines?state=FR&asOf=2022-01-01&limit=${String(deadlinesShown)}`,
  );
  return { steps, statement, statementCsv: await lines.text(), deadlines: page.items };
}

/** Messages about one subject keep their order on Kafka, so all are sent before the first answer. */
async function say(world: LifeWorld, step: MessageStep): Promise<LivedStep> {
  const events = step.messages.map((message, index) => eventOf(message, step.day, index));
  const answers = events.map(({ id }) => world.outcomes.answerTo(id));
  for (const { speaker, indexes } of turnsOf(step.messages)) {
    const institution = await ProductClient.as(world.origin, world.issuer, {
      subject: speaker,
      roles: ['institution'],
      institution: speaker,
    });
    await institution.post(
      '/v1/claims',
      indexes.map((index) => events[index]),
    );
  }
  const told = await Promise.all(answers);
  return { answers: told.map(answerText), figures: await figuresNow(world.dispatcher) };
}

/** Who speaks after whom, and with which of the messages. */
function turnsOf(messages: readonly LifeMessage[]): { speaker: string; indexes: number[] }[] {
  const turns: { speaker: string; indexes: number[] }[] = [];
  for (const [index, { speaker }] of messages.entries()) {
    const last = turns.at(-1);
    if (last?.speaker === speaker) last.indexes.push(index);
    else turns.push({ speaker, indexes: [index] });
  }
  return turns;
}

function answerText({ type, codes }: ToldAnswer): string {
  if (codes.length > 0) return codes.join(', ');
  return type === 'claim.introduced.v1' ? 'introduced' : 'recorded';
}

async function close(
  world: LifeWorld,
  step: CycleStep,
  onProgress: (text: string) => void,
): Promise<LivedStep> {
  const { dispatcher } = world;
  const cycle = await closeCycle(dispatcher, { id: step.id, cutoff: step.day }, onProgress);
  const settlements: ShownSettlement[] = [];
  const claims: ShownNetClaim[] = [];
  for (const id of cycle.settlementIds) {
    const path = `/v1/settlements/${encodeURIComponent(id)}`;
    settlements.push(await dispatcher.get<ShownSettlement>(path));
    claims.push(...(await dispatcher.all<ShownNetClaim>(`${path}/claims`)));
  }
  await settleBatches(world, dispatcher, step.id);
  return { answers: [], figures: await figuresNow(dispatcher), net: { settlements, claims } };
}

/** The message as an event in structured mode. */
export function eventOf(
  message: LifeMessage,
  day: string,
  index: number,
): { readonly id: string } & Readonly<Record<string, unknown>> {
  const { speaker, type, subject, said } = message;
  const named = type.startsWith('claim.') || type.startsWith('contestation.');
  const about = named ? { claim: subject } : { statement: subject };
  return {
    specversion: '1.0',
    id: `life ${day} ${String(index + 1)}`,
    source: `urn:institution:${speaker}`,
    type,
    time: `${day}T09:00:00Z`,
    subject: `${subject.institution}/${subject.reference}`,
    datacontenttype: 'application/json',
    data: { ...about, ...said },
  };
}

interface ShownClaim {
  readonly obligation: {
    readonly toPay: string;
    readonly inSettlement: string;
    readonly contested: string;
    readonly disputed: string;
  };
}

async function figuresNow(reader: ProductClient): Promise<Record<string, Figures>> {
  const figures = await Promise.all(
    lifeClaims.map(async ({ creditor, reference }): Promise<[string, Figures]> => {
      const path = `/v1/claims/${encodeURIComponent(creditor)}/${reference}`;
      const { obligation } = await reader.get<ShownClaim>(path);
      const { toPay, inSettlement, contested, disputed } = obligation;
      return [reference, [toPay, inSettlement, contested, disputed]];
    }),
  );
  return Object.fromEntries(figures);
}
