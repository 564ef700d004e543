import type { IsoDate } from '@reciproca/money';
import { stateOf } from './fields.schema.js';
import type { ReferenceData } from './reference-data.js';

/**
 * Whether an institution may speak for another on a day: it is that institution, or the liaison body
 * that the other's record of that day names. The same rule holds for creditors (submit, credit, answer)
 * and for debtors (contest, pay down). An unknown institution speaks for itself only; that it is unknown
 * is a reason of its own.
 *
 * @param question `source`: who speaks; `institution`: for whom; `day`: UTC day of the message
 */
export function isInstitutionOrItsLiaison(
  question: { readonly source: string; readonly institution: string; readonly day: IsoDate },
  reference: ReferenceData,
): boolean {
  const { source, institution, day } = question;
  return source === institution || reference.liaisonBodyOn(institution, day) === source;
}

/**
 * Whether an institution may speak for its whole State on a day: it is a liaison body that institutions
 * of the State name, or, where none is named, a known institution of it (IR 987/2009 Art 66).
 */
export function speaksForItsState(
  { source, day }: { readonly source: string; readonly day: IsoDate },
  reference: ReferenceData,
): boolean {
  const bodies = reference.liaisonBodiesOn(stateOf(source), day);
  return bodies.size === 0
    ? reference.institutionOn(source, day) !== undefined
    : bodies.has(source);
}
