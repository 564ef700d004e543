import { shippedInstruments, shippedInstrumentsVersion, validityOf } from '@reciproca/agreements';
import type { Output, routes } from '@reciproca/contracts';
import { pageOf } from '../requests/index.js';

type ReferencePage = Output<typeof routes.listReference>;
type ListedInstrument = Extract<ReferencePage['items'][number], { kind: 'instruments' }>;

/**
 * A page of the instruments that are shipped with the product, in their order.
 *
 * @param query `on`: only those that apply to what was recorded on this day; `after`: how many came
 *   before the page
 */
export function listInstruments(query: {
  readonly key: string | null;
  readonly on: string | null;
  readonly after: number;
  readonly limit: number;
}): ReferencePage {
  const { key, on, after, limit } = query;
  const found = shippedInstruments
    .map((instrument, index): { place: number; item: ListedInstrument } => ({
      place: index + 1,
      item: {
        kind: 'instruments',
        key: instrument.id,
        version: Number.parseInt(shippedInstrumentsVersion, 10),
        ...validityOf(instrument),
        supersededBy: null,
        record: instrument,
      },
    }))
    .filter(({ place, item }) => place > after && (key === null || item.key === key))
    .filter(({ item: { from, to } }) => on === null || ((from ?? on) <= on && on <= (to ?? on)));
  const page = pageOf(found, limit, ({ place }) => [String(place)]);
  return { items: page.items.map(({ item }) => item), next: page.next };
}
