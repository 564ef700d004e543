import { effectiveRecords, groupBy, recordOn } from '@reciproca/agreements';
import type { InstitutionRecordData } from '@reciproca/contracts';

/** An account of a liaison body, through which the money of its State goes. */
export interface Account {
  readonly institution: string;
  readonly name: string;
  readonly iban: string;
  /** Null where the reference data name none. */
  readonly bic: string | null;
}

/** Which account is asked for. */
export interface AccountQuestion {
  /** ISO 4217 code. */
  readonly currency: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
}

/**
 * The account of a State in a currency on a day: that of its liaison body (IR 987/2009 Art 66(2)),
 * the one with the latest `from` up to the day. A State in which no liaison body is named is paid
 * through its own institutions. Of several bodies with such an account the first by id is taken.
 *
 * @param records all versions of the records of the State's institutions, in the order of versions
 */
export function accountOn(
  records: readonly InstitutionRecordData[],
  { currency, day }: AccountQuestion,
): Account | undefined {
  const inForce = [...groupBy(records, ({ id }) => id).values()].flatMap(
    (versions) => recordOn(effectiveRecords(versions), day) ?? [],
  );
  const named = new Set(inForce.flatMap(({ liaisonBody }) => liaisonBody ?? []));
  const bodies = named.size === 0 ? inForce : inForce.filter(({ id }) => named.has(id));
  return bodies
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .flatMap((body) => accountOf(body, { currency, day }) ?? [])
    .at(0);
}

function accountOf(
  { id, name, accounts }: InstitutionRecordData,
  { currency, day }: AccountQuestion,
): Account | undefined {
  const usable = accounts.filter((account) => account.currency === currency && account.from <= day);
  const latest = usable.reduce<(typeof usable)[number] | undefined>(
    (best, account) => (best === undefined || account.from >= best.from ? account : best),
    undefined,
  );
  return latest && { institution: id, name, iban: latest.iban, bic: latest.bic ?? null };
}
