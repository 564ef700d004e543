import type { InstitutionRecordData } from '@reciproca/contracts';
import type { Database, Transaction } from '@reciproca/database';

/** One version of an institution's record, as `reference.v1` told it. */
export interface InstitutionVersion {
  readonly version: number;
  readonly record: InstitutionRecordData;
}

/** Keeps versions and their accounts; what is known already is left as it is. */
export async function keepVersions(
  transaction: Transaction,
  versions: readonly InstitutionVersion[],
): Promise<void> {
  if (versions.length === 0) return;
  await transaction.execute(
    `insert into institution_records (id, version, record)
     select * from unnest($1::text[], $2::integer[], $3::json[]) on conflict do nothing`,
    [
      versions.map(({ record }) => record.id),
      versions.map(({ version }) => version),
      versions.map(({ record }) => JSON.stringify(record)),
    ],
  );
  const accounts = versions.flatMap(({ record }) =>
    record.accounts.map(({ iban }) => ({ iban, state: record.id.slice(0, 2) })),
  );
  await transaction.execute(
    `insert into institution_accounts (iban, state)
     select * from unnest($1::text[], $2::text[]) on conflict do nothing`,
    [accounts.map(({ iban }) => iban), accounts.map(({ state }) => state)],
  );
}

/** All versions of the records of some States' institutions, by State, in the order of versions. */
export async function recordsOfStates(
  reader: Pick<Database | Transaction, 'query'>,
  states: readonly string[],
): Promise<ReadonlyMap<string, readonly InstitutionRecordData[]>> {
  if (states.length === 0) return new Map();
  const rows = await reader.query<{ state: string; records: InstitutionRecordData[] }>(
    `select state, json_agg(record order by id, version) as records
     from institution_records where state = any($1) group by state`,
    [states],
  );
  return new Map(rows.map(({ state, records }) => [state, records]));
}

/** The States whose institutions have, or once had, these accounts, by IBAN. */
export async function ownersOf(
  reader: Pick<Database | Transaction, 'query'>,
  ibans: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await reader.query<{ iban: string; states: string[] }>(
    `select iban, array_agg(state::text order by state) as states
     from institution_accounts where iban = any($1) group by iban`,
    [ibans],
  );
  return new Map(rows.map(({ iban, states }) => [iban, states]));
}
