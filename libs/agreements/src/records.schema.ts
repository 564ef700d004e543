import * as z from 'zod';
import { Money } from '@reciproca/money';
import {
  besideOtherFaults,
  dateSchema,
  institutionIdSchema,
  instrumentIdSchema,
  isInstitutionId,
  knownCurrencySchema,
  stateOf,
  stateSchema,
} from './fields.schema.js';
import { isRealDate } from './dates.js';
import { isValidIban } from './iban.js';

const endSchema = dateSchema.nullable().default(null);

const accountSchema = z.object({
  currency: knownCurrencySchema,
  iban: z.string().refine(isValidIban, { message: 'not an IBAN: form or check digits' }),
  bic: z
    .string()
    .regex(/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/, { message: 'not a BIC' })
    .nullable()
    .default(null),
  from: dateSchema.nullable().default(null),
});

/** A dated record of an institution; key `id`. */
export const institutionRecordSchema = z
  .object({
    id: institutionIdSchema,
    name: z
      .string()
      .trim()
      .min(1, { message: 'must not be empty' })
      .max(200, { message: 'must have at most 200 characters' }),
    from: dateSchema,
    to: endSchema,
    /** The institution through which its claims and payments go (IR 987/2009 Art 66(2)); null: itself. */
    liaisonBody: institutionIdSchema.nullable().default(null),
    /** Of accounts in one currency the one with the latest `from` up to a day is used on that day. */
    accounts: z.array(accountSchema).max(100).default([]),
  })
  .superRefine((record, context) => {
    checkEnd(record, context);
    const { id, liaisonBody } = record;
    if (
      isInstitutionId(id) &&
      isInstitutionId(liaisonBody) &&
      stateOf(id) !== stateOf(liaisonBody)
    ) {
      const message = 'liaison body of another State';
      context.addIssue({ code: 'custom', path: ['liaisonBody'], message });
    }
  }, besideOtherFaults);
export type InstitutionRecord = Readonly<z.infer<typeof institutionRecordSchema>>;

const approvalsSchema = z
  .object({
    officers: z.int().min(2).max(10).default(2),
    threshold: z.string().nullable().default(null),
    officersAbove: z.int().min(2).max(10).default(3),
  })
  .superRefine((approvals, context) => {
    if (approvals.officersAbove < approvals.officers) {
      const message = 'fewer officers above the threshold than below';
      context.addIssue({ code: 'custom', path: ['officersAbove'], message });
    }
    // The threshold has no currency of its own; two decimals are what every settlement currency offers.
    if (typeof approvals.threshold === 'string' && !isAmountNotNegative(approvals.threshold)) {
      context.addIssue({ code: 'custom', path: ['threshold'], message: 'not an amount' });
    }
  }, besideOtherFaults);

/** A dated record of a clearing arrangement between two States; key `id`. */
export const arrangementRecordSchema = z
  .object({
    id: z.string().regex(/^[A-Za-z0-9.-]{1,32}$/, { message: 'not an arrangement id' }),
    states: z.tuple([stateSchema, stateSchema]),
    instruments: z
      .array(instrumentIdSchema)
      .min(1, { message: 'must name an instrument' })
      .max(50, { message: 'must name at most 50 instruments' }),
    from: dateSchema,
    to: endSchema,
    /** Whether the two directions are netted. */
    offsetting: z.boolean(),
    /** Which claims a cycle takes: all introduced ones, or only those whose payment is due. */
    eligibility: z.enum(['introduced', 'due']).default('introduced'),
    /** Cut-off days on which the pair settles; null: every one. */
    calendar: z
      .array(dateSchema)
      .min(1, { message: 'must name a day, or be null for every one' })
      .nullable()
      .default(null),
    settlementCurrency: knownCurrencySchema.nullable().default(null),
    rate: z
      .object({ source: z.literal('ECB'), day: z.literal('cutoff') })
      .nullable()
      .default(null),
    approvals: approvalsSchema.default({ officers: 2, threshold: null, officersAbove: 3 }),
    /** The payee State accepts within so many days of the close, or its silence counts as named. */
    acceptance: z
      .object({ days: z.int().min(1).max(366), silence: z.enum(['accepted', 'rejected']) })
      .nullable()
      .default(null),
    /** Management fee, per cent of what is paid per settlement and direction; a figure of the report only. */
    fee: z
      .object({ percent: z.string().regex(/^\d{1,2}(?:\.\d{1,4})?$/, { message: 'not per cent' }) })
      .nullable()
      .default(null),
  })
  .superRefine((record, context) => {
    checkEnd(record, context);
    const [first, second]: readonly unknown[] = Array.isArray(record.states) ? record.states : [];
    if (typeof first === 'string' && typeof second === 'string' && first >= second) {
      const message = 'not two different States in alphabetical order';
      context.addIssue({ code: 'custom', path: ['states'], message });
    }
    if ((record.settlementCurrency === null) !== (record.rate === null)) {
      const message = 'a settlement currency needs a rate, and a rate a settlement currency';
      context.addIssue({ code: 'custom', path: ['rate'], message });
    }
  }, besideOtherFaults);
export type ArrangementRecord = Readonly<z.infer<typeof arrangementRecordSchema>>;

function checkEnd(
  { from, to }: { readonly from: unknown; readonly to: unknown },
  context: z.core.$RefinementCtx,
): void {
  // Faults of the single fields are named there already.
  if (isDay(from) && isDay(to) && to < from) {
    context.addIssue({ code: 'custom', path: ['to'], message: 'ends before it starts' });
  }
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && isRealDate(value);
}

function isAmountNotNegative(text: string): boolean {
  const parsed = Money.parse(text, 'EUR');
  return parsed.ok && !parsed.money.isNegative();
}
