import { ProblemError, type Fault } from '@reciproca/contracts';
import type { Database, Transaction } from '@reciproca/database';
import {
  openOutboxBatch,
  writeOutbox,
  type OutboxRelay,
  type OutboxRow,
} from '@reciproca/messaging';
import { Money } from '@reciproca/money';
import { statesWithoutInstitutions } from '../reference/index.js';
import { answerOnce, holdOneState } from '../requests/index.js';
import { decideBalance, readDifferences, type BalanceCommand } from './balance-decision.js';
import { balanceAnswered, balancePublished } from './balance-events.js';
import {
  balanceIdOf,
  viewOf,
  type BalanceSubject,
  type BalanceView,
  type ListedDifference,
  type PublishedBalance,
} from './published-balance.js';
import {
  gatherStanding,
  hashOfStanding,
  insertBalance,
  lockBalance,
  newestBalance,
  publishedAmounts,
  readSteps,
  supersede,
  updateBalance,
  writeStep,
} from './published-balances.repository.js';

/** Who asks. */
export interface BalanceOfficer {
  /** `iss` and `sub`. */
  readonly person: string;
  /** For which the officer acts. */
  readonly state: string;
  readonly idempotencyKey: string | undefined;
}

/** What the other State says, as it was asked for. */
export type BalanceRequest =
  | { readonly kind: 'confirm'; readonly hash?: string }
  | {
      readonly kind: 'dispute';
      readonly hash?: string;
      readonly differences: readonly ListedDifference[];
    };

/** The balance as it stands, and whether the request changed it. */
export interface BalanceAnswer {
  readonly changed: boolean;
  readonly balance: BalanceView;
}

/** What confirmations work with. */
export interface BalanceParts {
  readonly database: Database;
  readonly relay: Pick<OutboxRelay, 'published'>;
  readonly clock: () => Date;
}

/** What a unit of work leaves to be said, besides its answer. */
interface Work {
  batchId: string | null;
  readonly now: string;
}

/** Lets one State publish what two owe each other, and the other one confirm or dispute it. */
export class PublishedBalances {
  constructor(private readonly parts: BalanceParts) {}

  /**
   * Publishes the closing of a day, unless it stands already as the books say it.
   *
   * @throws ProblemError invalid-request for a day after today or a State that is not known;
   *   idempotency-key-reused
   */
  async publish(subject: BalanceSubject, officer: BalanceOfficer): Promise<BalanceAnswer> {
    return this.once(officer, { route: 'publishBalance', subject }, async (transaction, work) => {
      await requirePossible(transaction, subject, work.now);
      const standing = await gatherStanding(transaction, subject);
      const newest = await newestBalance(transaction, subject);
      if (newest !== undefined && newest.balance.status !== 'superseded') {
        const hash = await hashOfStanding(transaction, newest.balance.id);
        if (hash === newest.balance.hash) return this.shown(transaction, newest.balance, officer);
      }
      const counted = (newest?.counted ?? 0) + 1;
      const id = balanceIdOf(subject, counted);
      const balance = await insertBalance(
        transaction,
        {
          ...subject,
          id,
          closing: Money.of(standing.closing, subject.currency).toString(),
          claims: standing.claims,
          hash: await hashOfStanding(transaction, id),
          publishedBy: officer.state,
          publishedAt: work.now,
          status: 'published',
          supersededBy: null,
          differences: [],
          isStillOpen: false,
          lastSequence: 1,
        },
        counted,
      );
      const supersedes = await this.note(transaction, balance, { ...officer, at: work.now });
      await tell(transaction, work, balancePublished(balance, { supersedes, now: work.now }));
      return { ...(await this.shown(transaction, balance, officer)), changed: true };
    });
  }

