import { currencyOf } from '@reciproca/money';
import type { IsoDate } from '@reciproca/money';
import type * as z from 'zod';
import { bindTogether, indexInstruments, overlaps } from './compiled-instruments.js';
import type { Binding, BindingIndex } from './compiled-instruments.js';
import { groupBy } from './dated.js';
import { addDays, laterOf } from './dates.js';
import { placeOf } from './faults.js';
import { instrumentSchema, stateCurrencySchema } from './instrument.schema.js';
import type { ShippedInstrument, StateCurrency } from './instrument.schema.js';
import { agreementLimits } from './limits.js';
import { spanText } from './span-text.js';

/** What is checked together, since one refers to the other. */
export interface ShippedData {
  readonly instruments: readonly ShippedInstrument[];
  readonly stateCurrencies: readonly StateCurrency[];
}

/**
 * Looks for everything that would make a decision ambiguous or impossible: wrong shapes, ends before
 * starts, a pair of groups without a party, one part of an instrument twice, two texts that bind the
 * same States for one claim, unknown currencies, two currencies of a State on one day, a party whose
 * currency is not known on a day on which it can claim.
 *
 * @returns all faults in plain words, none when the data are coherent; and the index of what could be
 * looked at, so that nobody makes it again
 */
export function checkShippedData(data: ShippedData): {
  readonly faults: readonly string[];
  readonly bindings: BindingIndex;
} {
  const instruments = wellShaped('instruments', instrumentSchema, data.instruments);
  const stateCurrencies = wellShaped('stateCurrencies', stateCurrencySchema, data.stateCurrencies);
  // What does not go together is looked for among all that can be looked at.
  const sound = { instruments: instruments.records, stateCurrencies: stateCurrencies.records };
  const bindings = indexInstruments(sound.instruments);
  const faults = [
    ...instruments.faults,
    ...stateCurrencies.faults,
    ...partsTwice(sound.instruments),
    ...bindingsTwice(bindings),
    ...currencyFaults(sound.stateCurrencies),
    ...partiesWithoutCurrency(sound),
  ];
  return { faults, bindings };
}

/** The faults of single records, and those records that have every field, right or wrong. */
function wellShaped<T>(
  name: string,
  schema: z.ZodType,
  given: readonly T[],
): { readonly records: readonly T[]; readonly faults: readonly string[] } {
  const parsed = given.map((record) => schema.safeParse(record));
  return {
    records: given.filter((_, index) => parsed[index]?.error?.issues.every(isOfField) ?? true),
    faults: parsed.flatMap((result, index) => placeOf(result, `${name}.${String(index)}`)),
  };
}

function isOfField({ code }: z.core.$ZodIssue): boolean {
  return code !== 'invalid_type' && code !== 'invalid_union';
}

function partsTwice(instruments: readonly ShippedInstrument[]): string[] {
  return [...groupBy(instruments, ({ id, part }) => `${id}, part ${part}`)]
    .filter(([, same]) => same.length > 1)
    .map(([name]) => `instrument ${name} is there twice`);
}

function bindingsTwice(index: BindingIndex): string[] {
  return [...index].flatMap(([pair, bindings]) =>
    pairsOf(bindings)
      .filter(([a, b]) => bindTogether(a, b))
      .map(([a, b]) => `${pair} is bound twice, by ${nameOf(a)} and ${nameOf(b)}`),
  );
}

function nameOf({ instrument, care, begun, applies }: Binding): string {
  const axes = `care ${spanText(care)}, begun ${spanText(begun)}, recorded ${spanText(applies)}`;
  return `${instrument.id}, part ${instrument.part} (${axes})`;
}

function currencyFaults(stateCurrencies: readonly StateCurrency[]): string[] {
  const unknown = stateCurrencies
    .filter(({ currency }) => currencyOf(currency) === undefined)
    .map(({ state, currency }) => `${state} claims in ${currency}, which is no currency`);
  const twice = [...groupBy(stateCurrencies, ({ state }) => state)].flatMap(([state, records]) =>
    pairsOf(records)
      .filter(([a, b]) => overlaps(a, b))
      .map(([a, b]) => `${state} has two currencies at once, ${a.currency} and ${b.currency}`),
  );
  return [...unknown, ...twice];
}

function partiesWithoutCurrency({ instruments, stateCurrencies }: ShippedData): string[] {
  const byState = groupBy(stateCurrencies, ({ state }) => state);
  return instruments.flatMap((instrument) =>
    instrument.refundsCare
      ? instrument.parties.flatMap(({ state, care }) => {
          const first = laterOf(care.from ?? '', agreementLimits.stateCurrenciesFrom);
          const missing = firstDayWithout(byState.get(state) ?? [], first);
          return missing === null
            ? []
            : [`${instrument.id} binds ${state}, whose currency on ${missing} is not in the data`];
        })
      : [],
  );
}

/** The first day from the given one on that no record holds; null when there is none. */
function firstDayWithout(records: readonly StateCurrency[], from: IsoDate): IsoDate | null {
  const sorted = [...records].sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1));
  let day = from;
  for (const record of sorted) {
    if ((record.from ?? '') > day) {
      return day;
    }
    if (record.to === null) {
      return null;
    }
    day = laterOf(day, addDays(record.to, 1));
  }
  return day;
}

function pairsOf<T>(items: readonly T[]): (readonly [T, T])[] {
  return items.flatMap((one, index) =>
    items.slice(index + 1).map((other): readonly [T, T] => [one, other]),
  );
}
