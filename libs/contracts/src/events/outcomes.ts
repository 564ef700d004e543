import { z } from 'zod';
import {
  amountSchema,
  institutionSchema,
  isoDateSchema,
  moneySchema,
  referenceSchema,
  settlementIdSchema,
} from '../primitives.js';
import { claimReasonCodes, messageReasonCodes } from '../errors/error-catalogue.js';
import { attributeSchema } from './envelope.js';
import {
  benefitSchema,
  careSchema,
  claimBases,
  claimContestedSchema,
  claimCreditedSchema,
  claimWaivedSchema,
  contestationAnsweredSchema,
  downPaymentAnsweredSchema,
  downPaymentMadeSchema,
  entitlementDocuments,
  fixedAmountSchema,
  inboundSchemas,
  statementAnnouncedSchema,
  subjectReferenceSchema,
} from './inbound.js';
import type { InboundType } from './inbound.js';

/** Counts the events about one subject, from 1; they leave in this order. */
export const sequenceSchema = z
  .int()
  .min(1)
  .describe('Counts the events about this subject, from 1; they leave in this order');

/** The inbound message that an event answers. */
export const inReplyToSchema = z.object({ source: attributeSchema, id: attributeSchema });

/**
 * Why a message was rejected or refused: a stable code, the rule behind it, what would make it
 * acceptable; `paths` names every faulty field of a malformed message.
 */
const reasonOf = <const Codes extends readonly [string, ...string[]]>(codes: Codes) =>
  z.object({
    code: z.enum(codes),
    rule: z.string().min(1),
    detail: z.string().min(1),
    paths: z.exactOptional(
      z.array(z.string().min(1)).min(1).describe('Every faulty path of a malformed message'),
    ),
  });

/** Why a claim was rejected. */
export const claimReasonSchema = reasonOf(claimReasonCodes).extend({
  said: z.exactOptional(
    z
      .array(
        z.object({
          key: z.string().min(1),
          inputs: z
            .record(z.string(), z.unknown())
            .describe(
              'By name a text, a text in every language (en, fr), or a list of sentences of this same form',
            ),
        }),
      )
      .describe('The sentences of the catalogue that detail tells in English'),
  ),
  dataVersion: z.exactOptional(
    z.string().min(1).describe('Version of the reference data on which the rule was judged'),
  ),
});
/** Why a message was refused. */
export const messageReasonSchema = reasonOf(messageReasonCodes);

/** A claim in an answer, with its statement. */
const claimOfStatementSchema = z.object({
  institution: institutionSchema,
  reference: referenceSchema,
  statement: referenceSchema,
});

/** A rejected claim; the statement is left out when it could not be read. */
const rejectedClaimSchema = z.object({
  institution: institutionSchema,
  reference: referenceSchema,
  statement: z.exactOptional(referenceSchema),
});

/** The deadlines of a claim; a clock that the instrument does not have is null. */
export const dueSchema = z.object({
  downPaymentBy: isoDateSchema.nullable(),
  payBy: isoDateSchema.nullable(),
  disputeEnds: isoDateSchema.nullable(),
});

/** The figures of one claim, in its currency: `toPay` is what is owed right now. */
export const obligationSchema = z.object({
  total: amountSchema,
  credited: amountSchema,
  contested: amountSchema,
  disputed: amountSchema,
  waived: amountSchema,
  downPaid: amountSchema,
  inSettlement: amountSchema,
  settled: amountSchema,
  toPay: amountSchema,
});

/** What was done about an open item before it was taken over, in the currency of the claim. */
const openingSchema = z.object({
  settled: amountSchema,
  credited: amountSchema,
  contested: amountSchema,
});

