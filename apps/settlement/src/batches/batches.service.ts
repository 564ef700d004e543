import type { Database, Transaction } from '@reciproca/database';
import { accountOn, recordsOfStates, type Account } from '../institutions/index.js';
import { findInstruction, paymentFile, saveOrders } from '../payment-files/index.js';
import { answerOnce } from '../idempotency/index.js';
import type { Batch } from './batch.js';
import { decide, type BatchCommand, type BatchRefusal } from './batch-decision.js';
import { acceptanceOf, viewOf, type AcceptanceView, type BatchView } from './batch-view.js';
import {
  changeBy,
  findBatch,
  findBatches,
  findPlace,
  findSilent,
  lockBatch,
  type BatchQuery,
  type SettlementPlace,
} from './batches.repository.js';
import { carryOut } from './carry-out.repository.js';
import { silentSteps } from './silence.js';

/** A command of one person on one batch. */
export interface BatchRequest<Command extends BatchCommand = BatchCommand> {
  readonly batch: string;
  readonly command: Command;
  /** Issuer and subject of the token. */
  readonly person: string;
  /** The client's own name for this request, if any: the same again gets the first answer again. */
  readonly idempotencyKey: string | undefined;
}

/** What a command gave, as it is shown. `changed` is false when it had been carried out before. */
export type CommandAnswer<Shown> =
  | { readonly ok: true; readonly changed: boolean; readonly shown: Shown }
  | { readonly ok: false; readonly refusal: BatchRefusal }
  | { readonly ok: false; readonly refusal: { readonly code: CallRefusal } };

/** The payment file of a batch, or why there is none. */
export type PaymentFileAnswer =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      readonly refusal: {
        readonly code: 'not-found' | 'step-not-open' | 'nothing-to-pay';
        readonly detail?: string;
      };
    };

/** Refusals that are about the call and not about the batch. */
type CallRefusal = 'not-found' | 'idempotency-key-reused';

type AcceptCommand = Extract<BatchCommand, { kind: 'accept' }>;

/**
 * The officers' side: shows batches and carries out what is decided on them. What the silence of a
 * payee State has done by now is booked before anything is shown or decided.
 */
export class BatchesService {
  constructor(
    private readonly database: Database,
    private readonly clock: () => Date,
  ) {}

  /** Batches by id in byte order. */
  async list(query: BatchQuery): Promise<BatchView[]> {
    await this.bookSilence();
    return (await findBatches(this.database, query)).map(viewOf);
  }

  /** One batch; undefined while it is not shown. */
  async read(id: string): Promise<BatchView | undefined> {
    await this.bookSilence();
    const batch = await findBatch(this.database, id);
    return batch === undefined ? undefined : viewOf(batch);
  }

  /** Where a settlement stands; undefined while its batch is not shown. */
  placeOf(settlement: string): Promise<SettlementPlace | undefined> {
    return findPlace(this.database, settlement);
  }

  /** Carries out a command of the payer's officers and treasurers. */
  carryOut(
    request: BatchRequest<Exclude<BatchCommand, AcceptCommand>>,
  ): Promise<CommandAnswer<BatchView>> {
    return this.decideOnce(request, viewOf);
  }

  /** Carries out the acceptance of a settlement's payee State. */
  accept(request: BatchRequest<AcceptCommand>): Promise<CommandAnswer<AcceptanceView>> {
    return this.decideOnce(request, (batch) => acceptanceOf(batch, request.command.settlement));
  }

  /** The payment file of a released batch, the same bytes whenever it is asked for. */
  async paymentFile(id: string): Promise<PaymentFileAnswer> {
    const batch = await this.read(id);
    if (batch === undefined) return { ok: false, refusal: { code: 'not-found' } };
    const instruction = await findInstruction(this.database, id);
    if (instruction !== undefined) return { ok: true, text: paymentFile(instruction) };
    const { status } = batch;
    const isReleased = status === 'released' || status === 'partial' || status === 'settled';
    return {
      ok: false,
      refusal: isReleased
        ? { code: 'nothing-to-pay', detail: `every settlement of ${id} nets to nothing` }
        : { code: 'step-not-open', detail: `${id} is ${status} and orders no payment yet` },
    };
  }

