import type { Transaction } from '@reciproca/database';
import type { OutboxRow } from '@reciproca/messaging';
import type { Money } from '@reciproca/money';
import type { IntroducedClaim, RejectedClaim } from '../claims/index.js';
import type { StatementEntry, StatementName } from './statement-desk.js';
import { statementKeyOf } from './statement-numbers.repository.js';

/** What a batch means for statements. */
export interface StatementChanges {
  readonly introduced: readonly IntroducedClaim[];
  readonly rejected: readonly RejectedClaim[];
  readonly entries: readonly StatementEntry[];
  /** The answers of the batch. */
  readonly rows: readonly OutboxRow[];
}

/** What every row of a batch shares. */
export interface StatementBooking {
  /** Number of a statement. */
  readonly numberOf: (name: StatementName) => number;
  /** Ledger account of a claim. */
  readonly accountOf: (claim: IntroducedClaim) => number;
  readonly stripe: number;
}

/** The statements that a batch books on. */
export function statementsIn({
  introduced,
  rejected,
  entries,
}: Pick<StatementChanges, 'introduced' | 'rejected' | 'entries'>): StatementName[] {
  return [...introduced.map(({ data }) => data.claim), ...rejected, ...entries];
}

/** Writes what came for statements: claims introduced and rejected, announcements, down payments. */
export async function writeStatements(
  transaction: Transaction,
  changes: StatementChanges,
  booking: StatementBooking,
): Promise<void> {
  await writeMonths(transaction, changes.introduced, booking);
  await writeRejected(transaction, changes, booking);
  for (const entry of changes.entries) await writeEntry(transaction, entry, booking);
}

interface Month {
  readonly statementId: number;
  readonly accountId: number;
  readonly basis: string;
  /** First day of the month of introduction. */
  readonly month: string;
  readonly downPaymentBy: string;
  claims: number;
  total: Money;
}

async function writeMonths(
  transaction: Transaction,
  introduced: readonly IntroducedClaim[],
  booking: StatementBooking,
): Promise<void> {
  const months = monthsOf(introduced, booking);
  if (months.length === 0) return;
  await transaction.execute(monthsSql, [
    months.map(({ statementId }) => statementId),
    months.map(({ accountId }) => accountId),
    months.map(({ basis }) => basis),
    months.map(({ month }) => month),
    months.map(({ downPaymentBy }) => downPaymentBy),
    booking.stripe,
    months.map(({ claims }) => claims),
    months.map(({ total }) => total.toString()),
  ]);
}

/** Claims summed per statement, account, basis and month of introduction. */
function monthsOf(introduced: readonly IntroducedClaim[], booking: StatementBooking): Month[] {
  const months = new Map<string, Month>();
  for (const claim of introduced) {
    const { data, total } = claim;
    const statementId = booking.numberOf(data.claim);
    const accountId = booking.accountOf(claim);
    const month = `${data.introducedOn.slice(0, 7)}-01`;
    const downPaymentBy = data.due.downPaymentBy ?? 'infinity';
    const key = `${String(statementId)} ${String(accountId)} ${data.basis} ${month} ${downPaymentBy}`;
    const known = months.get(key);
    if (known === undefined) {
      const { basis } = data;
      months.set(key, { statementId, accountId, basis, month, downPaymentBy, claims: 1, total });
    } else {
      known.claims += 1;
      known.total = known.total.plus(total);
    }
  }
  return [...months.values()];
}

/** The rows are touched in the order of their key, so two writers never wait for each other in a circle. */
const monthsSql = `
  insert into statement_months
    (statement_id, account_id, basis, month, down_payment_by, stripe, claims, total)
  select statement_id, account_id, basis, month, down_payment_by, $6, claims, total
  from unnest($1::int[], $2::int[], $3::text[], $4::date[], $5::date[], $7::bigint[], $8::numeric[])
    as line (statement_id, account_id, basis, month, down_payment_by, claims, total)
  order by 1, 2, 3, 4, 5
  on conflict on constraint pk_statement_months do update
    set claims = statement_months.claims + excluded.claims,
      total = statement_months.total + excluded.total`;

async function writeRejected(
  transaction: Transaction,
  { rejected, rows }: StatementChanges,
  { numberOf }: StatementBooking,
): Promise<void> {
  // Only what was spoken of before its introduction can have been rejected before.
  const introduced = rows.filter(({ about, sequence }) => about !== null && sequence > 1);
  if (introduced.length > 0) {
    await transaction.execute('delete from rejected_claims where subject = any($1::text[])', [
      introduced.map(({ subject }) => subject),
    ]);
  }
  if (rejected.length === 0) return;
  await transaction.execute(rejectedSql, [
    rejected.map(({ subject }) => subject),
    rejected.map((claim) => numberOf(claim)),
    rejected.map(({ debtor }) => debtor?.slice(0, 2) ?? null),
    rejected.map(({ basis }) => basis),
    rejected.map(({ currency }) => currency),
  ]);
}

const rejectedSql = `
  insert into rejected_claims (subject, statement_id, debtor_state, basis, currency)
  select * from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[])
    as line (subject, statement_id, debtor_state, basis, currency)
  order by subject
  on conflict on constraint pk_rejected_claims do update
    set statement_id = excluded.statement_id, debtor_state = excluded.debtor_state,
      basis = excluded.basis, currency = excluded.currency`;

/** Messages about statements are few; a unique constraint separates two that say the same at once. */
async function writeEntry(
  transaction: Transaction,
  entry: StatementEntry,
  { numberOf }: StatementBooking,
): Promise<void> {
  const statementId = numberOf(entry);
  switch (entry.kind) {
    case 'announced': {
      const { debtorState, basis, claims, total, currency } = entry.announcement;
      await transaction.execute(
        `insert into announcements (statement_id, day, debtor_state, basis, claims, total, currency)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [statementId, entry.day, debtorState, basis, claims, total, currency],
      );
      return;
    }
    case 'paid': {
      const { reference, payer, forState, amount, paidOn, day } = entry;
      await transaction.execute(
        `insert into down_payments (statement_id, reference, payer, for_state, amount, currency,
           paid_on, day, status)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'made')`,
        [statementId, reference, payer, forState, amount.toString(), amount.currency, paidOn, day],
      );
      return;
    }
    case 'answered':
      await transaction.execute(
        'update down_payments set status = $3 where statement_id = $1 and reference = $2',
        [statementId, entry.reference, entry.state],
      );
  }
}

/** The statement of a claim, as it is numbered. */
export function numberIn(numbers: ReadonlyMap<string, number>, name: StatementName): number {
  const number = numbers.get(statementKeyOf(name));
  if (number === undefined)
    throw new Error('something is booked on a statement without its number');
  return number;
}
