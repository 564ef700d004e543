import type { Output, routes } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import { convertAtCutoff, type ConversionFault } from './conversion.js';
import type { AccountSum } from './netting.js';
import { placementOf, type CycleFacts } from './placement.js';
import type { SelectableAccount } from './selection.js';

/** Claims of one direction and currency that wait, as the contract shows them. */
export type WaitingClaims = Output<typeof routes.readCycle>['waiting'][number];

/** An account whose claims may have to wait for a later cycle. */
export interface DoubtfulAccount {
  readonly accountId: number;
  readonly creditorState: string;
  readonly debtorState: string;
  /** The settlement that its claims would go into. */
  readonly settlement: string;
  /** Why its claims cannot be converted; null where only others of the settlement cannot. */
  readonly fault: ConversionFault | null;
}

/** What waits for a later cycle. */
export interface Waiting {
  /** Accounts that nothing is taken of. */
  readonly accountIds: ReadonlySet<number>;
  /** Sorted by settlement, creditor State and currency. */
  readonly claims: readonly WaitingClaims[];
}

/**
 * The accounts whose claims cannot be converted at the cut-off, and those that would be settled with
 * claims for which only a rate is missing.
 *
 * @returns none in a cycle in which everything can be settled
 */
export function doubtfulAccounts(
  accounts: readonly SelectableAccount[],
  cycle: CycleFacts,
): DoubtfulAccount[] {
  const faults = new Map<string, ConversionFault | null>();
  const placed = accounts.map((account): DoubtfulAccount => {
    const { creditor_state: creditorState, debtor_state: debtorState } = account;
    const { instrument, currency } = account;
    const to = placementOf({ creditorState, debtorState, instrument, currency }, cycle);
    const exchange = `${currency} ${to.currency}`;
    const known = faults.get(exchange);
    const fault = known === undefined ? faultOf(currency, to.currency, cycle) : known;
    faults.set(exchange, fault);
    const { account_id: accountId } = account;
    return { accountId, creditorState, debtorState, settlement: to.id, fault };
  });
  const incomplete = settlementsWithoutRate(placed);
  return placed.filter(({ settlement, fault }) => fault !== null || incomplete.has(settlement));
}

/**
 * What waits. A settlement for which a rate is missing waits as a whole: half of it would make one
 * State pay without what it is owed itself. Claims in a currency that has no value any more wait
 * alone, since nothing that comes later makes them payable.
 *
 * @param sums what the cycle could take of the doubtful accounts
 */
export function waitingOf(
  doubtful: readonly DoubtfulAccount[],
  sums: readonly AccountSum[],
): Waiting {
  const taken = new Map(sums.map((sum) => [sum.accountId, sum]));
  const incomplete = settlementsWithoutRate(
    doubtful.filter(({ accountId }) => taken.has(accountId)),
  );
  const held = doubtful.filter(
    ({ settlement, fault }) => fault !== null || incomplete.has(settlement),
  );
  const lines = new Map<string, WaitingClaims>();
  for (const account of held) {
    const sum = taken.get(account.accountId);
    if (sum === undefined) continue;
    const line = lineOf(account, sum);
    const key = `${line.settlement} ${line.creditor} ${line.currency}`;
    const known = lines.get(key);
    lines.set(key, known === undefined ? line : added(known, line));
  }
  return {
    accountIds: new Set(held.map(({ accountId }) => accountId)),
    claims: [...lines].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, line]) => line),
  };
}

function faultOf(from: string, to: string, cycle: CycleFacts): ConversionFault | null {
  const answer = convertAtCutoff(Money.zero(from), to, cycle);
  return answer.ok ? null : answer.fault;
}

function settlementsWithoutRate(accounts: readonly DoubtfulAccount[]): ReadonlySet<string> {
  return new Set(
    accounts
      .filter(({ fault }) => fault?.reason === 'rate-missing')
      .map(({ settlement }) => settlement),
  );
}

function lineOf(account: DoubtfulAccount, { amount, claims }: AccountSum): WaitingClaims {
  const { settlement, creditorState, debtorState } = account;
  const fault = account.fault ?? {
    reason: 'settlement-incomplete',
    detail: `a rate that ${settlement} needs is missing`,
  };
  return {
    settlement,
    creditor: creditorState,
    debtor: debtorState,
    ...amount.toJSON(),
    claims,
    ...fault,
  };
}

function added(one: WaitingClaims, other: WaitingClaims): WaitingClaims {
  const { currency } = one;
  const amount = Money.of(one.amount, currency).plus(Money.of(other.amount, currency)).toString();
  return { ...one, amount, claims: one.claims + other.claims };
}
