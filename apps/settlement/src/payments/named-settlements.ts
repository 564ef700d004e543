import { limits } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import type { BankEntry } from '../bank-files/index.js';

/** A settlement that money may come for. */
export interface PayableSettlement {
  readonly id: string;
  readonly payer: string;
  readonly payee: string;
  readonly net: Money;
}

/** So much of an entry is for a settlement, by what the entry says. */
export interface BankClaim {
  readonly entry: string;
  readonly settlement: string;
  readonly portion: Money;
}

/** What follows the cycle in the id of a settlement: pair, currency, the creditor where settled gross. */
const behindCycle = /\/[A-Z]{2}-[A-Z]{2}\/[A-Z]{3}(\/[A-Z]{2})?/g;
const creditorLength = '/FR'.length;

/**
 * The names of settlements that an entry may hold: its end-to-end id, and whatever in its words could
 * be one. Banks break words anywhere, so blanks are left out and a cycle may begin anywhere before
 * the pair; which of the names there are is for the settlements to say.
 */
export function possibleNames({ endToEndId, remittance }: BankEntry): readonly string[] {
  const words = remittance.replaceAll(' ', '');
  const names = [...words.matchAll(behindCycle)].flatMap(({ 0: tail, 1: creditor, index }) =>
    Array.from({ length: Math.min(limits.cycleLengthMax, index) }, (_, before) =>
      words.slice(index - before - 1, index + tail.length),
    ).flatMap((name) => (creditor === undefined ? [name] : [name, name.slice(0, -creditorLength)])),
  );
  return [...new Set([...(endToEndId === null ? [] : [endToEndId]), ...names])];
}

/**
 * What an entry says it is for. By its end-to-end id: all of it. By its words: all of it for the one
 * settlement named; of several each its net, when these add up to the entry. Anything else, another
 * currency included, is for a treasurer to say.
 *
 * @param state whose account it is booked on
 * @param payable settlements by id, in which money may be seen
 */
export function claimsOf(
  entry: BankEntry,
  state: string,
  payable: ReadonlyMap<string, PayableSettlement>,
): BankClaim[] {
  const { currency } = entry.amount;
  const isOwn = (settlement: PayableSettlement | undefined): settlement is PayableSettlement =>
    settlement !== undefined &&
    settlement.net.currency === currency &&
    (settlement.payer === state || settlement.payee === state);
  if (!entry.amount.isPositive()) return [];
  const byId = payable.get(entry.endToEndId ?? '');
  const named = possibleNames(entry).map((id) => payable.get(id));
  const own = isOwn(byId) ? [byId] : longest(named.filter(isOwn));
  const [only] = own;
  if (only === undefined) return [];
  if (own.length === 1) return [{ entry: entry.id, settlement: only.id, portion: entry.amount }];
  const sum = Money.sum(
    own.map(({ net }) => net),
    currency,
  );
  if (!sum.equals(entry.amount)) return [];
  return own
    .filter(({ net }) => net.isPositive())
    .map(({ id, net }) => ({ entry: entry.id, settlement: id, portion: net }));
}

/** Without those whose id is only a part of another one that is named. */
function longest(named: readonly PayableSettlement[]): PayableSettlement[] {
  return named.filter(({ id }) => !named.some((other) => other.id !== id && other.id.includes(id)));
}