  /**
   * Takes what the other State says of a balance.
   *
   * @param officer of one of the two States
   * @throws ProblemError not-found, forbidden for the State that published, hash-changed,
   *   step-not-open, invalid-request for a list that cannot be; idempotency-key-reused
   */
  async answer(
    id: string,
    request: BalanceRequest,
    officer: BalanceOfficer,
  ): Promise<BalanceAnswer> {
    const said = { route: 'answerBalance', id, ...request };
    return this.once(officer, said, async (transaction, work) => {
      const known = await lockBalance(transaction, id);
      if (known === undefined) throw new ProblemError('not-found');
      const command = await commandOf(transaction, known, request);
      const decision = decideBalance(known, command, officer.state);
      if (!decision.ok) {
        const { code, detail } = decision.refusal;
        throw new ProblemError(code, { detail });
      }
      const { changed, balance } = decision;
      if (!changed) return this.shown(transaction, balance, officer);
      await updateBalance(transaction, balance);
      const { state, person } = officer;
      const { status: action, differences, hash } = balance;
      const details = action === 'disputed' ? { hash, differences } : { hash };
      await writeStep(transaction, balance.number, {
        at: work.now,
        action,
        state,
        person,
        details,
      });
      await tell(transaction, work, balanceAnswered(balance, { state, now: work.now }));
      return { ...(await this.shown(transaction, balance, officer)), changed: true };
    });
  }

  /** Notes a publication, and what it stands in place of; gives the ids of those. */
  private async note(
    transaction: Transaction,
    balance: PublishedBalance,
    { person, state, at }: Pick<BalanceOfficer, 'person' | 'state'> & { readonly at: string },
  ): Promise<string[]> {
    const by = { at, person, state };
    const { number, id, hash, closing } = balance;
    await writeStep(transaction, number, {
      ...by,
      action: 'published',
      details: { hash, closing },
    });
    const replaced = await supersede(transaction, balance);
    for (const old of replaced) {
      await writeStep(transaction, old.number, {
        ...by,
        action: 'superseded',
        details: { by: id },
      });
    }
    return replaced.map((old) => old.id);
  }

  /** An answer in which nothing changed, as the officer's State may see it. */
  private async shown(
    transaction: Transaction,
    balance: PublishedBalance,
    { state }: BalanceOfficer,
  ): Promise<BalanceAnswer> {
    const steps = await readSteps(transaction, balance.number);
    return { changed: false, balance: viewOf(balance, steps, (each) => each === state) };
  }

  private async once(
    { person, idempotencyKey: key }: BalanceOfficer,
    request: object,
    find: (transaction: Transaction, work: Work) => Promise<BalanceAnswer>,
  ): Promise<BalanceAnswer> {
    const now = this.parts.clock().toISOString();
    const published: { batchId: string | null } = { batchId: null };
    const answer = await this.parts.database.transaction(async (transaction) => {
      await holdOneState(transaction);
      const work: Work = { batchId: null, now };
      const found = await answerOnce(transaction, { person, key, request }, () =>
        find(transaction, work),
      );
      published.batchId = work.batchId;
      return found;
    });
    // It leaves by itself; a broker that is away must not keep the officer waiting.
    if (published.batchId !== null) void this.parts.relay.published(published.batchId);
    return answer;
  }
}

async function requirePossible(
  transaction: Transaction,
  { states, on }: BalanceSubject,
  now: string,
): Promise<void> {
  const faults: Fault[] = [];
  if (on > now.slice(0, 10)) faults.push({ path: 'body.on', detail: 'must not be after today' });
  // Claims come from known institutions alone, so there is nothing between such States.
  for (const state of await statesWithoutInstitutions(transaction, states)) {
    const detail = `no institution of ${state} is known here`;
    faults.push({ path: 'body.states', detail, code: 'unknown-institution' });
  }
  if (faults.length > 0) throw new ProblemError('invalid-request', { faults });
}

async function commandOf(
  transaction: Transaction,
  balance: PublishedBalance,
  request: BalanceRequest,
): Promise<BalanceCommand> {
  if (request.kind === 'confirm') return request;
  const claims = request.differences.map(({ claim }) => claim);
  const published = await publishedAmounts(transaction, balance.number, claims);
  const reading = readDifferences(request.differences, balance, published);
  if (!reading.ok) throw new ProblemError('invalid-request', { faults: reading.faults });
  return { ...request, differences: reading.differences };
}

async function tell(transaction: Transaction, work: Work, event: OutboxRow): Promise<void> {
  work.batchId = await openOutboxBatch(transaction);
  await writeOutbox(transaction, work.batchId, [event]);
}
