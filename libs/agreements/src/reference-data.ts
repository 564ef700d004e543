import type { IsoDate } from '@reciproca/money';
import type {
  AverageCost,
  AverageCostQuery,
  AverageCostTable,
  PublishedAverages,
  PublishedQuery,
} from './average-costs.js';
import { overlaps, pairKey } from './compiled-instruments.js';
import type { Binding, BindingIndex } from './compiled-instruments.js';
import { groupBy, indexByKey, recordOn } from './dated.js';
import type { EffectiveRecord } from './dated.js';
import type { UsedVersions } from './decision.js';
import type { ExchangeRate, ExchangeRateTable } from './exchange.js';
import { checkShippedData } from './instrument-checks.js';
import type { ShippedInstrument, StateCurrency } from './instrument.schema.js';
import {
  shippedInstruments,
  shippedInstrumentsVersion,
} from './instruments/shipped-instruments.data.js';
import { shippedStateCurrencies } from './instruments/state-currencies.data.js';
import type { Law } from './law.js';
import type { ArrangementRecord, InstitutionRecord } from './records.schema.js';
import type { ReferenceRate, ReferenceRateTable } from './reference-rates.js';
import { shippedReferenceVersion, shippedTables } from './shipped/shipped-tables.js';
import type { ShippedTables } from './shipped/shipped-tables.js';

/** What the rules may ask about the world; every answer is for a day. Nothing here throws. */
export interface ReferenceData extends Law {
  /** Which version of each kind is in use; decisions record it. */
  readonly versions: UsedVersions;
  /** The record of an institution that holds on the day; undefined when there is none. */
  institutionOn(id: string, day: IsoDate): InstitutionRecord | undefined;
  /** The liaison body of an institution on the day: itself where none is named; undefined for an unknown institution. */
  liaisonBodyOn(id: string, day: IsoDate): string | undefined;
  /** The clearing arrangement of two States, in either order, in force on the day. */
  arrangementOn(stateA: string, stateB: string, day: IsoDate): ArrangementRecord | undefined;
  /** The currency in which a State claims what it recorded on the day; undefined when the data do not say. */
  currencyOfStateOn(state: string, day: IsoDate): string | undefined;
  /** The published average cost that a fixed amount goes by; undefined when none applies. */
  averageCostFor(query: AverageCostQuery): AverageCost | undefined;
  /**
   * For which age groups averages of the year were published by the day, or else of the latest
   * earlier year of which any were; undefined when none were.
   */
  averagesPublishedBy(query: PublishedQuery): PublishedAverages | undefined;
  /** What a currency is worth in euro on the day; undefined when that is not known. */
  exchangeRateOn(currency: string, day: IsoDate): ExchangeRate | undefined;
  /** The main refinancing rate of the ECB in force on the day; undefined before the first known one. */
  referenceRateOn(day: IsoDate): ReferenceRate | undefined;
}

/** What {@link buildReferenceData} is made from. */
export interface ReferenceDataOptions {
  /** Checked records, in the order in which they were made known. */
  readonly institutions: readonly InstitutionRecord[];
  /** Checked records, in the order in which they were made known. */
  readonly arrangements: readonly ArrangementRecord[];
  /** Version of the given data by kind, or one for all of them; decisions record it. */
  readonly version: string | Readonly<Record<string, string>>;
  /** The shipped ones unless given. A table is made once and used in any number of versions. */
  readonly averageCosts?: AverageCostTable;
  /** The shipped ones unless given. */
  readonly exchangeRates?: ExchangeRateTable;
  /** The shipped ones unless given. */
  readonly referenceRates?: ReferenceRateTable;
  /** The shipped instruments unless given. */
  readonly instruments?: readonly ShippedInstrument[];
  /** The shipped currencies of States unless given. */
  readonly stateCurrencies?: readonly StateCurrency[];
}

