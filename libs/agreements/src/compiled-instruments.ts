import type { IsoDate } from '@reciproca/money';
import type { Instrument, Span } from './instrument.schema.js';

/** The days on which an instrument binds one State to another. */
export interface Binding {
  readonly instrument: Instrument;
  readonly care: Span;
  readonly recorded: Span;
}

/** Bindings by pair of States, see {@link pairKey}. */
export type BindingIndex = ReadonlyMap<string, readonly Binding[]>;

/** A claim's place on the axes that select its instrument. */
export interface InstrumentQuery {
  /** State of the creditor institution. */
  readonly creditorState: string;
  /** State of the debtor institution. */
  readonly debtorState: string;
  /** Last day of care; for fixed amounts 31 December of the reference year. */
  readonly careDay: IsoDate;
  readonly recordedOn: IsoDate;
}

/** One key for two States in either order. */
export function pairKey(stateA: string, stateB: string): string {
  return stateA < stateB ? `${stateA}-${stateB}` : `${stateB}-${stateA}`;
}

/** Works out once, for every two States, which instruments bind them and when. */
export function indexInstruments(instruments: readonly Instrument[]): BindingIndex {
  const index = new Map<string, Binding[]>();
  for (const instrument of instruments) {
    const paired = new Set(instrument.pairs.groups.flatMap(([a, b]) => [`${a}|${b}`, `${b}|${a}`]));
    instrument.parties.forEach((one, position) => {
      for (const other of instrument.parties.slice(position + 1)) {
        if (one.state !== other.state && paired.has(`${one.group}|${other.group}`)) {
          addBinding(index, pairKey(one.state, other.state), {
            instrument,
            care: intersection([one.care, other.care]),
            recorded: intersection([instrument.recorded, one.recorded, other.recorded]),
          });
        }
      }
    });
  }
  return index;
}

/** The instrument that binds the two States for that care and recording, if any. */
export function findInstrument(
  index: BindingIndex,
  query: InstrumentQuery,
): Instrument | undefined {
  return index
    .get(pairKey(query.creditorState, query.debtorState))
    ?.find(({ care, recorded }) => holds(care, query.careDay) && holds(recorded, query.recordedOn))
    ?.instrument;
}

/** Whether two spans share a day. */
export function overlaps(one: Span, other: Span): boolean {
  return !isEmpty(intersection([one, other]));
}

function addBinding(index: Map<string, Binding[]>, key: string, binding: Binding): void {
  if (isEmpty(binding.care) || isEmpty(binding.recorded)) {
    return;
  }
  const bindings = index.get(key);
  if (bindings === undefined) {
    index.set(key, [binding]);
  } else {
    bindings.push(binding);
  }
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
