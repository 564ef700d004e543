import { instrumentSchema } from '@reciproca/agreements';
import { z } from 'zod';
import {
  claimIntroducedSchema,
  dueSchema,
  obligationSchema,
  claimReasonSchema,
} from '../events/outcomes.js';
import { flowDimensionsShape, flowMeasuresShape } from '../events/flows.js';
import { fixedAmountSchema } from '../events/inbound.js';
import { acceptanceSchema, referenceKinds, referenceUpdatedSchema } from '../events/reference.js';
import {
  cycleClosedSchema,
  netSchema,
  personSchema,
  settlementAcceptedSchema,
  settlementProposedSchema,
} from '../events/settlements.js';
import { limits } from '../limits.js';
import {
  amountSchema,
  batchIdSchema,
  countSchema,
  currencySchema,
  cycleIdSchema,
  hashSchema,
  institutionSchema,
  instantSchema,
  isoDateSchema,
  moneySchema,
  referenceSchema,
  settlementIdSchema,
  stateSchema,
  sumMoneySchema,
  sumSchema,
  textSchema,
} from '../primitives.js';

/** A page of items: `next` is the cursor of the following page, null on the last. */
export function pageOf<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ items: z.ZodArray<Item>; next: z.ZodNullable<z.ZodString> }> {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

const limitSchema = z.coerce.number().int().min(1).max(limits.pageMax);
const cursorSchema = z.exactOptional(
  z
    .string()
    .max(limits.cursorLengthMax)
    .regex(/^[A-Za-z0-9_-]+$/, 'must be the next of an earlier page'),
);

/** The query parameters of every list. */
export const pageQueryShape = {
  limit: limitSchema.default(limits.pageDefault),
  cursor: cursorSchema,
};

/** The same for a list that a client may also ask for as a whole: then it names neither. */
export const optionalPageQueryShape = {
  limit: z.exactOptional(
    limitSchema.describe(`Items of a page; in JSON ${limits.pageDefault} when absent`),
  ),
  cursor: cursorSchema,
};

/** Where a claim stands; the first that fits, see the claim's route. */
export const claimStatuses = [
  'rejected',
  'settled',
  'closed',
  'contested',
  'in-settlement',
  'introduced',
] as const;
export const claimStatusSchema = z.enum(claimStatuses);

/** Where a batch stands. */
export const batchStatuses = [
  'proposed',
  'approved',
  'released',
  'partial',
  'settled',
  'rejected',
] as const;
export const batchStatusSchema = z.enum(batchStatuses);

const asSubmitted = 'Of a rejected claim as submitted; null when that was malformed';
const onlyIntroduced = 'Null for a rejected claim: no clock runs, nothing is owed';

const claimNameSchema = z.object({
  institution: institutionSchema,
  reference: referenceSchema,
  statement: referenceSchema.nullable(),
});

/**
 * A claim in a list. A rejected claim has no instrument, clocks or obligation, and shows its debtor,
 * day and total as submitted.
 */
export const claimSummarySchema = z.object({
  claim: claimNameSchema,
  status: claimStatusSchema,
  creditor: institutionSchema,
  debtor: institutionSchema.nullable().describe(asSubmitted),
  instrument: claimIntroducedSchema.shape.instrument.nullable().describe(onlyIntroduced),
  introducedOn: isoDateSchema.nullable().describe(asSubmitted),
  due: dueSchema.nullable().describe(onlyIntroduced),
  total: moneySchema.nullable().describe(asSubmitted),
  obligation: obligationSchema.nullable().describe(onlyIntroduced),
});

/** A claim with its history and the rules that were applied to it. */
export const claimViewSchema = claimSummarySchema.extend({
  settlements: z.array(
    z.object({ settlement: settlementIdSchema, amount: amountSchema, status: batchStatusSchema }),
  ),
  history: z
    .array(
      z.object({
        at: instantSchema.describe('When it was booked'),
        type: z.string().min(1),
        id: z.string().min(1),
        source: z.string().min(1),
        day: isoDateSchema.describe(
          'From which it counts; the day it was booked where it moves nothing',
        ),
        text: z
          .string()
          .min(1)
          .describe('Who said what, or what was booked, in the language asked for'),
        obligation: obligationSchema.nullable().describe('After it; null where nothing is owed'),
      }),
    )
    .describe('Every event that concerns the claim, in the order in which it was booked'),
  why: z.array(
    z.object({
      rule: z.string().min(1),
      text: z.string().min(1),
      inputs: z.record(z.string(), z.string()),
    }),
  ),
  /** Why it was rejected; empty unless it was. */
  reasons: z.array(claimReasonSchema.omit({ said: true, dataVersion: true })),
});

/** What a published average that was corrected, or came late, changes about a claim. */
export const correctionSchema = z.object({
  claim: claimNameSchema.extend({ statement: referenceSchema }),
  debtor: institutionSchema,
  instrument: claimIntroducedSchema.shape.instrument,
  introducedOn: isoDateSchema,
  fixedAmount: fixedAmountSchema,
  total: moneySchema.describe('As introduced'),
  correct: sumMoneySchema.describe('By the average that holds today'),
  correction: z.object({
    kind: z
      .enum(['credit-note', 'additional-claim'])
      .describe('Whether the creditor claimed too much, or may claim the rest'),
    amount: sumSchema.describe('The difference, above zero, in the currency of the claim'),
  }),
});

/** What an import came to. */
export const importedSchema = z.object({
  kind: z.enum(referenceKinds),
  imported: countSchema.describe('New versions'),
  unchanged: countSchema.describe('Records that stood already'),
  corrections: z.exactOptional(
    z
      .object({
        claims: countSchema,
        averages: z.array(z.object({ key: z.string().min(1), claims: countSchema })),
      })
      .describe(
        'Of average costs: introduced claims whose total is another one by the averages now known; none is changed, see the corrections of each average',
      ),
  ),
});

/** One direction of a position. */
export const positionLineSchema = z.object({
  creditor: stateSchema,
  debtor: stateSchema,
  open: sumSchema,
  notDue: sumSchema,
  due: sumSchema,
  overdue: sumSchema,
  contested: sumSchema,
  underCorrection: sumSchema,
  inSettlement: sumSchema,
  claims: countSchema,
});

/** What two States owe each other in one currency. */
export const positionSchema = z.object({
  states: z.tuple([stateSchema, stateSchema]),
  currency: currencySchema,
  gross: z.array(positionLineSchema).min(1).max(2),
  net: netSchema,
});

/** How far a partition is read: what a close waits for, or how old a preview is. */
export const partitionProgressSchema = z.object({
  topic: z.string().min(1),
  partition: countSchema,
  /** Messages that are not booked yet. */
  behind: countSchema,
});

/** Claims of one direction and currency that a cycle leaves for a later one, and why. */
const waitingClaimsSchema = z.object({
  settlement: settlementIdSchema.describe('The settlement that they would be in'),
  creditor: stateSchema,
  debtor: stateSchema,
  amount: sumSchema,
  currency: currencySchema.describe('Of the claims'),
  claims: countSchema,
  reason: z
    .enum(['rate-missing', 'currency-not-in-use', 'settlement-incomplete'])
    .describe(
      'rate-missing: none of the cut-off day or before is known; settlement-incomplete: that is so of others in the settlement; currency-not-in-use: it has ended, and no law fixes its rate to the euro',
    ),
  detail: z.string().min(1),
});
const waitingSchema = z
  .array(waitingClaimsSchema)
  .describe(
    'What cannot be converted at the cut-off: nothing of it is taken, the next cycle looks anew',
  );

/** A clearing cycle as `cycle.closed` tells it, and where it stands; while it closes, without figures. */
export const cycleSchema = z.object({
  ...cycleClosedSchema.omit({ sequence: true }).shape,
  status: z.enum(['closing', 'closed']),
  hash: hashSchema.nullable().describe('Null while it closes'),
  referenceVersion: z
    .int()
    .min(0)
    .nullable()
    .describe('Version of the reference data that it was made with; null while it closes'),
  waitsFor: z.array(partitionProgressSchema),
  settlementIds: z.array(settlementIdSchema),
  waiting: waitingSchema,
});

const previewSettlementSchema = settlementProposedSchema.omit({ sequence: true });

/** What a close would give now. */
export const cyclePreviewSchema = z.object({
  cycle: cycleIdSchema,
  cutoff: isoDateSchema,
  dryRun: z.literal(true),
  settlements: z.array(previewSettlementSchema),
  claims: countSchema,
  hash: hashSchema,
  lag: z.array(partitionProgressSchema),
  waiting: waitingSchema,
});

/** A settlement as proposed, and where it stands. */
export const settlementViewSchema = previewSettlementSchema.extend({ status: batchStatusSchema });

/** A claim behind a net: `amount` is what the settlement takes of it, signed, in its currency. */
export const settlementClaimSchema = z.object({
  institution: institutionSchema,
  reference: referenceSchema,
  statement: referenceSchema.nullable(),
  debtor: institutionSchema,
  amount: amountSchema,
  currency: currencySchema,
});

/** How a net came about and what was decided on it, down to the rules of each claim. */
export const explanationSchema = settlementViewSchema.extend({
  steps: z
    .array(z.object({ rule: z.string().min(1), text: z.string().min(1) }))
    .describe('From what allows offsetting to the net, in the language asked for'),
  decisions: z
    .array(
      z.object({
        at: instantSchema,
        type: z.string().min(1),
        by: z
          .exactOptional(z.string().min(1))
          .describe('A person; for the payee State a pseudonym that begins with `o:`'),
        text: z.string().min(1),
      }),
    )
    .describe('What officers, treasurers and banks did, in the order in which it was booked'),
  claims: pageOf(
    settlementClaimSchema.extend(
      claimViewSchema.pick({
        instrument: true,
        introducedOn: true,
        due: true,
        total: true,
        obligation: true,
        why: true,
      }).shape,
    ),
  ),
});

/** The columns of a settlement's claims as CSV, in order. */
export const settlementClaimColumns = Object.freeze(
  Object.keys(settlementClaimSchema.shape) as (keyof z.infer<typeof settlementClaimSchema>)[],
);

const [
  institutionVersion,
  arrangementVersion,
  averageCostVersion,
  exchangeRateVersion,
  referenceRateVersion,
] = referenceUpdatedSchema.options;
const standingShape = {
  to: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .nullable()
    .describe(
      'The last day on which it holds, later records considered; the day before from when it is superseded, so that it holds on none',
    ),
  supersededBy: z
    .int()
    .min(1)
    .nullable()
    .describe('The version with the same key and from that stands in its place'),
};

/** One version of a reference record, and how long it stands. */
export const referenceVersionSchema = z.discriminatedUnion('kind', [
  institutionVersion.extend(standingShape),
  arrangementVersion.extend(standingShape),
  averageCostVersion.extend(standingShape),
  exchangeRateVersion.extend(standingShape),
  referenceRateVersion.extend(standingShape),
  z.object({
    kind: z.literal('instruments'),
    key: z.string().min(1),
    version: z.int().min(1),
    from: isoDateSchema.nullable().describe('Days of recording to which it applies'),
    ...standingShape,
    record: instrumentSchema,
  }),
]);

/** What a payer State pays in one cycle and currency; what officers approve. */
export const batchSchema = z.object({
  id: batchIdSchema,
  cycle: cycleIdSchema,
  payer: stateSchema,
  currency: currencySchema,
  total: sumSchema,
  status: batchStatusSchema,
  hash: hashSchema,
  settlements: z.array(
    z.object({
      settlement: settlementIdSchema,
      payee: stateSchema,
      amount: sumSchema,
      status: batchStatusSchema,
      acceptance: z.exactOptional(
        z
          .object({
            until: isoDateSchema.describe(
              'The last UTC day on which the payee State may accept; from the next day on its silence counts',
            ),
            silence: acceptanceSchema.shape.silence,
            accepted: z
              .object({ how: z.enum(['officer', 'silence']), at: instantSchema })
              .nullable()
              .describe('Null while it is not accepted; the officer is known to the payee State'),
          })
          .describe('What the arrangement asks of the payee State before the release, if it does'),
      ),
    }),
  ),
  approvals: z.array(z.object({ officer: personSchema, at: instantSchema })),
  /** How many different officers must approve. */
  approvalsRequired: z.int().min(1),
});

/** The acceptance of a settlement by its payee State. */
export const settlementAcceptanceSchema = settlementAcceptedSchema.omit({ sequence: true });

/** A row of the flows: its dimensions, version and measures. */
export const flowSchema = z.object({
  ...flowDimensionsShape,
  version: z.int().min(1),
  ...flowMeasuresShape,
});

/** The columns of the flows as CSV, in order. */
export const flowColumns = Object.freeze(
  Object.keys(flowSchema.shape) as (keyof z.infer<typeof flowSchema>)[],
);

/** The answer to submitted events: how many are on Kafka, and which lines were refused and why. */
export const submissionSchema = z.object({
  accepted: countSchema,
  refused: z.array(
    z.object({ line: z.int().min(1), code: z.string().min(1), detail: z.string().min(1) }),
  ),
});

/**
 * A name in a path. It is not held to the form of its kind: a name that cannot exist is simply not
 * found.
 */
export const pathNameSchema = textSchema(limits.attributeLengthMax);

/** The path of a claim. */
export const claimPathSchema = z.object({
  institution: pathNameSchema,
  reference: pathNameSchema,
});

/** Whether an app can work, and which of its parts answer. */
export const readinessSchema = z.object({
  status: z.enum(['ready', 'waiting']),
  checks: z.array(
    z.object({ name: z.string(), ready: z.boolean(), detail: z.exactOptional(z.string()) }),
  ),
});
