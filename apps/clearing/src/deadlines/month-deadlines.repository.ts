import type { Transaction } from '@reciproca/database';
import { unpaidSettlement } from '../netting/index.js';
import type { UnshieldedMonth } from '../statements/index.js';
import type { BookedDeadline } from './deadline.js';

/** A deadline of down payments, with what tells which claims it is about. */
export interface MonthDeadline extends BookedDeadline {
  readonly month: string;
  readonly debtorState: string;
  readonly basis: string;
}

/** The deadlines of months that no down payment shields. */
export function monthDeadlinesOf(
  statement: {
    readonly id: number;
    readonly name: { readonly institution: string; readonly reference: string };
  },
  months: readonly UnshieldedMonth[],
): MonthDeadline[] {
  return months.map((line) => {
    const { month, debtorState, basis, instrument, downPaymentBy, missing } = line;
    const { amount, currency } = missing.toJSON();
    return {
      kind: 'downPaymentBy',
      on: downPaymentBy,
      about: String(statement.id),
      part: [month, debtorState, basis, instrument, currency, downPaymentBy].join(' '),
      ...statement.name,
      amount,
      currency,
      instrument,
      instrumentPart: null,
      month,
      debtorState,
      basis,
    };
  });
}

/** Those of which something is still to be paid or contested: a month that is paid needs no shield. */
export async function withSomethingLeft<Deadline extends MonthDeadline>(
  transaction: Transaction,
  deadlines: readonly Deadline[],
): Promise<Deadline[]> {
  if (deadlines.length === 0) return [];
  const rows = await transaction.query<{ place: number }>(leftSql, [
    deadlines.map(({ about }) => about),
    deadlines.map(({ month }) => `${month}-01`),
    deadlines.map(({ debtorState }) => debtorState),
    deadlines.map(({ basis }) => basis),
    deadlines.map(({ instrument }) => instrument),
    deadlines.map(({ currency }) => currency),
  ]);
  const places = new Set(rows.map(({ place }) => place));
  return deadlines.filter((_, index) => places.has(index + 1));
}

/** Looks at a claim after the other until one is found of which something is left. */
const leftSql = `
  select place::int as place
  from unnest($1::int[], $2::date[], $3::text[], $4::text[], $5::text[], $6::text[])
    with ordinality as line (statement_id, month, debtor_state, basis, instrument, currency, place)
  where exists (
    select from claims join ledger_accounts using (account_id)
    where claims.statement_id = line.statement_id
      and introduced_on >= line.month and introduced_on < line.month + interval '1 month'
      and claims.basis = line.basis and ledger_accounts.debtor_state = line.debtor_state
      and ledger_accounts.instrument = line.instrument
      and ledger_accounts.currency = line.currency
      and (exists (select from open_items
          where open_items.claim_id = claims.claim_id and amount > 0)
        or exists (select from contestations
          where contestations.claim_id = claims.claim_id and not answered and contested > 0)
        or exists (select from settlement_items join settlements using (settlement_no)
          where settlement_items.claim_id = claims.claim_id and amount > 0
            and ${unpaidSettlement})))`;
