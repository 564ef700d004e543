import { z } from 'zod';
import { limits } from '../limits.js';
import {
  amountSchema,
  currencySchema,
  institutionSchema,
  isoDateSchema,
  moneySchema,
  referenceSchema,
  stateSchema,
  textSchema,
} from '../primitives.js';

/** The kinds of a benefit line. */
export const benefitKinds = [
  'medical',
  'dental',
  'medicines',
  'hospital',
  'transport',
  'other',
] as const;
/** The kinds of care. */
export const careTypes = ['unplanned', 'planned', 'residence', 'medical-check'] as const;
/** The entitlement documents; `FORM` is a form of an older or another instrument. */
export const entitlementDocuments = ['EHIC', 'PRC', 'S1', 'S2', 'S3', 'DA1', 'FORM'] as const;
/** The two bases of a claim: IR 987/2009 Art 62 and Art 63. */
export const claimBases = ['actual-expenditure', 'fixed-amount'] as const;
/** Why a debtor contests a claim. */
export const contestationReasons = [
  'document-missing',
  'period-outside-entitlement',
  'person-unknown',
  'duplicate',
  'wrong-institution',
  'amount-error',
  'late',
  'abuse-suspected',
  'other',
] as const;

/** A claim or a statement named by its institution and reference. */
export const subjectReferenceSchema = z.object({
  institution: institutionSchema,
  reference: referenceSchema,
});

export const careSchema = z.object({
  type: z.enum(careTypes),
  from: isoDateSchema,
  to: isoDateSchema,
});

export const benefitSchema = z.object({ kind: z.enum(benefitKinds), amount: amountSchema });

export const fixedAmountSchema = z.object({
  year: z.int().min(1900).max(2199),
  group: z.enum(['family', 'pensioner']),
  ageGroup: z.exactOptional(
    z.string().regex(/^[A-Za-z0-9+-]{1,16}$/, 'must be an age group, e.g. 20-64'),
  ),
  months: z.int().min(1).max(limits.monthsMax),
  persons: z.exactOptional(z.int().min(1).max(limits.monthsMax)),
});

const personIdentifierSchema = textSchema(limits.personIdentifierLengthMax);
const entitlementSchema = z.object({
  document: z.enum(entitlementDocuments),
  number: z.exactOptional(personIdentifierSchema),
  form: z.exactOptional(textSchema(limits.textLengthMax)),
});
const beneficiarySchema = z.object({ id: personIdentifierSchema });

const commonClaimShape = {
  claim: z.object({ reference: referenceSchema, statement: referenceSchema }),
  creditor: z.object({ institution: institutionSchema }),
  debtor: z.object({ institution: institutionSchema }),
  recordedOn: isoDateSchema,
  introducedOn: z.exactOptional(isoDateSchema.describe('Absent: the UTC day of time')),
  competentInstitutionKnownOn: z.exactOptional(
    isoDateSchema.describe(
      'Provisional application (IR 987/2009 Art 6(5)): stands in for recordedOn when later',
    ),
  ),
  total: z.object({ amount: amountSchema, currency: currencySchema }),
};

const absent = (why: string) => z.never(why).optional();

/** A claim by actual expenditure (IR 987/2009 Art 62): one person, one period, its benefits. */
export const actualExpenditureClaimSchema = z.object({
  ...commonClaimShape,
  basis: z.literal('actual-expenditure'),
  entitlement: entitlementSchema,
  beneficiary: beneficiarySchema,
  care: careSchema,
  benefits: z
    .array(benefitSchema)
    .min(1, 'must hold at least one benefit')
    .max(limits.benefitsMax, `must hold at most ${limits.benefitsMax} benefits`)
    .describe(
      'The order belongs to the content: the same lines in another order are other content',
    ),
  fixedAmount: absent('a claim by actual expenditure has no fixed amount'),
});

/** A claim by fixed amounts (IR 987/2009 Art 63): months of one group and age group in one year. */
export const fixedAmountClaimSchema = z.object({
  ...commonClaimShape,
  basis: z.literal('fixed-amount'),
  entitlement: z.exactOptional(entitlementSchema),
  beneficiary: z.exactOptional(beneficiarySchema),
  fixedAmount: fixedAmountSchema,
  care: absent('a fixed-amount claim has no care'),
  benefits: absent('a fixed-amount claim has no benefits'),
});

