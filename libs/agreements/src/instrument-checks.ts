import { currencyOf } from '@reciproca/money';
import { indexInstruments, overlaps } from './compiled-instruments.js';
import type { Binding } from './compiled-instruments.js';
import { groupBy } from './dated.js';
import { placeOf } from './faults.js';
import { instrumentSchema, stateCurrencySchema } from './instrument.schema.js';
import type { Instrument, StateCurrency } from './instrument.schema.js';

/** What is checked together, since one refers to the other. */
export interface ShippedData {
  readonly instruments: readonly Instrument[];
  readonly stateCurrencies: readonly StateCurrency[];
}

/**
 * Looks for everything that would make a decision ambiguous or impossible: wrong shapes, ends before
 * starts, one id twice, two instruments that bind the same States for the same days, unknown
 * currencies, two currencies of a State on one day, a party without a currency.
 *
 * @returns all faults in plain words, none when the data are coherent
 */
export function checkShippedData(data: ShippedData): readonly string[] {
  const shapeFaults = [
    ...data.instruments.flatMap((instrument, index) =>
      placeOf(instrumentSchema.safeParse(instrument), `instruments.${String(index)}`),
    ),
    ...data.stateCurrencies.flatMap((record, index) =>
      placeOf(stateCurrencySchema.safeParse(record), `stateCurrencies.${String(index)}`),
    ),
  ];
  return [
    ...shapeFaults,
    ...idsTwice(data.instruments),
    ...bindingsTwice(data.instruments),
    ...currencyFaults(data.stateCurrencies),
    ...partiesWithoutCurrency(data),
  ];
}

function idsTwice(instruments: readonly Instrument[]): string[] {
  return [...groupBy(instruments, ({ id }) => id)]
    .filter(([, same]) => same.length > 1)
    .map(([id]) => `instrument ${id} is there twice`);
}

function bindingsTwice(instruments: readonly Instrument[]): string[] {
  return [...indexInstruments(instruments)].flatMap(([pair, bindings]) =>
    pairsOf(bindings)
      .filter(([a, b]) => overlaps(a.care, b.care) && overlaps(a.recorded, b.recorded))
      .map(([a, b]) => `${pair} is bound twice, by ${nameOf(a)} and ${nameOf(b)}`),
  );
}

function nameOf({ instrument, care, recorded }: Binding): string {
  return `${instrument.id} (care ${care.from ?? ''}..${care.to ?? ''}, recorded ${recorded.from ?? ''}..${recorded.to ?? ''})`;
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
  const known = new Set(stateCurrencies.map(({ state }) => state));
  return instruments.flatMap(({ id, parties }) =>
    parties
      .filter(({ state }) => !known.has(state))
      .map(({ state }) => `${id} binds ${state}, whose currency is not in the data`),
  );
}

function pairsOf<T>(items: readonly T[]): (readonly [T, T])[] {
  return items.flatMap((one, index) =>
    items.slice(index + 1).map((other): readonly [T, T] => [one, other]),
  );
}
