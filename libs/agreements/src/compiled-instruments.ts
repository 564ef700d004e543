import type { IsoDate } from '@reciproca/money';
import type { Basis, ClaimFacts } from './claim.js';
import { groupBy } from './dated.js';
import { stateOf } from './fields.schema.js';
import type { Instrument, Pair, Party, ShippedInstrument, Span } from './instrument.schema.js';

/** The days on which a text binds one State to another, on the axes of its pair. */
export interface Binding<T extends ShippedInstrument = ShippedInstrument> {
  readonly instrument: T;
  /** Days that the last day of care may have. */
  readonly care: Span;
  /** Days that the first day of care may have. */
  readonly begun: Span;
  /** Days of recording, for fixed amounts days that 31 December of the reference year may be. */
  readonly applies: Span;
  /** The article that draws these lines, with its source. */
  readonly pair: Pair;
}

/** Bindings by pair of States, see {@link pairKey}. */
export type BindingIndex = ReadonlyMap<string, readonly Binding[]>;

/** A claim's place on the axes that select its instrument. */
export interface InstrumentQuery {
  /** State of the creditor institution. */
  readonly creditorState: string;
  /** State of the debtor institution. */
  readonly debtorState: string;
  readonly basis: Basis;
  /** First day of care; for fixed amounts 1 January of the reference year. */
  readonly careFrom: IsoDate;
  /** Last day of care; for fixed amounts 31 December of the reference year. */
  readonly careDay: IsoDate;
  readonly recordedOn: IsoDate;
}

/** Where a claim stands on the axes. */
export function queryOf(claim: ClaimFacts): InstrumentQuery {
  return {
    creditorState: stateOf(claim.creditor),
    debtorState: stateOf(claim.debtor),
    basis: claim.basis,
    careFrom: firstCareDayOf(claim),
    careDay: careDayOf(claim),
    recordedOn: claim.recordedOn,
  };
}

/**
 * The day of care that selects institutions and instrument: the last one, or the end of the reference
 * year. Where an open item does not know it, the day of recording stands in: care is never later.
 */
export function careDayOf(claim: ClaimFacts): IsoDate {
  return claim.basis === 'actual-expenditure'
    ? (claim.care?.to ?? claim.recordedOn)
    : `${yearText(claim)}-12-31`;
}

function firstCareDayOf(claim: ClaimFacts): IsoDate {
  return claim.basis === 'actual-expenditure'
    ? (claim.care?.from ?? claim.recordedOn)
    : `${yearText(claim)}-01-01`;
}

function yearText(claim: Extract<ClaimFacts, { basis: 'fixed-amount' }>): string {
  return String(claim.fixedAmount.year).padStart(4, '0');
}

/** One key for two States in either order. */
export function pairKey(stateA: string, stateB: string): string {
  return stateA < stateB ? `${stateA}-${stateB}` : `${stateB}-${stateA}`;
}

/** Works out once, for every two States, which instruments bind them and when. */
export function indexInstruments(instruments: readonly ShippedInstrument[]): BindingIndex {
  const bindings = instruments.flatMap((instrument) =>
    instrument.pairs.flatMap((pair) => bindingsBy(instrument, pair)),
  );
  const byPair = groupBy(bindings, ({ key }) => key);
  return new Map([...byPair].map(([key, same]) => [key, same.map(({ binding }) => binding)]));
}

function bindingsBy(
  instrument: ShippedInstrument,
  pair: Pair,
): { readonly key: string; readonly binding: Binding }[] {
  const { begun, applies } = pair;
  return boundBy(pair, instrument.parties).flatMap(([one, other]) => {
    const care = intersection([one.care, other.care, pair.care]);
    const binding = { instrument, care, begun, applies, pair };
    return isEmpty(care) ? [] : [{ key: pairKey(one.state, other.state), binding }];
  });
}

/** Every two different States that stand on the two sides of a pair, each two once. */
function boundBy(pair: Pair, parties: readonly Party[]): (readonly [Party, Party])[] {
  const [left, right] = pair.between;
  const sides = (one: Party, other: Party): boolean =>
    one.groups.includes(left) && other.groups.includes(right);
  return parties.flatMap((one, position) =>
    parties
      .slice(position + 1)
      .filter((other) => one.state !== other.state && (sides(one, other) || sides(other, one)))
      .map((other): readonly [Party, Party] => [one, other]),
  );
}

/** The binding, among those of the two States, that holds for the query, if any. */
export function findBinding(
  bindings: readonly Binding[],
  query: InstrumentQuery,
): Binding | undefined {
  const { careDay, careFrom, recordedOn, basis } = query;
  const appliedOn = basis === 'fixed-amount' ? careDay : recordedOn;
  return bindings.find(
    ({ care, begun, applies }) =>
      holds(care, careDay) && holds(begun, careFrom) && holds(applies, appliedOn),
  );
}

/**
 * The days of recording to which a text can apply: where it draws no line there, from the first day of
 * care and without end, since old care is claimed late; null: open.
 */
export function validityOf({ parties, pairs }: ShippedInstrument): Span {
  const care = hull(parties.map((party) => party.care));
  return hull(
    pairs.map((pair) => {
      const { from } = intersection([care, pair.care]);
      return { from: pair.applies.from ?? from, to: pair.applies.to };
    }),
  );
}

/** Whether the text of the binding refunds care. */
export function refundsCare(binding: Binding): binding is Binding<Instrument> {
  return binding.instrument.refundsCare;
}

/** Whether two bindings hold for one claim of some basis. */
export function bindTogether(one: Binding, other: Binding): boolean {
  return (
    overlaps(one.care, other.care) &&
    overlaps(one.begun, other.begun) &&
    overlaps(one.applies, other.applies)
  );
}

/** Whether two spans share a day. */
export function overlaps(one: Span, other: Span): boolean {
  return !isEmpty(intersection([one, other]));
}

function holds(span: Span, day: IsoDate): boolean {
  return (span.from === null || span.from <= day) && (span.to === null || day <= span.to);
}

function isEmpty(span: Span): boolean {
  return span.from !== null && span.to !== null && span.from > span.to;
}

function intersection(spans: readonly Span[]): Span {
  let from: IsoDate | null = null;
  let to: IsoDate | null = null;
  for (const span of spans) {
    if (span.from !== null && (from === null || span.from > from)) {
      from = span.from;
    }
    if (span.to !== null && (to === null || span.to < to)) {
      to = span.to;
    }
  }
  return { from, to };
}

/** The smallest span that holds all of them. */
function hull(spans: readonly Span[]): Span {
  const froms = spans.map(({ from }) => from);
  const tos = spans.map(({ to }) => to);
  return {
    from: froms.reduce((one, other) =>
      one === null || other === null ? null : one < other ? one : other,
    ),
    to: tos.reduce((one, other) =>
      one === null || other === null ? null : one > other ? one : other,
    ),
  };
}
