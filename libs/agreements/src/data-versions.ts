import type { ReasonCode } from './decision.js';
import { tell } from './explanations.js';
import type { Language } from './explanations.js';
import type { FilingClock } from './instrument.schema.js';

/** Kinds of reference data on which rules are judged. */
export type JudgedData = 'institutions' | 'instruments' | 'state-currencies' | 'average-costs';

/** The codes that are missing are rules about the claim itself. */
const judgedOn: ReadonlyMap<string, JudgedData> = new Map<ReasonCode, JudgedData>([
  ['unknown-institution', 'institutions'],
  ['no-instrument', 'instruments'],
  ['not-entitled', 'instruments'],
  ['currency-not-allowed', 'state-currencies'],
  ['unknown-average-cost', 'average-costs'],
  ['fixed-amount-mismatch', 'average-costs'],
  ['late', 'instruments'],
]);

/**
 * The kind of reference data that a reason looks at; undefined for a rule about the claim itself.
 *
 * @param reason as a decision gives it or as it was stored
 */
export function dataJudgedOn(reason: {
  readonly code: string;
  readonly said: readonly { readonly key: string }[];
}): JudgedData | undefined {
  return reason.said.some(({ key }) => key === 'refused.late.publication')
    ? dataOfClock('publication')
    : judgedOn.get(reason.code);
}

/** What the day that starts a filing clock is read in: a publication stands in the averages. */
export function dataOfClock(startsWith: FilingClock['startsWith']): JudgedData {
  return startsWith === 'publication' ? 'average-costs' : 'instruments';
}

/**
 * What was said of a rule, followed by the data on which it was judged.
 *
 * @param judged kind of the data, and which version of it
 */
export function tellWithVersion(
  text: string,
  judged: { readonly data: string; readonly dataVersion: string },
  language: Language,
): string {
  const { data, dataVersion } = judged;
  return tell({ key: 'part.by-data', inputs: { text, data, dataVersion } }, language);
}
