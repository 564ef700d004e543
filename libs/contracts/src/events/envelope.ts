import { z } from 'zod';
import { limits } from '../limits.js';
import { instantSchema } from '../primitives.js';

/** What an attribute is made of. */
// eslint-disable-next-line no-control-regex -- control characters are what is refused here
export const attributePattern = /^[^\u0000-\u001f\u007f-\u009f]*$/;

/** A CloudEvents attribute: not empty, no control characters (CloudEvents 1.0, section 3.1). */
export const attributeSchema = z
  .string()
  .min(1, 'must not be empty')
  .max(limits.attributeLengthMax, `must have at most ${limits.attributeLengthMax} characters`)
  .regex(attributePattern, 'must hold no control characters');

/** The envelope of an event in CloudEvents 1.0 structured mode, without its data. */
export const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  id: attributeSchema,
  source: attributeSchema,
  type: attributeSchema,
  time: instantSchema,
  subject: attributeSchema,
  datacontenttype: z.exactOptional(attributeSchema),
});

/** The attributes of an event. */
export type Envelope = z.infer<typeof envelopeSchema>;

/** The `source` of an institution, `urn:institution:FR:CNAM`. */
export function institutionSource(institution: string): string {
  return `urn:institution:${institution}`;
}

const SOURCE = /^urn:institution:([A-Z]{2}:[A-Z0-9-]{1,32})$/;

/** The institution that a `source` names; undefined when it names none. */
export function institutionOfSource(source: string): string | undefined {
  return SOURCE.exec(source)?.[1];
}

/** The two parts of a subject: it splits at the first `/`. */
export interface SubjectParts {
  readonly institution: string;
  readonly reference: string;
}

const SUBJECT = new RegExp(
  `^([A-Z]{2}:[A-Z0-9-]{1,32})/([A-Za-z0-9._/-]{1,${limits.referenceLengthMax}})$`,
);

/** The subject of a claim or statement: `FR:CNAM/2025-H1-000123`. */
export function subjectOf(parts: SubjectParts): string {
  return `${parts.institution}/${parts.reference}`;
}

/** Splits a subject; undefined when it is not `STATE:CODE/reference`. */
export function splitSubject(subject: string): SubjectParts | undefined {
  const match = SUBJECT.exec(subject);
  const institution = match?.[1];
  const reference = match?.[2];
  return institution === undefined || reference === undefined
    ? undefined
    : { institution, reference };
}