/** Thrown when instruments or currencies of States contradict themselves: the process must not start. */
export class ReferenceDataError extends Error {
  /** Every fault, in plain words. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`faults in reference data:\n${faults.join('\n')}`);
    this.name = 'ReferenceDataError';
    this.faults = faults;
  }
}

/**
 * Reference data in memory, immutable, each question answered from an index. What is made anew is
 * small: institutions and arrangements; the tables and the shipped instruments are indexed once.
 *
 * @throws ReferenceDataError with all faults when instruments, currencies of States or shipped tables
 * are not coherent
 */
export function buildReferenceData(options: ReferenceDataOptions): ReferenceData {
  const { averageCosts, exchangeRates, referenceRates } = tablesOf(options);
  return new InMemoryReferenceData({
    institutions: indexByKey(options.institutions, (record) => record.id),
    arrangements: arrangementsByPair(options.arrangements),
    texts: indexTexts(options),
    averageCosts,
    exchangeRates,
    referenceRates,
    versions: versionsOf(options),
  });
}

type Tables = Pick<ShippedTables, 'averageCosts' | 'exchangeRates' | 'referenceRates'>;

/** The shipped tables are read only where one of them is asked for. */
function tablesOf({ averageCosts, exchangeRates, referenceRates }: ReferenceDataOptions): Tables {
  if (averageCosts && exchangeRates && referenceRates) {
    return { averageCosts, exchangeRates, referenceRates };
  }
  const shipped = shippedTables();
  if (shipped.faults.length > 0) {
    throw new ReferenceDataError(shipped.faults);
  }
  return {
    averageCosts: averageCosts ?? shipped.averageCosts,
    exchangeRates: exchangeRates ?? shipped.exchangeRates,
    referenceRates: referenceRates ?? shipped.referenceRates,
  };
}

/** A kind that was not given is there in its shipped version. */
function versionsOf(options: ReferenceDataOptions): UsedVersions {
  const { version, averageCosts, exchangeRates, referenceRates } = options;
  const shipped = {
    instruments: shippedInstrumentsVersion,
    'state-currencies': shippedInstrumentsVersion,
    'average-costs': shippedReferenceVersion,
    'exchange-rates': shippedReferenceVersion,
    'reference-rates': shippedReferenceVersion,
  };
  if (typeof version !== 'string') {
    return Object.freeze({ ...shipped, ...version });
  }
  return Object.freeze({
    ...shipped,
    institutions: version,
    arrangements: version,
    ...(averageCosts === undefined ? {} : { 'average-costs': version }),
    ...(exchangeRates === undefined ? {} : { 'exchange-rates': version }),
    ...(referenceRates === undefined ? {} : { 'reference-rates': version }),
  });
}

/** The instruments and the currencies of States, indexed. */
interface Texts {
  readonly bindings: BindingIndex;
  readonly currencies: ReadonlyMap<string, readonly StateCurrency[]>;
}

const knownTexts = new WeakMap<
  readonly ShippedInstrument[],
  { readonly stateCurrencies: readonly StateCurrency[]; readonly texts: Texts }
>();

/** Lists never change, so that the same ones are checked and indexed once. */
function indexTexts(options: ReferenceDataOptions): Texts {
  const { instruments = shippedInstruments, stateCurrencies = shippedStateCurrencies } = options;
  const known = knownTexts.get(instruments);
  if (known?.stateCurrencies === stateCurrencies) {
    return known.texts;
  }
  const texts = checkedTexts(instruments, stateCurrencies);
  knownTexts.set(instruments, { stateCurrencies, texts });
  return texts;
}

function checkedTexts(
  instruments: readonly ShippedInstrument[],
  stateCurrencies: readonly StateCurrency[],
): Texts {
  const { faults, bindings } = checkShippedData({ instruments, stateCurrencies });
  if (faults.length > 0) {
    throw new ReferenceDataError(faults);
  }
  return {
    bindings,
    currencies: groupBy(stateCurrencies, (record) => record.state),
  };
}

interface Indexes {
  readonly institutions: ReadonlyMap<string, readonly EffectiveRecord<InstitutionRecord>[]>;
  readonly arrangements: ReadonlyMap<string, readonly EffectiveRecord<ArrangementRecord>[]>;
  readonly texts: Texts;
  readonly averageCosts: AverageCostTable;
  readonly exchangeRates: ExchangeRateTable;
  readonly referenceRates: ReferenceRateTable;
  readonly versions: UsedVersions;
}

class InMemoryReferenceData implements ReferenceData {
  readonly versions: UsedVersions;
  readonly #indexes: Indexes;

  constructor(indexes: Indexes) {
    this.versions = indexes.versions;
    this.#indexes = indexes;
  }

  institutionOn(id: string, day: IsoDate): InstitutionRecord | undefined {
    return recordOn(this.#indexes.institutions.get(id), day);
  }

  liaisonBodyOn(id: string, day: IsoDate): string | undefined {
    const institution = this.institutionOn(id, day);
    return institution === undefined ? undefined : (institution.liaisonBody ?? institution.id);
  }

  arrangementOn(stateA: string, stateB: string, day: IsoDate): ArrangementRecord | undefined {
    return recordOn(this.#indexes.arrangements.get(pairKey(stateA, stateB)), day);
  }

  currencyOfStateOn(state: string, day: IsoDate): string | undefined {
    return this.#indexes.texts.currencies
      .get(state)
      ?.find(({ from, to }) => (from === null || from <= day) && (to === null || day <= to))
      ?.currency;
  }

  currenciesOfStateBetween(state: string, first: IsoDate, last: IsoDate): readonly string[] {
    const periods = this.#indexes.texts.currencies.get(state) ?? [];
    return periods
      .filter((period) => overlaps(period, { from: first, to: last }))
      .map(({ currency }) => currency);
  }

  bindingsBetween(stateA: string, stateB: string): readonly Binding[] {
    return this.#indexes.texts.bindings.get(pairKey(stateA, stateB)) ?? [];
  }

  averageCostFor(query: AverageCostQuery): AverageCost | undefined {
    return this.#indexes.averageCosts.find(query);
  }

  averagesPublishedBy(query: PublishedQuery): PublishedAverages | undefined {
    return this.#indexes.averageCosts.publishedBy(query);
  }

  exchangeRateOn(currency: string, day: IsoDate): ExchangeRate | undefined {
    return this.#indexes.exchangeRates.rateOn(currency, day);
  }

  referenceRateOn(day: IsoDate): ReferenceRate | undefined {
    return this.#indexes.referenceRates.rateOn(day);
  }
}

/** A later record ends an earlier one of its own id; the pair then holds what is left of all ids. */
function arrangementsByPair(
  arrangements: readonly ArrangementRecord[],
): ReadonlyMap<string, readonly EffectiveRecord<ArrangementRecord>[]> {
  const effective = [...indexByKey(arrangements, (record) => record.id).values()].flat();
  return groupBy(effective, ({ record }) => pairKey(record.states[0], record.states[1]));
}