  /**
   * Books what the silence of payee States has done up to now and is not booked yet, each batch in a
   * transaction of its own. Any number of processes may do so at once: the second finds it done.
   *
   * @returns how many batches there were
   */
  async bookSilence(): Promise<number> {
    const silent = await findSilent(this.database, this.now().slice(0, 'YYYY-MM-DD'.length));
    for (const id of silent) {
      await this.database.transaction(async (transaction) => {
        const batch = await lockBatch(transaction, id);
        if (batch !== undefined) await this.bookSilenceOf(transaction, batch);
      });
    }
    return silent.length;
  }

  /**
   * Decides and carries out a command in one transaction with its audit rows, its events and the
   * answer kept under its key. The batch is locked first, so commands on it happen one after
   * another, each decided on what the one before left.
   */
  private decideOnce<Shown>(
    request: BatchRequest,
    show: (batch: Batch) => Shown,
  ): Promise<CommandAnswer<Shown>> {
    return this.database.transaction(async (transaction): Promise<CommandAnswer<Shown>> => {
      const locked = await lockBatch(transaction, request.batch);
      if (locked === undefined) return { ok: false, refusal: { code: 'not-found' } };
      const { batch, at } = await this.bookSilenceOf(transaction, locked);
      const kept = await answerOnce(transaction, onceOf(request), () =>
        decideOn(transaction, { batch, request, at, show }),
      );
      return kept.ok ? kept.answer : { ok: false, refusal: { code: 'idempotency-key-reused' } };
    });
  }

  /** Books the silences of a locked batch, and gives the batch after them at the instant looked at. */
  private async bookSilenceOf(
    transaction: Transaction,
    locked: Batch,
  ): Promise<{ readonly batch: Batch; readonly at: string }> {
    const at = this.now();
    const { steps, batch } = silentSteps(locked, at);
    await carryOut(transaction, [changeBy(locked, steps)]);
    return { batch, at };
  }

  private now(): string {
    return this.clock().toISOString();
  }
}

function onceOf({ person, idempotencyKey, batch, command }: BatchRequest) {
  return { person, key: idempotencyKey, request: { batch, command } };
}

async function decideOn<Shown>(
  transaction: Transaction,
  asked: {
    readonly batch: Batch;
    readonly request: BatchRequest;
    readonly at: string;
    readonly show: (batch: Batch) => Shown;
  },
): Promise<CommandAnswer<Shown>> {
  const { batch, request, at, show } = asked;
  const { command, person } = request;
  const accountOf = await accountsFor(transaction, batch, { command, at });
  const decision = decide(batch, command, { person, at, accountOf });
  if (!decision.ok) return decision;
  await carryOut(transaction, [changeBy(batch, decision.steps)]);
  const { orders } = decision;
  await saveOrders(transaction, { batch: batch.id, releasedAt: at, orders });
  return { ok: true, changed: decision.steps.length > 0, shown: show(decision.batch) };
}

/** Only a release asks for accounts: those of the States of its batch on its day. */
async function accountsFor(
  transaction: Transaction,
  batch: Batch,
  { command, at }: { readonly command: BatchCommand; readonly at: string },
): Promise<(state: string) => Account | undefined> {
  const isRelease = command.kind === 'release';
  const states = isRelease ? [batch.payer, ...batch.settlements.map(({ payee }) => payee)] : [];
  const records = await recordsOfStates(transaction, states);
  const question = { currency: batch.currency, day: at.slice(0, 'YYYY-MM-DD'.length) };
  return (state) => accountOn(records.get(state) ?? [], question);
}
