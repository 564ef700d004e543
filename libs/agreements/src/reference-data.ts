import type { IsoDate } from '@reciproca/money';
import { findInstrument, indexInstruments, pairKey } from './compiled-instruments.js';
import type { BindingIndex, InstrumentQuery } from './compiled-instruments.js';
import { groupBy, indexByKey, recordOn } from './dated.js';
import type { EffectiveRecord } from './dated.js';
import type { UsedVersions } from './decision.js';
import { checkShippedData } from './instrument-checks.js';
import type { Instrument, StateCurrency } from './instrument.schema.js';
import {
  shippedInstruments,
  shippedInstrumentsVersion,
} from './instruments/shipped-instruments.data.js';
import { shippedStateCurrencies } from './instruments/state-currencies.data.js';
import type { ArrangementRecord, InstitutionRecord } from './records.schema.js';

/** What the rules may ask about the world; every answer is for a day. Nothing here throws. */
export interface ReferenceData {
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
  /** The instrument that makes the debtor pay; undefined when none binds the two States then. */
  instrumentFor(query: InstrumentQuery): Instrument | undefined;
  /** An instrument by id. */
  instrument(id: string): Instrument | undefined;
}

/** What {@link buildReferenceData} is made from. */
export interface ReferenceDataOptions {
  /** Checked records, in the order in which they were made known. */
  readonly institutions: readonly InstitutionRecord[];
  /** Checked records, in the order in which they were made known. */
  readonly arrangements: readonly ArrangementRecord[];
  /** Version of the operator's records by kind, or one for all; decisions record it. */
  readonly version: string | Readonly<Record<string, string>>;
  /** The shipped instruments unless given. */
  readonly instruments?: readonly Instrument[];
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
 * Reference data in memory, immutable, each question answered from an index.
 *
 * @throws ReferenceDataError with all faults when instruments or currencies of States are not coherent
 */
export function buildReferenceData(options: ReferenceDataOptions): ReferenceData {
  const instruments = options.instruments ?? shippedInstruments;
  const stateCurrencies = options.stateCurrencies ?? shippedStateCurrencies;
  const faults = checkShippedData({ instruments, stateCurrencies });
  if (faults.length > 0) {
    throw new ReferenceDataError(faults);
  }
  return new InMemoryReferenceData({ ...options, instruments, stateCurrencies });
}

class InMemoryReferenceData implements ReferenceData {
  readonly versions: UsedVersions;
  readonly #institutions: ReadonlyMap<string, readonly EffectiveRecord<InstitutionRecord>[]>;
  readonly #arrangements: ReadonlyMap<string, readonly EffectiveRecord<ArrangementRecord>[]>;
  readonly #currencies: ReadonlyMap<string, readonly StateCurrency[]>;
  readonly #instruments: ReadonlyMap<string, Instrument>;
  readonly #bindings: BindingIndex;

  constructor(options: Required<ReferenceDataOptions>) {
    this.versions = Object.freeze(
      typeof options.version === 'string'
        ? {
            institutions: options.version,
            arrangements: options.version,
            instruments: shippedInstrumentsVersion,
          }
        : { instruments: shippedInstrumentsVersion, ...options.version },
    );
    this.#institutions = indexByKey(options.institutions, (record) => record.id);
    this.#arrangements = arrangementsByPair(options.arrangements);
    this.#currencies = groupBy(options.stateCurrencies, (record) => record.state);
    this.#instruments = new Map(options.instruments.map((one) => [one.id, one]));
    this.#bindings = indexInstruments(options.instruments);
  }

  institutionOn(id: string, day: IsoDate): InstitutionRecord | undefined {
    return recordOn(this.#institutions.get(id), day);
  }

  liaisonBodyOn(id: string, day: IsoDate): string | undefined {
    const institution = this.institutionOn(id, day);
    return institution === undefined ? undefined : (institution.liaisonBody ?? institution.id);
  }

  arrangementOn(stateA: string, stateB: string, day: IsoDate): ArrangementRecord | undefined {
    return recordOn(this.#arrangements.get(pairKey(stateA, stateB)), day);
  }

  currencyOfStateOn(state: string, day: IsoDate): string | undefined {
    return this.#currencies
      .get(state)
      ?.find(({ from, to }) => (from === null || from <= day) && (to === null || day <= to))
      ?.currency;
  }

  instrumentFor(query: InstrumentQuery): Instrument | undefined {
    return findInstrument(this.#bindings, query);
  }

  instrument(id: string): Instrument | undefined {
    return this.#instruments.get(id);
  }
}

/** A later record ends an earlier one of its own id; the pair then holds what is left of all ids. */
function arrangementsByPair(
  arrangements: readonly ArrangementRecord[],
): ReadonlyMap<string, readonly EffectiveRecord<ArrangementRecord>[]> {
  const effective = [...indexByKey(arrangements, (record) => record.id).values()].flat();
  return groupBy(effective, ({ record }) => pairKey(record.states[0], record.states[1]));
}
