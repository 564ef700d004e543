import type { Database, Transaction } from '@reciproca/database';
import { Money } from '@reciproca/money';
import type { PaymentInstruction, PaymentOrder } from './payment-order.js';

/** Keeps what a release orders, in the transaction of the release. */
export async function saveOrders(
  transaction: Transaction,
  { batch, releasedAt, orders }: PaymentInstruction,
): Promise<void> {
  await transaction.copy({
    table: 'payment_orders',
    columns: [
      'settlement',
      'batch',
      'end_to_end_id',
      'currency',
      'amount',
      'debtor_name',
      'debtor_iban',
      'debtor_bic',
      'creditor_name',
      'creditor_iban',
      'creditor_bic',
      'released_at',
    ],
    rows: orders.map(({ settlement, amount, debtor, creditor }) => [
      settlement,
      batch,
      settlement,
      amount.currency,
      amount.toString(),
      debtor.name,
      debtor.iban,
      debtor.bic,
      creditor.name,
      creditor.iban,
      creditor.bic,
      releasedAt,
    ]),
  });
}

interface OrderRow {
  readonly settlement: string;
  readonly currency: string;
  readonly amount: string;
  readonly debtor_name: string;
  readonly debtor_iban: string;
  readonly debtor_bic: string | null;
  readonly creditor_name: string;
  readonly creditor_iban: string;
  readonly creditor_bic: string | null;
  readonly released_at: string;
}

/** What the release of a batch ordered; undefined where it ordered nothing, or was not yet. */
export async function findInstruction(
  database: Database,
  batch: string,
): Promise<PaymentInstruction | undefined> {
  const rows = await database.query<OrderRow>(
    `select settlement, currency, amount::text, debtor_name, debtor_iban, debtor_bic,
       creditor_name, creditor_iban, creditor_bic,
       to_char(released_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as released_at
     from payment_orders where batch = $1 order by settlement`,
    [batch],
  );
  const [first] = rows;
  if (first === undefined) return undefined;
  return { batch, releasedAt: first.released_at, orders: rows.map(toOrder) };
}

function toOrder(row: OrderRow): PaymentOrder {
  return {
    settlement: row.settlement,
    amount: Money.of(row.amount, row.currency),
    debtor: { name: row.debtor_name, iban: row.debtor_iban, bic: row.debtor_bic },
    creditor: { name: row.creditor_name, iban: row.creditor_iban, bic: row.creditor_bic },
  };
}
