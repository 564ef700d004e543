import { topics } from '@reciproca/contracts';
import { KafkaConnection, OutboxRelay, type OutgoingEvent } from '@reciproca/messaging';
import { IntakeService } from '../intake/index.js';
import { DeadlineRuns } from '../deadlines/index.js';
import { CloseService, SettlementNewsService } from '../netting/index.js';

/** The steps between two of which a process may die, in the order in which a message meets them. */
export const intakeSteps = [
  /** A batch was received. */
  'received',
  /** Everything is written, in a transaction that is still open. */
  'written',
  /** The transaction is committed, nothing is published. */
  'committed',
  /** The answers are sent, in a Kafka transaction that is still open. */
  'sent',
  /** The answers are published and not marked as sent. */
  'published',
  /** They are marked as sent; whoever waits for that has not heard. */
  'marked',
  /** All is done but the offset. */
  'answered',
] as const;

/** The same for the close of a cycle. */
export const closeSteps = [
  /** Everything is written, in a transaction that is still open. */
  'closing',
  /** The transaction is committed, nothing is published. */
  'closed',
] as const;

/** The same for the word that settlements are settled. */
export const paymentSteps = [
  /** Everything is written, in a transaction that is still open. */
  'paying',
  /** The transaction is committed; whoever waits for its publication has not begun. */
  'paid',
] as const;

/** The same for a run of deadlines. */
export const deadlineSteps = [
  /** A part is written, in a transaction that is still open. */
  'saying',
  /** It is committed; the run has not gone on. */
  'said',
] as const;

export type Step =
  | (typeof intakeSteps)[number]
  | (typeof closeSteps)[number]
  | (typeof paymentSteps)[number]
  | (typeof deadlineSteps)[number];

/** What is to happen to the process, and where. */
export interface Fault {
  readonly step: Step;
  /** SIGKILL: it dies there. SIGSTOP: it stands still there until somebody lets it go on. */
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

type Method = (this: unknown, ...given: unknown[]) => unknown;

let armed: Fault | null = null;

/** The next time that the process passes this step, the signal hits it. */
export function armFault(fault: Fault): void {
  armed = fault;
}

function reach(step: Step): void {
  if (armed?.step !== step) return;
  const { signal } = armed;
  armed = null;
  process.kill(process.pid, signal);
}

function replace(prototype: object, name: string, make: (original: Method) => Method): void {
  const methods = prototype as Record<string, Method | undefined>;
  const original = methods[name];
  if (original === undefined) throw new Error(`there is no method ${name} any more`);
  methods[name] = make(original);
}

function before(prototype: object, name: string, step: Step): void {
  replace(
    prototype,
    name,
    (original) =>
      function (...given) {
        reach(step);
        return original.apply(this, given);
      },
  );
}

function after(prototype: object, name: string, step: Step): void {
  replace(
    prototype,
    name,
    (original) =>
      async function (...given) {
        const result = await original.apply(this, given);
        if (result !== undefined || name === 'take') reach(step);
        return result;
      },
  );
}

const outcomes = topics.claimsOutcomes.name;
const cycles = topics.clearingCycles.name;

/** Reaches the steps of publication, for events of a topic; other events pass unseen. */
function watchRelay(): void {
  let inHand: ReadonlySet<string> = new Set();
  replace(
    OutboxRelay.prototype,
    'publish',
    (original) =>
      async function (...given) {
        const [events] = given as [readonly OutgoingEvent[]];
        inHand = new Set(events.map(({ topic }) => topic));
        if (inHand.has(outcomes)) reach('committed');
        if (inHand.has(cycles)) reach('closed');
        await original.apply(this, given);
        if (inHand.has(outcomes)) reach('published');
      },
  );
  replace(
    OutboxRelay.prototype,
    'settle',
    (original) =>
      function (...given) {
        if (inHand.has(outcomes)) reach('marked');
        return original.apply(this, given);
      },
  );
  replace(
    KafkaConnection.prototype,
    'producer',
    (original) =>
      function (...given) {
        const producer = original.apply(this, given) as ReturnType<KafkaConnection['producer']>;
        const begin = producer.transaction.bind(producer);
        producer.transaction = async () => {
          const transaction = await begin();
          const commit = transaction.commit.bind(transaction);
          transaction.commit = () => {
            if (inHand.has(outcomes)) reach('sent');
            return commit();
          };
          return transaction;
        };
        return producer;
      },
  );
}

/** Makes every step of this process one where a fault can be armed. */
export function watchSteps(): void {
  before(IntakeService.prototype, 'take', 'received');
  after(IntakeService.prototype, 'book', 'written');
  after(IntakeService.prototype, 'take', 'answered');
  after(CloseService.prototype, 'close', 'closing');
  after(SettlementNewsService.prototype, 'book', 'paying');
  before(SettlementNewsService.prototype, 'published', 'paid');
  after(DeadlineRuns.prototype, 'say', 'saying');
  after(DeadlineRuns.prototype, 'batch', 'said');
  watchRelay();
}
