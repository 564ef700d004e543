import type { Transaction } from '@reciproca/database';
import { Money } from '@reciproca/money';
import type { SettlementMoney, Side } from './settlement-money.js';

interface MoneyRow {
  readonly settlement: string;
  readonly entry: string;
  readonly side: Side;
  readonly is_return: boolean;
  readonly currency: string;
  readonly portion: string;
  readonly used: string;
  readonly is_decided: boolean;
  readonly on: string;
  readonly end_to_end_id: string | null;
  readonly bank_reference: string;
}

/** All money that bears on settlements, by settlement; one with none is left out. */
export async function moneyOf(
  transaction: Transaction,
  settlements: readonly string[],
): Promise<ReadonlyMap<string, readonly SettlementMoney[]>> {
  const rows = await transaction.query<MoneyRow>(
    `with asked as (select id, payer, payee, currency from settlements where id = any($1)),
       named as (select * from bank_claims where settlement = any($1)),
       used as (
         select settlement, entry, sum(amount) as amount from bank_assignments
         where settlement = any($1) group by settlement, entry)
     select asked.id as settlement, bank_entries.id as entry, asked.currency,
       case when bank_entries.state = asked.payer then 'payer' else 'payee' end as side,
       (bank_entries.state = asked.payer) = (direction = 'credit') as is_return,
       coalesce(portion, 0)::text as portion, coalesce(used.amount, 0)::text as used,
       exists (select from bank_assignments as decision
         where decision.entry = bank_entries.id and decision.action <> 'matched') as is_decided,
       booked_on::text as on, end_to_end_id, bank_reference
     from named full join used using (settlement, entry)
       join asked on asked.id = settlement join bank_entries on bank_entries.id = entry`,
    [settlements],
  );
  const money = new Map<string, SettlementMoney[]>();
  for (const row of rows) {
    const own = money.get(row.settlement) ?? [];
    own.push(toMoney(row));
    money.set(row.settlement, own);
  }
  return money;
}

function toMoney(row: MoneyRow): SettlementMoney {
  return {
    entry: row.entry,
    side: row.side,
    isReturn: row.is_return,
    portion: Money.of(row.portion, row.currency),
    used: Money.of(row.used, row.currency),
    isDecided: row.is_decided,
    on: row.on,
    endToEndId: row.end_to_end_id ?? 'NOTPROVIDED',
    bankReference: row.bank_reference,
  };
}

/** One row of the assignments. */
export interface AssignmentRow {
  readonly entry: string;
  /** Null: the rest of the entry went back to whom it came from. */
  readonly settlement: string | null;
  /** So much more of the entry is used; negative: less. */
  readonly amount: Money;
  readonly action: 'matched' | 'assigned' | 'undone' | 'returned';
}

/** Adds rows to the assignments, which are never changed. */
export async function keepAssignments(
  transaction: Transaction,
  rows: readonly AssignmentRow[],
  { by, at }: { readonly by: string; readonly at: string },
): Promise<void> {
  await transaction.copy({
    table: 'bank_assignments',
    columns: ['entry', 'settlement', 'amount', 'action', 'by', 'at'],
    rows: rows.map(({ entry, settlement, amount, action }) => [
      entry,
      settlement,
      amount.toString(),
      action,
      by,
      at,
    ]),
  });
}

/** The batches of settlements, by settlement. */
export async function batchesOfSettlements(
  transaction: Transaction,
  settlements: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await transaction.query<{ id: string; batch: string }>(
    'select id, batch from settlements where id = any($1)',
    [settlements],
  );
  return new Map(rows.map(({ id, batch }) => [id, batch]));
}
