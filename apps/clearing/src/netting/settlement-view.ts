import { settlementIdSchema, type Output, type routes } from '@reciproca/contracts';

/** A settlement as the contract shows it. */
export type SettlementView = Output<typeof routes.readSettlement>;
/** A claim behind a net. */
export type SettlementClaim = Output<typeof routes.listSettlementClaims>['items'][number];

/** A settlement as it is stored. */
export interface StoredSettlement {
  readonly number: number;
  /** What was proposed, never changed. */
  readonly proposal: Omit<SettlementView, 'status'>;
  readonly status: SettlementView['status'];
}

/** The two States that a settlement id names; undefined when no settlement can have this id. */
export function statesOf(id: string): readonly [string, string] | undefined {
  if (!settlementIdSchema.safeParse(id).success) return undefined;
  const [one, other] = (id.split('/')[1] ?? '').split('-');
  return one === undefined || other === undefined ? undefined : [one, other];
}
