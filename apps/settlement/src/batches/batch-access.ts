import { batchIdSchema, settlementIdSchema } from '@reciproca/contracts';
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

/** The two States that the id of a settlement names. Undefined: no settlement id. */
export function statesOfSettlement(settlementId: string): readonly string[] | undefined {
  if (!settlementIdSchema.safeParse(settlementId).success) return undefined;
  return (settlementId.split('/')[1] ?? '').split('-');
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
 * True when the caller acts for a State, payer or payee. Reading everything, as an auditor or a
 * dispatcher may, gives no hand in another State's payments.
 */
export function actsForState(principal: Pick<Principal, 'state'>, state: string): boolean {
  return principal.state === state;
}
