import { z } from 'zod';
import { inboundEventSchema } from '../events/inbound-event.js';
import { instrumentSchema } from '@reciproca/agreements';
import { referenceRecordSchemas } from '../events/reference.js';
import { problemSchema } from '../errors/problem.js';
import {
  accountStatementSchema,
  accountStatementClaimSchema,
  balanceClaimSchema,
  balanceSchema,
  balanceSummarySchema,
} from '../routes/account-resources.js';
import {
  batchSchema,
  claimSummarySchema,
  claimViewSchema,
  cyclePreviewSchema,
  cycleSchema,
  flowSchema,
  positionSchema,
  readinessSchema,
  referenceVersionSchema,
  settlementClaimSchema,
  settlementViewSchema,
  submissionSchema,
} from '../routes/resources.js';

type Names = z.core.$ZodRegistry<{ id: string }>;

function namesOf(named: Readonly<Record<string, z.ZodType>>): Names {
  const names = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) names.add(schema, { id });
  return names;
}

/** The names under which schemas of request bodies stand in the OpenAPI document. */
export const requestComponents: Names = namesOf({
  ArrangementRecord: referenceRecordSchemas.arrangements,
  InboundEvent: inboundEventSchema,
  InstitutionRecord: referenceRecordSchemas.institutions,
});

/**
 * The same for answers. Reference records are not among them: in an answer their defaults are
 * filled in, so that they have another schema than in a request.
 */
export const responseComponents: Names = namesOf({
  AccountStatement: accountStatementSchema,
  AccountStatementClaim: accountStatementClaimSchema,
  Balance: balanceSchema,
  BalanceClaim: balanceClaimSchema,
  BalanceSummary: balanceSummarySchema,
  Batch: batchSchema,
  Claim: claimViewSchema,
  ClaimSummary: claimSummarySchema,
  Cycle: cycleSchema,
  CyclePreview: cyclePreviewSchema,
  Flow: flowSchema,
  Instrument: instrumentSchema,
  Position: positionSchema,
  Problem: problemSchema,
  Readiness: readinessSchema,
  ReferenceVersion: referenceVersionSchema,
  Settlement: settlementViewSchema,
  SettlementClaim: settlementClaimSchema,
  Submission: submissionSchema,
});
