import type { BenchMessage } from './events.js';

/** How many claims came to each result. */
export interface MirrorCounts {
  readonly agrees: number;
  readonly differs: number;
  readonly onlyOurs: number;
  readonly onlyYours: number;
}

interface Claim {
  readonly claim: { readonly reference: string };
  readonly creditor: { readonly institution: string };
  readonly total: { readonly amount: string; readonly currency: string };
}

/**
 * A list of as many lines as there are claims: of every ten one is missing, one has another amount,
 * and one names a claim that does not exist.
 */
export function mirrorList(claims: readonly BenchMessage[]): string {
  const lines = claims.map(({ value }, index) => {
    const { data } = JSON.parse(value) as { data: Claim };
    const { reference } = data.claim;
    const name = index % 10 === 0 ? `${reference}-NO` : reference;
    const amount = index % 10 === 1 ? `1${data.total.amount}` : data.total.amount;
    return [data.creditor.institution, name, amount, data.total.currency, 'introduced'].join(',');
  });
  return ['institution,reference,amount,currency,status', ...lines].join('\n');
}

/** @throws Error when a comparison of such a list came to something else */
export function expectCounts(counts: MirrorCounts, claims: number): void {
  const tenth = claims / 10;
  const { agrees, differs, onlyOurs, onlyYours } = counts;
  const isRight =
    agrees === claims - 2 * tenth && [differs, onlyOurs, onlyYours].every((each) => each === tenth);
  if (!isRight) throw new Error(`the comparison came to ${JSON.stringify(counts)}`);
}
