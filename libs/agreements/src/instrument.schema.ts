import * as z from 'zod';
import { bases, careTypes, entitlementDocuments } from './claim.js';
import { agreementLimits } from './limits.js';
import {
  currencyCodeSchema,
  dateSchema,
  instrumentIdSchema,
  stateSchema,
} from './fields.schema.js';

/**
 * How sure a value is. V: read in the source text. P: read in part or second hand. M: from memory, to
 * be confirmed. D: derived.
 */
export const confidenceSchema = z.enum(['V', 'P', 'M', 'D']);
export type Confidence = z.infer<typeof confidenceSchema>;

/** Where a value comes from and how sure it is; every parameter of an instrument carries it. */
const provenance = {
  article: z.string().min(1),
  source: z.string().min(1),
  mark: confidenceSchema,
};

/** First and last day, both included; null: open. */
const spanSchema = z
  .object({ from: dateSchema.nullable(), to: dateSchema.nullable() })
  .refine((span) => span.from === null || span.to === null || span.from <= span.to, {
    message: 'ends before it starts',
  });
export type Span = z.infer<typeof spanSchema>;

/**
 * A clock: the end of the period (month, half-year, year) that holds the starting event, plus months,
 * month ends staying month ends. `kind` says whether it is counted from an arrival or bounds a window.
 */
const clockSchema = z.object({
  startsWith: z.enum(['recording', 'introduction', 'care-end', 'publication', 'receipt']),
  afterEndOf: z.enum(['month', 'half-year', 'year']),
  months: z.int().min(0).max(agreementLimits.clockMonthsMax),
  kind: z.enum(['counted-from-arrival', 'bounded-by-window']),
  /** The clock stands while the competent institution is not known (IR 987/2009 Art 67(3)). */
  waitsForCompetentInstitution: z.boolean(),
  ...provenance,
});
export type Clock = z.infer<typeof clockSchema>;

/** A State bound by an instrument, by the day of care and by the day of recording. */
const partySchema = z.object({
  state: stateSchema,
  /** Which side of the instrument it stands on; `pairs` says which sides owe each other. */
  group: z.string().min(1),
  care: spanSchema,
  recorded: spanSchema,
  ...provenance,
});

/** An instrument as dated data: everything about it that rules need is here, nothing in code. */
export const instrumentSchema = z
  .object({
    id: instrumentIdSchema,
    title: z.string().min(1),
    /** Days of recording to which it applies. */
    recorded: spanSchema.safeExtend(provenance),
    parties: z.array(partySchema).min(2),
    pairs: z.object({
      groups: z.array(z.tuple([z.string(), z.string()])).min(1),
      ...provenance,
    }),
    bases: z.object({ allowed: z.array(z.enum(bases)), ...provenance }),
    entitlement: z.object({
      /** For which care each document is accepted, and the article that says so. */
      accepted: z.record(
        z.enum(entitlementDocuments),
        z.object({ careTypes: z.array(z.enum(careTypes)), article: z.string().min(1) }),
      ),
      ...provenance,
    }),
    currency: z.object({ rule: z.literal('creditor-state-currency'), ...provenance }),
    clocks: z.object({
      filing: z.partialRecord(z.enum(bases), clockSchema),
      downPayment: clockSchema.nullable(),
      payment: clockSchema.nullable(),
      dispute: clockSchema.nullable(),
      reply: clockSchema.nullable(),
    }),
  })
  .superRefine((instrument, context) => {
    const groups = new Set(instrument.parties.map((party) => party.group));
    instrument.pairs.groups.forEach((pair, index) => {
      for (const group of pair) {
        if (!groups.has(group)) {
          const message = `no party of group ${group}`;
          context.addIssue({ code: 'custom', path: ['pairs', 'groups', index], message });
        }
      }
    });
  });
export type Instrument = z.infer<typeof instrumentSchema>;

/** The currency in which a State claims, by day of recording. */
export const stateCurrencySchema = z.object({
  state: stateSchema,
  currency: currencyCodeSchema,
  from: dateSchema.nullable(),
  to: dateSchema.nullable(),
  source: z.string().min(1),
  mark: confidenceSchema,
});
export type StateCurrency = z.infer<typeof stateCurrencySchema>;
