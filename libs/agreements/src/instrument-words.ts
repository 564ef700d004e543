import { findBinding } from './compiled-instruments.js';
import type { Binding, InstrumentQuery } from './compiled-instruments.js';
import type { Refusal } from './decision.js';
import { tell } from './explanations.js';
import type { Sentence } from './explanations.js';
import type { AgreementWithoutCare, Span } from './instrument.schema.js';

/** Why no instrument makes the debtor pay, and when one would. */
export function noInstrumentReason(query: InstrumentQuery, bindings: readonly Binding[]): Refusal {
  const { creditorState, debtorState } = query;
  const place = [placeOf(query)];
  if (creditorState === debtorState) {
    const inputs = { state: creditorState, place };
    return reason('reference/instruments', [{ key: 'refused.same-state', inputs }]);
  }
  const withoutCare = agreementWithoutCareFor(query, bindings);
  if (withoutCare !== null) {
    const { agreement, care } = withoutCare;
    const { id, title, scope } = agreement;
    const span = [spanSaid(care)];
    return reason(`${id}/${scope.article}`, [
      { key: 'refused.no-care', inputs: { title, agreement: id, covers: scope.covers } },
      { key: 'refused.binds', inputs: { creditorState, debtorState, span } },
    ]);
  }
  const bound = bindings.map((binding) => bindingWords(binding, query));
  return reason('reference/instruments', [
    { key: 'refused.no-instrument', inputs: { creditorState, debtorState, place } },
    ...(bound.length === 0 ? [] : [{ key: 'refused.bound', inputs: { bindings: bound } } as const]),
  ]);
}

/** The agreement without care that holds for the query; where every text of the pair is one, the last of them. */
function agreementWithoutCareFor(
  query: InstrumentQuery,
  bindings: readonly Binding[],
): { readonly agreement: AgreementWithoutCare; readonly care: Span } | null {
  const binding = findBinding(bindings, query) ?? bindings.at(-1);
  return binding === undefined || binding.instrument.refundsCare
    ? null
    : { agreement: binding.instrument, care: binding.care };
}

function reason(rule: string, said: readonly Sentence[]): Refusal {
  return { code: 'no-instrument', rule, said };
}

function placeOf({ basis, careFrom, careDay, recordedOn }: InstrumentQuery): Sentence {
  return basis === 'fixed-amount'
    ? { key: 'part.place.year', inputs: { year: careDay.slice(0, 4) } }
    : { key: 'part.place.care', inputs: { careFrom, careUntil: careDay, recordedOn } };
}

/** A binding in words, e.g. `by GB-WA for care begun until 2020-12-31, care ended from 2021-01-01`. */
function bindingWords(binding: Binding, { basis }: InstrumentQuery): Sentence {
  const { instrument, care, begun, applies } = binding;
  const [begins, ends, applied] =
    basis === 'fixed-amount'
      ? (['part.axis.years-begun', 'part.axis.years-ended', 'part.axis.years-ended'] as const)
      : (['part.axis.care-begun', 'part.axis.care-ended', 'part.axis.recorded'] as const);
  const axes = [
    { key: begins, span: begun },
    { key: ends, span: care },
    { key: applied, span: applies },
  ];
  const limits = axes
    .filter(({ span: { from, to } }) => from !== null || to !== null)
    .map(({ key, span }) => ({ key, inputs: { span: [spanSaid(span)] } }));
  return { key: 'part.binding', inputs: { instrument: instrument.id, limits } };
}

/** A span in English: `from 2021-01-01`, `until 2020-12-31`, `from … to …`, `at all times`. */
export function spanWords(span: Span): string {
  return tell(spanSaid(span), 'en');
}

function spanSaid({ from, to }: Span): Sentence {
  if (from === null) {
    return to === null
      ? { key: 'part.span.always', inputs: {} }
      : { key: 'part.span.until', inputs: { to } };
  }
  return to === null
    ? { key: 'part.span.from', inputs: { from } }
    : { key: 'part.span.from-to', inputs: { from, to } };
}
