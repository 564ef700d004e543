import type { ArrangementRecord } from '@reciproca/agreements';
import type { EventData } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import { officersFor } from './officers.js';

/** What a cycle takes on one ledger account. */
export interface AccountSum {
  readonly accountId: number;
  /** Institutions, `STATE:CODE`. */
  readonly creditor: string;
  readonly debtor: string;
  readonly instrument: string;
  /** Signed: refunds may exceed claims. */
  readonly amount: Money;
  readonly claims: number;
}

/** A cycle before its hashes are known. */
export interface CycleFacts {
  readonly id: string;
  /** `YYYY-MM-DD`. */
  readonly cutoff: string;
  /** The arrangement of two States in force on the cut-off day. */
  readonly arrangementOf: (stateA: string, stateB: string) => ArrangementRecord | undefined;
}

/** A settlement as it will be proposed, without the hash over its claims. */
export type NetSettlement = Omit<EventData<'settlement.proposed.v1'>, 'hash' | 'sequence'> & {
  readonly accountIds: readonly number[];
};

interface Group {
  readonly id: string;
  readonly states: readonly [string, string];
  readonly currency: string;
  /** Of any of its accounts: gross settlement puts accounts beside it that it does not speak for. */
  arrangement: ArrangementRecord | undefined;
  /** Creditor States that get a gross line even without claims. */
  readonly directions: Set<string>;
  readonly sums: AccountSum[];
}

/**
 * Nets what a cycle takes, per State pair and currency. Only an arrangement in force on the cut-off
 * day that names the instrument lets two directions offset (BR 883/2004 Art 35(3)); everything else
 * is settled gross, one settlement per creditor State. The result depends on the sums alone, not on
 * their order.
 *
 * @param sums per ledger account, each in its currency
 * @returns settlements sorted by id
 */
export function net(sums: readonly AccountSum[], cycle: CycleFacts): NetSettlement[] {
  const groups = new Map<string, Group>();
  for (const sum of sums) {
    const group = groupOf(sum, cycle);
    const known = groups.get(group.id) ?? group;
    known.sums.push(sum);
    known.arrangement ??= group.arrangement;
    for (const state of group.directions) known.directions.add(state);
    groups.set(group.id, known);
  }
  return [...groups.values()]
    .sort((left, right) => compare(left.id, right.id))
    .map((group) => settlementOf(group, cycle));
}

function groupOf(sum: AccountSum, cycle: CycleFacts): Group {
  const creditor = stateOf(sum.creditor);
  const states = pairOf(creditor, stateOf(sum.debtor));
  const { currency } = sum.amount;
  const arrangement = applying(cycle.arrangementOf(...states), sum.instrument);
  const offsetting = arrangement?.offsetting ?? false;
  const together = `${cycle.id}/${states.join('-')}/${currency}`;
  return {
    id: offsetting ? together : `${together}/${creditor}`,
    states,
    currency,
    arrangement,
    directions: new Set(offsetting ? states : [creditor]),
    sums: [],
  };
}

/** An arrangement speaks only for the instruments it names. */
export function applying(
  arrangement: ArrangementRecord | undefined,
  instrument: string,
): ArrangementRecord | undefined {
  return arrangement?.instruments.includes(instrument) === true ? arrangement : undefined;
}

function settlementOf(group: Group, cycle: CycleFacts): NetSettlement {
  const gross = [...group.directions].sort(compare).map((creditor) => grossLine(group, creditor));
  const flow = netOf(group, gross);
  return {
    cycle: cycle.id,
    settlement: group.id,
    states: [...group.states],
    currency: group.currency,
    cutoff: cycle.cutoff,
    arrangement: group.arrangement?.id ?? null,
    batch: `${cycle.id}/${flow.payer}/${group.currency}`,
    gross,
    net: flow,
    officers: officersFor(group.arrangement, Money.of(flow.amount, group.currency)),
    byInstitution: institutionLines(group),
    accountIds: group.sums.map((sum) => sum.accountId).sort((left, right) => left - right),
  };
}

function grossLine(group: Group, creditor: string): NetSettlement['gross'][number] {
  const lines = group.sums.filter((sum) => stateOf(sum.creditor) === creditor);
  const debtor = group.states[0] === creditor ? group.states[1] : group.states[0];
  return { creditor, debtor, ...totalOf(lines, group.currency) };
}

/** What the first State owes the second, less what the second owes the first, decides who pays. */
function netOf(group: Group, gross: NetSettlement['gross']): NetSettlement['net'] {
  const [first, second] = group.states;
  const owedByFirst = gross.reduce((sum, line) => {
    const amount = Money.of(line.amount, group.currency);
    return line.creditor === second ? sum.plus(amount) : sum.minus(amount);
  }, Money.zero(group.currency));
  const amount = owedByFirst.abs().toString();
  return owedByFirst.isNegative()
    ? { payer: second, payee: first, amount }
    : { payer: first, payee: second, amount };
}

function institutionLines(group: Group): NetSettlement['byInstitution'] {
  const pairs = new Map<string, AccountSum[]>();
  for (const sum of group.sums) {
    const key = `${sum.creditor} ${sum.debtor}`;
    pairs.set(key, [...(pairs.get(key) ?? []), sum]);
  }
  return [...pairs]
    .sort(([left], [right]) => compare(left, right))
    .map(([key, sums]) => {
      const [creditor = '', debtor = ''] = key.split(' ');
      return { creditor, debtor, ...totalOf(sums, group.currency) };
    });
}

function totalOf(
  sums: readonly AccountSum[],
  currency: string,
): { amount: string; claims: number } {
  const amount = sums.reduce((total, sum) => total.plus(sum.amount), Money.zero(currency));
  return { amount: amount.toString(), claims: sums.reduce((count, sum) => count + sum.claims, 0) };
}

function pairOf(one: string, other: string): [string, string] {
  return one < other ? [one, other] : [other, one];
}

function stateOf(institution: string): string {
  return institution.slice(0, institution.indexOf(':'));
}

/** Order of code units: all ids here are ASCII, so it is the order of bytes. */
function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
