import type { Database, Transaction } from '@reciproca/database';
import { Money } from '@reciproca/money';

type Reader = Pick<Database | Transaction, 'query'>;

/** How far an entry is matched. */
export type BankEntryStatus = 'matched' | 'partial' | 'unmatched' | 'returned';

/** A bank entry as it is shown. */
export interface BankEntryView {
  readonly id: string;
  readonly account: string;
  readonly statement: string;
  readonly direction: 'credit' | 'debit';
  readonly status: BankEntryStatus;
  readonly amount: string;
  readonly currency: string;
  readonly instructed?: { readonly amount: string; readonly currency: string };
  readonly on: string;
  readonly endToEndId: string | null;
  readonly remittance: string;
  readonly counterpart: string | null;
  readonly bankReference: string;
  readonly returnReason: string | null;
  /** Where it is for one settlement alone. */
  readonly settlement?: string;
  readonly assignments: { settlement: string; amount: string }[];
  /** What is assigned to nothing. */
  readonly rest: string;
  /** Settlements for which the whole rest may be, when nothing names one. */
  readonly proposals?: { settlement: string; amount: string }[];
}

/** Which entries to give; what is undefined narrows nothing. */
export interface BankEntryQuery {
  readonly state: string | undefined;
  readonly status: BankEntryStatus | undefined;
  readonly ids: readonly string[] | undefined;
  /** Only those of one imported file. */
  readonly digest: string | undefined;
  readonly after: { readonly on: string; readonly id: string } | undefined;
  readonly limit: number | undefined;
}

interface ViewRow {
  readonly id: string;
  readonly account: string;
  readonly statement: string;
  readonly direction: 'credit' | 'debit';
  readonly status: BankEntryStatus;
  readonly amount: string;
  readonly currency: string;
  readonly instructed_amount: string | null;
  readonly instructed_currency: string | null;
  readonly on: string;
  readonly end_to_end_id: string | null;
  readonly remittance: string;
  readonly counterpart: string | null;
  readonly bank_reference: string;
  readonly return_reason: string | null;
  readonly assignments: { settlement: string; amount: string }[];
  readonly rest: string;
  readonly proposals: { settlement: string; amount: string }[];
}

/** Days after a release on which a payment of the right amount is taken for a likely one. */
const likelyDays = 14;

/**
 * An entry is `matched` when all of it is used and every settlement it is used for is settled,
 * `partial` when something of it is used, `returned` when its rest was marked so.
 */
const viewSql = `
  with chosen as (
    select * from bank_entries as entry
    where ($1::text is null or entry.state = $1)
      and ($2::uuid[] is null or entry.id = any($2))
      and ($3::text is null or exists (select from bank_statement_entries as told
        where told.digest = $3 and told.entry = entry.id))
      and ($4::date is null or (entry.booked_on, entry.id) > ($4, $5::uuid))
  ), used as (
    select entry, settlement, sum(bank_assignments.amount) as amount
    from bank_assignments join chosen on chosen.id = entry
    group by entry, settlement having sum(bank_assignments.amount) <> 0
  ), summed as (
    select entry, sum(used.amount) as amount, bool_or(settlement is null) as is_returned,
      bool_and(settlement is null or settlements.status = 'settled') as is_settled,
      coalesce(json_agg(json_build_object('settlement', settlement, 'amount', used.amount::text)
        order by settlement) filter (where settlement is not null), '[]') as assignments
    from used left join settlements on settlements.id = settlement group by entry
  ), shown as (
    select chosen.*, chosen.amount - coalesce(summed.amount, 0) as rest, assignments,
      case when is_returned then 'returned'
        when summed.amount is null then 'unmatched'
        when summed.amount = chosen.amount and is_settled then 'matched'
        else 'partial' end as status
    from chosen left join summed on summed.entry = chosen.id
  )
  select id, account, statement, direction, status, amount::text, currency,
    instructed_amount::text, instructed_currency, booked_on::text as on, end_to_end_id, remittance,
    counterpart, bank_reference, return_reason, coalesce(assignments, '[]') as assignments,
    rest::text, case when status <> 'unmatched' then '[]' else (
      select coalesce(json_agg(json_build_object('settlement', settlements.id,
        'amount', net::text) order by settlements.id), '[]')
      from settlements join payment_orders as ordered on ordered.settlement = settlements.id
      where settlements.status in ('released', 'partial')
        and settlements.currency = shown.currency and net = shown.rest
        and case when direction = 'debit'
          then payer = shown.state and counterpart = creditor_iban
          else payee = shown.state and counterpart = debtor_iban end
        and booked_on - (released_at at time zone 'UTC')::date between 0 and ${String(likelyDays)}
    ) end as proposals
  from shown where $6::text is null or status = $6
  order by booked_on, id limit $7`;

/** Entries by day and id, with what they count for. */
export async function findEntryViews(
  reader: Reader,
  query: BankEntryQuery,
): Promise<BankEntryView[]> {
  const { state, ids, digest, after, status, limit } = query;
  const rows = await reader.query<ViewRow>(viewSql, [
    state ?? null,
    ids ?? null,
    digest ?? null,
    after?.on ?? null,
    after?.id ?? null,
    status ?? null,
    limit ?? null,
  ]);
  return rows.map(toView);
}

function toView(row: ViewRow): BankEntryView {
  const { instructed_amount: instructed, instructed_currency: foreign, assignments } = row;
  const { proposals, currency } = row;
  const [only] = assignments;
  const money = (amount: string): string => Money.of(amount, currency).toString();
  const shown = (parts: typeof assignments) =>
    parts.map(({ settlement, amount }) => ({ settlement, amount: money(amount) }));
  return {
    id: row.id,
    account: row.account,
    statement: row.statement,
    direction: row.direction,
    status: row.status,
    amount: money(row.amount),
    currency,
    ...(instructed !== null &&
      foreign !== null && {
        instructed: { amount: Money.of(instructed, foreign).toString(), currency: foreign },
      }),
    on: row.on,
    endToEndId: row.end_to_end_id,
    remittance: row.remittance,
    counterpart: row.counterpart,
    bankReference: row.bank_reference,
    returnReason: row.return_reason,
    ...(only !== undefined && assignments.length === 1 && { settlement: only.settlement }),
    assignments: shown(assignments),
    rest: money(row.rest),
    ...(proposals.length > 0 && { proposals: shown(proposals) }),
  };
}
