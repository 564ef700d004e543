import { groupBy } from '@reciproca/agreements';
import type { Transaction } from '@reciproca/database';
import type { StatementArrival, StatementName } from './statement-desk.js';
import type { Announcement, PaymentState, ReceivedLine, StatementBook } from './statement-book.js';
import { statementKeyOf } from './statement-numbers.repository.js';

type Row<T> = T & StatementName & Record<string, unknown>;

/** Reads what is known of the statements that messages speak of, by subject. */
export async function loadStatements(
  transaction: Pick<Transaction, 'query'>,
  arrivals: readonly StatementArrival[],
): Promise<Map<string, StatementBook>> {
  const books = new Map<string, StatementBook>();
  if (arrivals.length === 0) return books;
  const names = new Map(arrivals.map((arrival) => [arrival.subject, arrival] as const));
  const wanted = [
    [...names.values()].map(({ institution }) => institution),
    [...names.values()].map(({ reference }) => reference),
  ];
  const announced = await transaction.query<Row<Announcement>>(announcedSql, wanted);
  const received = await transaction.query<Row<ReceivedLine>>(receivedSql, wanted);
  const payments = await transaction.query<Row<{ reference: string; status: PaymentState }>>(
    paymentsSql,
    paymentsIn(arrivals),
  );
  const announcements = new Map(announced.map((row) => [statementKeyOf(row), row]));
  const lines = groupBy(received, statementKeyOf);
  const states = groupBy(payments, statementKeyOf);
  for (const subject of names.keys()) {
    books.set(subject, {
      announced: announcements.get(subject) ?? null,
      received: lines.get(subject) ?? [],
      payments: new Map(
        (states.get(subject) ?? []).map(({ reference, status }) => [reference, status]),
      ),
    });
  }
  return books;
}

/** The down payments that messages name. */
function paymentsIn(arrivals: readonly StatementArrival[]): (readonly string[])[] {
  const named = arrivals.flatMap((arrival) => {
    if (arrival.type === 'statement.announced.v1' || !arrival.content.ok) return [];
    const { institution, reference: statement, content } = arrival;
    return [{ institution, statement, reference: content.data.payment.reference }];
  });
  return [
    named.map(({ institution }) => institution),
    named.map(({ statement }) => statement),
    named.map(({ reference }) => reference),
  ];
}

const wantedSql = `
  from (select distinct * from unnest($1::text[], $2::text[]) as name (institution, statement)) as wanted
    join statements using (institution, statement)`;

const announcedSql = `
  select institution, statement, debtor_state as "debtorState", basis, claims, total::text, currency
  ${wantedSql} join announcements using (statement_id)`;

const receivedSql = `
  select institution, statement, debtor, basis, currency, sum(claims)::int as claims
  ${wantedSql} join statement_months using (statement_id) join ledger_accounts using (account_id)
  group by institution, statement, debtor, basis, currency`;

const paymentsSql = `
  select institution, statement, reference, status
  from (select distinct * from unnest($1::text[], $2::text[], $3::text[])
      as name (institution, statement, reference)) as wanted
    join statements using (institution, statement)
    join down_payments using (statement_id, reference)`;
