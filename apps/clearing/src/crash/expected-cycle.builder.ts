import { createHash } from 'node:crypto';
import type { ClaimEvent } from '@reciproca/testing';
import { arrangements, cutoff } from './scripted-claims.builder.js';

/*
 * What a cycle must come to, calculated in whole cents from the claims that were sent. Nothing of
 * the product is used here.
 */

interface Sum {
  cents: bigint;
  claims: number;
}

/** A settlement as the contract shows it. */
export interface ExpectedSettlement {
  readonly settlement: string;
  readonly arrangement: string | null;
  readonly hash: string;
  readonly [field: string]: unknown;
}

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
}

function centsOf(amount: string): bigint {
  const [whole = '', decimals = ''] = amount.split('.');
  return BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0'));
}

/** Cents with two decimals. */
export function written(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** 18 months after the end of the month of a day (IR 987/2009 Art 67(5)). */
function payBy(day: string): string {
  const [year = 0, month = 0] = day.split('-').map((part) => Number.parseInt(part, 10));
  return new Date(Date.UTC(year, month + 18, 0)).toISOString().slice(0, 10);
}

function arrangementOf(first: string, second: string) {
  return arrangements.find(({ states }) => states[0] === first && states[1] === second);
}

interface Facts {
  readonly event: ClaimEvent;
  readonly creditor: string;
  readonly first: string;
  readonly second: string;
  readonly cents: bigint;
  readonly currency: string;
}

function factsOf(event: ClaimEvent): Facts {
  const { creditor, debtor, total } = event.data;
  const [one = '', other = ''] = [creditor.institution, debtor.institution].map((name) =>
    name.slice(0, 2),
  );
  const [first, second] = one < other ? [one, other] : [other, one];
  const { amount, currency } = total;
  return { event, creditor: one, first, second, cents: centsOf(amount), currency };
}

function isTaken({ event, first, second }: Facts): boolean {
  const introducedOn = event.data.introducedOn ?? event.time.slice(0, 10);
  if (introducedOn > cutoff) return false;
  const { calendar, eligibility } = arrangementOf(first, second) ?? {};
  if (calendar !== undefined && !calendar.includes(cutoff)) return false;
  return eligibility !== 'due' || payBy(introducedOn) <= cutoff;
}

function grouped<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return new Map([...groups].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function sumOf(claims: readonly Facts[]): Sum {
  return { cents: claims.reduce((sum, { cents }) => sum + cents, 0n), claims: claims.length };
}

function settlementOf(cycle: string, id: string, claims: readonly Facts[]): ExpectedSettlement {
  const [{ first, second, currency, creditor } = factsOfNothing] = claims;
  const arrangement = arrangementOf(first, second);
  const creditors = arrangement?.offsetting === true ? [first, second] : [creditor];
  const sums = creditors.map((state) => sumOf(claims.filter((claim) => claim.creditor === state)));
  const owed = sums.reduce(
    (total, { cents }, index) => total + (creditors[index] === second ? cents : -cents),
    0n,
  );
  const [payer, payee] = owed < 0n ? [second, first] : [first, second];
  const net = owed < 0n ? -owed : owed;
  const { approvals } = arrangement ?? {};
  const passes = approvals !== undefined && net > centsOf(approvals.threshold);
  const lines = claims.map(({ event, cents }) => {
    const { claim, creditor: from } = event.data;
    return [from.institution, claim.reference, written(cents), currency].join('\t');
  });
  const byInstitution = grouped(claims, ({ event }) =>
    [event.data.creditor.institution, event.data.debtor.institution].join(' '),
  );
  return {
    cycle,
    settlement: id,
    states: [first, second],
    currency,
    cutoff,
    arrangement: arrangement?.id ?? null,
    batch: `${cycle}/${payer}/${currency}`,
    gross: creditors.map((state, index) => ({
      creditor: state,
      debtor: state === first ? second : first,
      amount: written(sums[index]?.cents ?? 0n),
      claims: sums[index]?.claims ?? 0,
    })),
    net: { payer, payee, amount: written(net) },
    officers: passes ? approvals.officersAbove : 2,
    byInstitution: [...byInstitution].map(([names, of]) => {
      const [from = '', to = ''] = names.split(' ');
      const { cents, claims: count } = sumOf(of);
      return { creditor: from, debtor: to, amount: written(cents), claims: count };
    }),
    hash: sha256([id, ...lines.sort()].map((line) => `${line}\n`).join('')),
  };
}

const factsOfNothing = { first: '', second: '', currency: '', creditor: '' };

/** The settlements that the cycle must have, by id, and its own hash. */
export function expectedCycle(
  cycle: string,
  booked: readonly ClaimEvent[],
): { readonly settlements: ExpectedSettlement[]; readonly claims: number; readonly hash: string } {
  const taken = booked.map(factsOf).filter(isTaken);
  const settlements = [
    ...grouped(taken, ({ creditor, first, second, currency }) => {
      const offsetting = arrangementOf(first, second)?.offsetting === true;
      return `${cycle}/${first}-${second}/${currency}${offsetting ? '' : `/${creditor}`}`;
    }),
  ].map(([id, claims]) => settlementOf(cycle, id, claims));
  const lines = settlements.map(({ settlement, hash }) => `${settlement}\t${hash}\n`);
  return { settlements, claims: taken.length, hash: sha256(lines.sort().join('')) };
}

/** What the accounts of the ledger must hold after the cycle, in the form that `readLedger` gives. */
export function expectedAccounts(booked: readonly ClaimEvent[]): Record<string, string> {
  const accounts: Record<string, string> = {};
  const byAccount = grouped(booked.map(factsOf), ({ event, currency }) =>
    [event.data.creditor.institution, event.data.debtor.institution, 'EU-987-2009', currency].join(
      ' ',
    ),
  );
  for (const [account, claims] of byAccount) {
    const all = sumOf(claims);
    const taken = sumOf(claims.filter(isTaken));
    accounts[`${account} claimed`] = `${written(-all.cents)} in ${all.claims.toString()}`;
    const moves = all.claims + taken.claims;
    accounts[`${account} open`] = `${written(all.cents - taken.cents)} in ${moves.toString()}`;
    if (taken.claims === 0) continue;
    accounts[`${account} in-settlement`] = `${written(taken.cents)} in ${taken.claims.toString()}`;
  }
  return accounts;
}
