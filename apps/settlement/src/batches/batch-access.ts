import { batchIdSchema } from '@reciproca/contracts';
import type { Principal, ReadableStates } from '@reciproca/runtime';

/** What a list of batches is narrowed to: a payer, all, or a State that is not the caller's. */
export type PayerFilter =
  | { readonly kind: 'all' }
  | { readonly kind: 'payer'; readonly payer: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'foreign' };

/** The payer that the id of a batch names: `2026-Q1/DE/EUR` is paid by DE. Undefined: no batch id. */
export function payerOf(batchId: string): string | undefined {
  return batchIdSchema.safeParse(batchId).success ? batchId.split('/')[1] : undefined;
}

/**
 * Combines what a caller may see with the payer that was asked for.
 * `foreign`: the payer asked for is not the caller's own State; `none`: the caller has no State.
 */
export function payerFilter(readable: ReadableStates, asked: string | undefined): PayerFilter {
  switch (readable.kind) {
    case 'everything':
      return asked === undefined ? { kind: 'all' } : { kind: 'payer', payer: asked };
    case 'state':
      return asked === undefined || asked === readable.state
        ? { kind: 'payer', payer: readable.state }
        : { kind: 'foreign' };
    case 'nothing':
      return asked === undefined ? { kind: 'none' } : { kind: 'foreign' };
  }
}

/**
 * True when the caller acts for the payer. Reading everything, as an auditor or a dispatcher may,
 * gives no hand in another State's payments.
 */
export function actsForPayer(principal: Pick<Principal, 'state'>, payer: string): boolean {
  return principal.state === payer;
}
