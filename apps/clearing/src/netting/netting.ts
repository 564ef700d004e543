import type { ArrangementRecord } from '@reciproca/agreements';
import type { EventData } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import { convertAtCutoff, type ShownRate } from './conversion.js';
import { officersFor } from './officers.js';
import { placementOf, type CycleFacts } from './placement.js';
import { sharesOf } from './shares.js';

/** What a cycle takes on one ledger account. */
export interface AccountSum {
  readonly accountId: number;
  /** Institutions, `STATE:CODE`. */
  readonly creditor: string;
  readonly debtor: string;
  readonly instrument: string;
  /** Signed: refunds may exceed claims. In the currency of the claims. */
  readonly amount: Money;
  readonly claims: number;
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

/** What is taken in one direction and one currency of claims. */
interface Direction {
  readonly creditor: string;
  /** In the currency of the claims. */
  readonly original: Money;
  /** The same in the currency of the settlement. */
  readonly amount: Money;
  readonly rates: readonly ShownRate[];
  readonly sums: readonly AccountSum[];
}

/**
 * Nets what a cycle takes, per State pair and settlement currency. Only an arrangement in force on
 * the cut-off day that names the instrument lets two directions offset, and only such a one names a
 * settlement currency; everything else is settled gross, one settlement per creditor State, in the
 * currency of the claims. What is taken in one direction and currency is converted once, as a whole.
 * The result depends on the sums alone, not on their order.
 *
 * @param sums per ledger account, each in its currency; all of them convertible at the cut-off
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
  const creditorState = stateOf(sum.creditor);
  const { id, states, currency, arrangement, offsetting } = placementOf(
    {
      creditorState,
      debtorState: stateOf(sum.debtor),
      instrument: sum.instrument,
      currency: sum.amount.currency,
    },
    cycle,
  );
  const directions = new Set(offsetting ? states : [creditorState]);
  return { id, states, currency, arrangement, directions, sums: [] };
}

function settlementOf(group: Group, cycle: CycleFacts): NetSettlement {
  const directions = [...group.directions]
    .sort(compare)
    .flatMap((creditor) => directionsOf(group, creditor, cycle));
  const flow = netOf(group, directions);
  return {
    cycle: cycle.id,
    settlement: group.id,
    states: [...group.states],
    currency: group.currency,
    cutoff: cycle.cutoff,
    arrangement: group.arrangement?.id ?? null,
    batch: `${cycle.id}/${flow.payer}/${group.currency}`,
    gross: directions.map((direction) => grossLine(group, direction)),
    net: flow,
    officers: officersFor(group.arrangement, Money.of(flow.amount, group.currency)),
    ...acceptanceOf(group),
    ...feesOf(group, directions),
    byInstitution: institutionLines(group, directions, cycle),
    accountIds: group.sums.map((sum) => sum.accountId).sort((left, right) => left - right),
  };
}

/** What one State is owed, per currency of claims: that of the settlement first, others by code. */
function directionsOf(group: Group, creditor: string, cycle: CycleFacts): Direction[] {
  const sums = group.sums.filter((sum) => stateOf(sum.creditor) === creditor);
  const currencies = new Set(sums.map(({ amount }) => amount.currency));
  const others = [...currencies].filter((currency) => currency !== group.currency).sort(compare);
  const ownIsShown = currencies.has(group.currency) || others.length === 0;
  return [...(ownIsShown ? [group.currency] : []), ...others].map((currency) => {
    const own = sums.filter(({ amount }) => amount.currency === currency);
    const original = totalOf(own, currency);
    const { money, rates } = converted(original, group.currency, cycle);
    return { creditor, original, amount: money, rates, sums: own };
  });
}

function grossLine(group: Group, direction: Direction): NetSettlement['gross'][number] {
  const { creditor, original, amount, sums } = direction;
  const [rate, settlementRate] = direction.rates;
  return {
    creditor,
    debtor: debtorOf(group, creditor),
    amount: amount.toString(),
    claims: countOf(sums),
    ...(rate === undefined ? {} : { original: original.toJSON(), rate }),
    ...(settlementRate === undefined ? {} : { settlementRate }),
  };
}

function debtorOf({ states: [first, second] }: Group, creditor: string): string {
  return first === creditor ? second : first;
}

/** What the first State owes the second, less what the second owes the first, decides who pays. */
function netOf(group: Group, directions: readonly Direction[]): NetSettlement['net'] {
  const [first, second] = group.states;
  const owedByFirst = directions.reduce(
    (sum, { creditor, amount }) => (creditor === second ? sum.plus(amount) : sum.minus(amount)),
    Money.zero(group.currency),
  );
  const amount = owedByFirst.abs().toString();
  return owedByFirst.isNegative()
    ? { payer: second, payee: first, amount }
    : { payer: first, payee: second, amount };
}

/** What the arrangement asks of the payee State before the money may leave, if it does. */
function acceptanceOf({ arrangement }: Group): Pick<NetSettlement, 'acceptance'> {
  const acceptance = arrangement?.acceptance ?? null;
  return acceptance === null ? {} : { acceptance: { ...acceptance } };
}

/** Per cent of the gross of each direction, half-up; nothing where the arrangement names no fee. */
function feesOf(group: Group, directions: readonly Direction[]): Pick<NetSettlement, 'fees'> {
  const percent = group.arrangement?.fee?.percent;
  if (percent === undefined) return {};
  const fees = [...group.directions].sort(compare).map((creditor) => {
    const own = directions.filter((direction) => direction.creditor === creditor);
    const gross = Money.sum(
      own.map(({ amount }) => amount),
      group.currency,
    );
    const amount = gross.percent(percent, { mode: 'half-up' }).toString();
    return { creditor, debtor: debtorOf(group, creditor), percent, amount };
  });
  return { fees };
}

/** What each institution is owed by each other one; the lines of a direction add up to its gross. */
function institutionLines(
  group: Group,
  directions: readonly Direction[],
  cycle: CycleFacts,
): NetSettlement['byInstitution'] {
  const lines = new Map<string, { amount: Money; claims: number }>();
  for (const { sums, original } of directions) {
    const pairs = [...pairsOf(sums)].sort(([left], [right]) => compare(left, right));
    const amounts = pairs.map(([, own]) => totalOf(own, original.currency));
    const shares = sharesOf(amounts, (part) => converted(part, group.currency, cycle).money);
    for (const [index, [pair, own]] of pairs.entries()) {
      const known = lines.get(pair) ?? { amount: Money.zero(group.currency), claims: 0 };
      const share = shares[index] ?? Money.zero(group.currency);
      lines.set(pair, {
        amount: known.amount.plus(share),
        claims: known.claims + countOf(own),
      });
    }
  }
  return [...lines]
    .sort(([left], [right]) => compare(left, right))
    .map(([pair, { amount, claims }]) => {
      const [creditor = '', debtor = ''] = pair.split(' ');
      return { creditor, debtor, amount: amount.toString(), claims };
    });
}

function pairsOf(sums: readonly AccountSum[]): Map<string, AccountSum[]> {
  const pairs = new Map<string, AccountSum[]>();
  for (const sum of sums) {
    const key = `${sum.creditor} ${sum.debtor}`;
    const known = pairs.get(key);
    if (known === undefined) pairs.set(key, [sum]);
    else known.push(sum);
  }
  return pairs;
}

/** What cannot be converted waits and never comes here. */
function converted(
  amount: Money,
  to: string,
  cycle: CycleFacts,
): { readonly money: Money; readonly rates: readonly ShownRate[] } {
  const answer = convertAtCutoff(amount, to, cycle);
  if (answer.ok) return answer;
  throw new Error(`a cycle took what it cannot convert: ${answer.fault.detail}`);
}

function totalOf(sums: readonly AccountSum[], currency: string): Money {
  return Money.sum(
    sums.map(({ amount }) => amount),
    currency,
  );
}

function countOf(sums: readonly AccountSum[]): number {
  return sums.reduce((count, sum) => count + sum.claims, 0);
}

function stateOf(institution: string): string {
  return institution.slice(0, institution.indexOf(':'));
}

/** Order of code units: all ids here are ASCII, so it is the order of bytes. */
function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