export const claimIntroducedSchema = z.object({
  inReplyTo: inReplyToSchema
    .nullable()
    .describe('Null for an open item of an old system, which answers no message'),
  sequence: sequenceSchema,
  claim: claimOfStatementSchema,
  debtor: institutionSchema,
  basis: z.enum(claimBases),
  instrument: z.string().regex(/^[A-Z0-9]+(?:-[A-Z0-9]+)*$/),
  recordedOn: isoDateSchema,
  introducedOn: isoDateSchema,
  entitlement: z.enum(entitlementDocuments).nullable(),
  care: z.exactOptional(careSchema),
  benefits: z.exactOptional(z.array(benefitSchema)),
  fixedAmount: z.exactOptional(fixedAmountSchema),
  person: z
    .string()
    .regex(/^p:[A-Za-z0-9_-]{8,128}$/)
    .nullable(),
  due: dueSchema,
  total: moneySchema,
  opening: z.exactOptional(openingSchema.describe('Of an open item of an old system')),
  contestation: z.exactOptional(
    claimContestedSchema.shape.contestation
      .pick({ reference: true, reason: true })
      .extend({ day: isoDateSchema, replyBy: isoDateSchema.nullable() })
      .describe('Of an open item: the contestation that waits for its answer'),
  ),
});

export const claimRejectedSchema = z.object({
  inReplyTo: inReplyToSchema,
  sequence: sequenceSchema,
  claim: rejectedClaimSchema,
  debtor: z.exactOptional(institutionSchema.describe('As submitted; absent when malformed')),
  introducedOn: z.exactOptional(isoDateSchema.describe('As submitted; absent when malformed')),
  total: z.exactOptional(moneySchema.describe('As submitted; absent when malformed')),
  reasons: z.array(claimReasonSchema).min(1),
});

const inboundTypes = Object.keys(inboundSchemas) as [InboundType, ...InboundType[]];

/** The record of one type of message: its data without `note` and without a waiver's `reason`. */
const recordOf = <T extends InboundType, Data extends z.ZodType>(type: T, recorded: Data) =>
  z.object({
    inReplyTo: inReplyToSchema,
    sequence: sequenceSchema,
    type: z.literal(type),
    day: isoDateSchema,
    claim: z.exactOptional(subjectReferenceSchema),
    statement: z.exactOptional(subjectReferenceSchema),
    recorded,
    obligation: z.exactOptional(obligationSchema),
    replyBy: z.exactOptional(isoDateSchema),
  });

const contestationRecord = claimContestedSchema.extend({
  contestation: claimContestedSchema.shape.contestation.omit({ note: true }),
});
const waiverRecord = claimWaivedSchema.extend({
  waiver: claimWaivedSchema.shape.waiver.omit({ reason: true }),
});

/** The answer to every message but a claim that was taken into the books. */
export const messageRecordedSchema = z.discriminatedUnion('type', [
  recordOf('statement.announced.v1', statementAnnouncedSchema),
  recordOf('claim.contested.v1', contestationRecord),
  recordOf('contestation.answered.v1', contestationAnsweredSchema),
  recordOf('claim.credited.v1', claimCreditedSchema),
  recordOf('claim.waived.v1', waiverRecord),
  recordOf('down-payment.made.v1', downPaymentMadeSchema),
  recordOf('down-payment.answered.v1', downPaymentAnsweredSchema),
]);

export const messageRefusedSchema = z.object({
  inReplyTo: inReplyToSchema,
  sequence: sequenceSchema,
  type: z.enum(inboundTypes),
  claim: z.exactOptional(subjectReferenceSchema),
  statement: z.exactOptional(subjectReferenceSchema),
  reasons: z.array(messageReasonSchema).min(1),
});

export const claimFlaggedSchema = z.object({
  sequence: sequenceSchema,
  claim: subjectReferenceSchema,
  sameAs: z.array(subjectReferenceSchema).min(1),
});

const claimSettledShape = {
  sequence: sequenceSchema,
  claim: subjectReferenceSchema,
  amount: amountSchema,
  paidOn: isoDateSchema,
  obligation: obligationSchema,
};

/** One per claim and day of payment; negative after a reversal. */
export const claimSettledSchema = z.union([
  z.object({ ...claimSettledShape, settlement: settlementIdSchema }),
  z.object({ ...claimSettledShape, downPayment: referenceSchema }),
]);

/** The data schema of every type on `claims.outcomes.v1`. */
export const outcomeSchemas = {
  'claim.introduced.v1': claimIntroducedSchema,
  'claim.rejected.v1': claimRejectedSchema,
  'message.recorded.v1': messageRecordedSchema,
  'message.refused.v1': messageRefusedSchema,
  'claim.flagged.v1': claimFlaggedSchema,
  'claim.settled.v1': claimSettledSchema,
} as const;