/**
 * What can be said of a claim whose basis is unknown: what every claim has, and the form of what
 * it brings along. Used to name the other faults of such a claim.
 */
export const claimOfUnknownBasisSchema = z.object({
  ...commonClaimShape,
  entitlement: z.exactOptional(entitlementSchema),
  beneficiary: z.exactOptional(beneficiarySchema),
  care: z.exactOptional(careSchema),
  benefits: z.exactOptional(z.array(benefitSchema)),
  fixedAmount: z.exactOptional(fixedAmountSchema),
});

/** The data of `claim.submitted.v1`. */
export const claimSubmittedSchema = z.discriminatedUnion(
  'basis',
  [actualExpenditureClaimSchema, fixedAmountClaimSchema],
  {
    // The fault is put at the basis of an object, and at the data itself where that is none.
    error: ({ input }) =>
      typeof input === 'object' && input !== null && !Array.isArray(input)
        ? 'must be actual-expenditure or fixed-amount'
        : 'must be an object',
  },
);

export const statementAnnouncedSchema = z.object({
  statement: subjectReferenceSchema,
  debtorState: stateSchema,
  basis: z.enum(claimBases),
  claims: z.int().min(1).max(limits.statementClaimsMax),
  total: moneySchema,
});

export const claimContestedSchema = z.object({
  claim: subjectReferenceSchema,
  contestation: z.object({
    reference: referenceSchema,
    reason: z.enum(contestationReasons),
    amount: moneySchema,
    note: z.exactOptional(textSchema(limits.noteLengthMax)),
  }),
});

export const contestationAnsweredSchema = z.object({
  claim: subjectReferenceSchema,
  contestation: z.object({ reference: referenceSchema }),
  outcome: z.enum(['accepted', 'partly-accepted', 'maintained']),
  acceptedAmount: z.exactOptional(moneySchema),
});

export const claimCreditedSchema = z.object({
  claim: subjectReferenceSchema,
  creditNote: z.object({
    reference: referenceSchema,
    amount: moneySchema,
    reason: textSchema(limits.noteLengthMax),
  }),
});

export const claimWaivedSchema = z.object({
  claim: subjectReferenceSchema,
  waiver: z.object({
    reference: referenceSchema,
    kind: z.enum(['waiver', 'write-off']),
    amount: moneySchema,
    reason: textSchema(limits.noteLengthMax),
    authority: textSchema(limits.textLengthMax),
  }),
});

export const downPaymentMadeSchema = z.object({
  statement: subjectReferenceSchema,
  payment: z.object({ reference: referenceSchema, amount: moneySchema, paidOn: isoDateSchema }),
});

export const downPaymentAnsweredSchema = z.object({
  statement: subjectReferenceSchema,
  payment: z.object({ reference: referenceSchema }),
  outcome: z.enum(['accepted', 'declined']),
});

/** The data schema of every type that institutions may send, by type. Unknown fields are dropped. */
export const inboundSchemas = {
  'claim.submitted.v1': claimSubmittedSchema,
  'statement.announced.v1': statementAnnouncedSchema,
  'claim.contested.v1': claimContestedSchema,
  'contestation.answered.v1': contestationAnsweredSchema,
  'claim.credited.v1': claimCreditedSchema,
  'claim.waived.v1': claimWaivedSchema,
  'down-payment.made.v1': downPaymentMadeSchema,
  'down-payment.answered.v1': downPaymentAnsweredSchema,
} as const;

/** A type that institutions may send. */
export type InboundType = keyof typeof inboundSchemas;
/** The parsed data of an inbound type. */
export type InboundData<T extends InboundType> = z.infer<(typeof inboundSchemas)[T]>;
/** The parsed data of `claim.submitted.v1`, on either basis. */
export type ClaimSubmitted = z.infer<typeof claimSubmittedSchema>;

/** True when institutions may send this type. */
export function isInboundType(type: string): type is InboundType {
  return Object.hasOwn(inboundSchemas, type);
}
