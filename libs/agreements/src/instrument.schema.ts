import * as z from 'zod';
import { bases, careTypes, entitlementDocuments } from './claim.js';
import type { EntitlementDocument } from './claim.js';
import { agreementLimits } from './limits.js';
import {
  currencyCodeSchema,
  dateSchema,
  instrumentIdSchema,
  stateSchema,
  toldSchema,
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
export interface Provenance {
  readonly article: string;
  readonly source: string;
  readonly mark: Confidence;
}

/** First and last day, both included; null: open. */
const spanSchema = z
  .object({ from: dateSchema.nullable(), to: dateSchema.nullable() })
  .refine((span) => span.from === null || span.to === null || span.from <= span.to, {
    message: 'ends before it starts',
  });
export type Span = Readonly<z.infer<typeof spanSchema>>;

/** First and last reference year, both included; null: open. */
const yearSpanSchema = z
  .object({ from: yearSchema().nullable(), to: yearSchema().nullable() })
  .refine((span) => span.from === null || span.to === null || span.from <= span.to, {
    message: 'ends before it starts',
  });

/**
 * A clock: the end of the period (month, half-year, year) that holds the starting event, plus months,
 * month ends staying month ends. `kind` says whether it is counted from an arrival or bounds a window.
 * `care-end` is the last day of care, for fixed amounts 31 December of the reference year.
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
export type Clock = Readonly<z.infer<typeof clockSchema>>;

/** A clock that bounds introduction. */
const filingClockSchema = clockSchema.extend({
  startsWith: clockSchema.shape.startsWith.extract(['recording', 'care-end', 'publication']),
});
export type FilingClock = Readonly<z.infer<typeof filingClockSchema>>;

/** A State bound by an instrument, with the days of care (their last one) that it may owe for. */
const partySchema = z.object({
  state: stateSchema,
  /** The sides of the instrument on which it stands; `pairs` says which sides owe each other. */
  groups: z.array(z.string().min(1)).min(1),
  care: spanSchema,
  ...provenance,
});
export type Party = Readonly<z.infer<typeof partySchema>>;

/**
 * Two groups whose members owe each other, on three axes. `care`: the last day of care (fixed amounts:
 * 31 December of the reference year). `begun`: the first day of care (1 January). `applies`: for actual
 * expenditure the day of recording, for fixed amounts 31 December of the reference year.
 */
const pairSchema = z.object({
  between: z.tuple([z.string().min(1), z.string().min(1)]),
  care: spanSchema,
  begun: spanSchema,
  applies: spanSchema,
  ...provenance,
});
export type Pair = Readonly<z.infer<typeof pairSchema>>;

/** A share of one, e.g. `0.20`. */
const shareSchema = z.string().regex(/^0(?:\.\d{1,4})?$/, { message: 'not a share below one' });

const fixedAmountsSchema = z.object({
  /** Who may claim by published averages: every party, or the named States by group and reference year. */
  claimedBy: z.union([
    z.literal('every-party'),
    z
      .array(
        z.object({
          state: stateSchema,
          groups: z.array(z.enum(['family', 'pensioner'])).min(1),
          years: yearSpanSchema,
          ...provenance,
        }),
      )
      .min(1),
  ]),
  /** The reduction X of the formula (IR 987/2009 Art 64). */
  reduction: z.object({
    usual: shareSchema,
    /** For pensioners and their family when the debtor State is not in the list; null: always the usual one. */
    pensionersLower: shareSchema.nullable(),
    /** States of Annex IV of the basic regulation, by reference day. */
    annexIV: z.array(
      z
        .object({
          state: stateSchema,
          from: dateSchema,
          to: dateSchema.nullable(),
          source: z.string().min(1),
          mark: confidenceSchema,
        })
        .refine(({ from, to }) => to === null || from <= to, { message: 'ends before it starts' }),
    ),
    ...provenance,
  }),
  /** So many years after the reference year without publication, the last earlier value stands in; null: never. */
  lastEarlierValueAfterYears: z.int().min(0).max(10).nullable(),
  ...provenance,
});
export type FixedAmountRules = Readonly<z.infer<typeof fixedAmountsSchema>>;

const clocksSchema = z.object({
  /** Last day of introduction, by basis; absent: nothing is late. */
  filing: z.partialRecord(z.enum(bases), filingClockSchema),
  /** Last day of the inventory of months for fixed amounts. */
  inventory: clockSchema.nullable(),
  /** Last day on which receipt is to be notified; null: the text names none. */
  notification: clockSchema.nullable(),
  downPayment: clockSchema.nullable(),
  payment: clockSchema.nullable(),
  dispute: clockSchema.nullable(),
  reply: clockSchema.nullable(),
});

const namedText = {
  id: instrumentIdSchema,
  /** Tells apart the texts that share an id, one after the other or for other States; alone: `1`. */
  part: z.string().regex(/^[a-z0-9-]{1,32}$/, { message: 'not a part' }),
  /** The French one is that of the official text, States by their usual names. */
  title: toldSchema,
  parties: z.array(partySchema).min(2),
  pairs: z.array(pairSchema).min(1),
};

const acceptedSchema = z.object({
  careTypes: z.array(z.enum(careTypes)),
  article: z.string().min(1),
});

/** An instrument as dated data: everything about it that rules need is here, nothing in code. */
const refundingInstrumentSchema = z.object({
  ...namedText,
  refundsCare: z.literal(true),
  bases: z.object({ allowed: z.array(z.enum(bases)).min(1), ...provenance }),
  entitlement: z.object({
    /** For which care each document is accepted, and the article that says so. */
    accepted: z.strictObject(
      Object.fromEntries(
        entitlementDocuments.map((document) => [document, acceptedSchema]),
      ) as Record<EntitlementDocument, typeof acceptedSchema>,
    ),
    ...provenance,
  }),
  currency: z.object({ rule: z.literal('creditor-state-currency'), ...provenance }),
  /** Whether a debtor may net on its own. */
  offsetting: z.object({ rule: z.literal('by-arrangement'), ...provenance }),
  fixedAmounts: fixedAmountsSchema.nullable(),
  /** How often a creditor State states its claims; null: the text does not say. */
  statements: z.object({ every: z.enum(['half-year', 'year']), ...provenance }).nullable(),
  /** Advances that the text itself provides for; null: none. */
  advance: z
    .object({
      rule: z.enum(['when-not-paid-in-time', 'set-by-joint-commission']),
      every: z.enum(['half-year', 'year']),
      ...provenance,
    })
    .nullable(),
  clocks: clocksSchema,
});
export type Instrument = Readonly<z.infer<typeof refundingInstrumentSchema>>;

/** An agreement that binds two States and refunds no care: a claim under it is refused with its name. */
const agreementWithoutCareSchema = z.object({
  ...namedText,
  refundsCare: z.literal(false),
  /** What it covers instead of care, as the object of a sentence. */
  scope: z.object({ covers: toldSchema, ...provenance }),
});
export type AgreementWithoutCare = Readonly<z.infer<typeof agreementWithoutCareSchema>>;

/** Every text shipped with the product, one that refunds care or one that does not. */
export const instrumentSchema = z
  .discriminatedUnion('refundsCare', [refundingInstrumentSchema, agreementWithoutCareSchema])
  .superRefine((instrument, context) => {
    const groups = new Set(instrument.parties.flatMap((party) => party.groups));
    instrument.pairs.forEach(({ between }, index) => {
      for (const group of between) {
        if (!groups.has(group)) {
          const message = `no party of group ${group}`;
          context.addIssue({ code: 'custom', path: ['pairs', index, 'between'], message });
        }
      }
    });
    if (!instrument.refundsCare) {
      return;
    }
    const { bases: allowedBases, fixedAmounts, clocks } = instrument;
    if (allowedBases.allowed.includes('fixed-amount') !== (fixedAmounts !== null)) {
      const message = 'fixed amounts without a basis for them, or the reverse';
      context.addIssue({ code: 'custom', path: ['fixedAmounts'], message });
    }
    for (const basis of bases) {
      if (clocks.filing[basis] !== undefined && !allowedBases.allowed.includes(basis)) {
        const message = 'a filing clock for a basis that is not allowed';
        context.addIssue({ code: 'custom', path: ['clocks', 'filing', basis], message });
      }
    }
  });
export type ShippedInstrument = Instrument | AgreementWithoutCare;

/** The currency in which a State claims, by day of recording. */
export const stateCurrencySchema = z
  .object({
    state: stateSchema,
    currency: currencyCodeSchema,
    from: dateSchema.nullable(),
    to: dateSchema.nullable(),
    source: z.string().min(1),
    mark: confidenceSchema,
  })
  .refine(({ from, to }) => from === null || to === null || from <= to, {
    message: 'ends before it starts',
  });
export type StateCurrency = Readonly<z.infer<typeof stateCurrencySchema>>;

function yearSchema() {
  return z.int().min(agreementLimits.yearMin).max(agreementLimits.yearMax);
}
