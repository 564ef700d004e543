import type { CopyValue, Transaction } from '@reciproca/database';
import type { Money } from '@reciproca/money';
import type { ClaimGroup } from './claim-group.js';
import type { Introduction, Movement } from './claim-facts.js';
import { arraysOf, namesOf, valuesOf, type Column } from './columns.js';

/** What one consumed batch brings. */
export interface Facts {
  readonly introductions: readonly Introduction[];
  readonly movements: readonly Movement[];
}

/**
 * Appends what a batch says, each claim and each movement once. Rows are written in the order of
 * their keys, so that two batches with the same claims wait for each other instead of deadlocking.
 *
 * @param groupExists tells which groups need not be written again
 * @returns the groups of the batch: all of them exist once the transaction is committed
 */
export async function appendFacts(
  transaction: Transaction,
  facts: Facts,
  groupExists: (id: string) => boolean,
): Promise<readonly string[]> {
  const fresh = await freshIntroductions(transaction, facts.introductions);
  const groups = new Map(fresh.map(({ group }) => [group.id, group]));
  await writeGroups(
    transaction,
    [...groups.values()].filter(({ id }) => !groupExists(id)),
  );
  await writeClaims(transaction, fresh);
  await writeChanges(transaction, fresh);
  await writeMovements(transaction, facts.movements);
  return [...groups.keys()];
}

/** Each subject once, without those that are booked; ordered by subject. */
async function freshIntroductions(
  transaction: Transaction,
  introductions: readonly Introduction[],
): Promise<Introduction[]> {
  if (introductions.length === 0) return [];
  const bySubject = new Map<string, Introduction>();
  for (const each of introductions) {
    // An answer that was given again repeats the first one.
    if (!bySubject.has(each.subject)) bySubject.set(each.subject, each);
  }
  // One look into the index per subject: `= any(…)` with thousands of them reads the whole table.
  const known = await transaction.query<{ subject: string }>(
    `select found.subject from unnest($1::text[]) as wanted (subject)
     cross join lateral
       (select subject from claims where claims.subject = wanted.subject offset 0) as found`,
    [[...bySubject.keys()]],
  );
  for (const { subject } of known) bySubject.delete(subject);
  return [...bySubject.values()].sort((one, other) => (one.subject < other.subject ? -1 : 1));
}

const groupColumns: readonly Column<ClaimGroup>[] = [
  ['group_id', 'uuid', (group) => group.id],
  ['creditor', 'text', (group) => group.creditor],
  ['debtor', 'text', (group) => group.debtor],
  ['statement', 'text', (group) => group.statement],
  ['instrument', 'text', (group) => group.instrument],
  ['basis', 'text', (group) => group.basis],
  ['entitlement', 'text', (group) => group.entitlement],
  ['care_type', 'text', (group) => group.careType],
  ['currency', 'text', (group) => group.currency],
  ['care_year', 'smallint', (group) => group.careYear],
  ['recorded_year', 'smallint', (group) => group.recordedYear],
  ['introduced_year', 'smallint', (group) => group.introducedYear],
  ['due_year', 'smallint', (group) => group.dueYear],
];

const insertGroupsSql = `
  insert into claim_groups (${namesOf(groupColumns)})
  select * from unnest(${arraysOf(groupColumns)})
  on conflict do nothing`;

async function writeGroups(transaction: Transaction, groups: readonly ClaimGroup[]): Promise<void> {
  if (groups.length === 0) return;
  const sorted = [...groups].sort((one, other) => (one.id < other.id ? -1 : 1));
  await transaction.execute(insertGroupsSql, valuesOf(groupColumns, sorted));
}

async function writeClaims(
  transaction: Transaction,
  introductions: readonly Introduction[],
): Promise<void> {
  await transaction.copy({
    table: 'claims',
    columns: ['subject', 'group_id', 'total'],
    rows: introductions.map(({ subject, group, total }): CopyValue[] => [
      subject,
      group.id,
      total.toString(),
    ]),
  });
}

async function writeChanges(
  transaction: Transaction,
  introductions: readonly Introduction[],
): Promise<void> {
  const changes = new Map<string, { claims: number; introduced: Money }>();
  for (const { group, total } of introductions) {
    const change = changes.get(group.id);
    changes.set(group.id, {
      claims: (change?.claims ?? 0) + 1,
      introduced: change === undefined ? total : change.introduced.plus(total),
    });
  }
  await transaction.copy({
    table: 'claim_changes',
    columns: ['group_id', 'claims', 'introduced'],
    rows: [...changes].map(([groupId, { claims, introduced }]): CopyValue[] => [
      groupId,
      claims,
      introduced.toString(),
    ]),
  });
}

async function writeMovements(
  transaction: Transaction,
  movements: readonly Movement[],
): Promise<void> {
  if (movements.length === 0) return;
  await transaction.execute(
    `insert into movements (subject, sequence, paid_year, paid, to_pay, contested)
     select * from unnest($1::text[], $2::int[], $3::smallint[], $4::numeric[], $5::numeric[],
       $6::numeric[]) as given (subject, sequence, paid_year, paid, to_pay, contested)
     order by subject collate "C", sequence
     on conflict do nothing`,
    [
      movements.map((movement) => movement.subject),
      movements.map((movement) => movement.sequence),
      movements.map((movement) => movement.paidYear),
      movements.map((movement) => movement.paid),
      movements.map((movement) => movement.toPay),
      movements.map((movement) => movement.contested),
    ],
  );
}
