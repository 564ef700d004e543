import type { IsoDate } from '@reciproca/money';
import type { ClaimFacts } from './claim.js';
import { claimChecks, openItemChecks } from './claim-checks.js';
import type { CheckContext, ClaimCheck } from './claim-checks.js';
import { deadlineOf } from './clocks.js';
import { findBinding, queryOf, refundsCare } from './compiled-instruments.js';
import type { Binding } from './compiled-instruments.js';
import { dataJudgedOn } from './data-versions.js';
import type { Decision, DueDates, Reason, Refusal } from './decision.js';
import { tellAll } from './explanations.js';
import { filingClockOf } from './filing.js';
import type { Clock, Instrument } from './instrument.schema.js';
import type { ReferenceData } from './reference-data.js';
import { whyIntroduced } from './why.js';
import type { Admitted } from './why.js';

/**
 * Decides about a claim: introduced with its clocks and why, or rejected with every reason that
 * applies, in the order of `reasonCodes`. Pure: the same claim and reference data give the same answer.
 *
 * Whether the claim's reference is already taken by other content, and whether the message can be read
 * at all, is decided before.
 *
 * @param claim facts of checked shape, e.g. from `readClaimFacts`
 * @param reference the world as known at the start of the batch
 */
export function decide(claim: ClaimFacts, reference: ReferenceData): Decision {
  return decideBy(claimChecks, claim, reference);
}

/**
 * The same for an open item of an old system, e.g. from `readOpenItemFacts`: whether it was introduced
 * late is not examined again, and what needs a part that it does not know is left out.
 */
export function decideOpenItem(claim: ClaimFacts, reference: ReferenceData): Decision {
  return decideBy(openItemChecks, claim, reference);
}

function decideBy(
  checks: readonly ClaimCheck[],
  claim: ClaimFacts,
  reference: ReferenceData,
): Decision {
  const binding = bindingOf(claim, reference);
  const context = { claim, reference, instrument: binding?.instrument ?? null };
  const refusals = failedChecks(checks, context);
  if (binding === null || refusals.length > 0) {
    const reasons = refusals.map((refusal) => reasonOf(refusal, reference));
    return { outcome: 'rejected', reasons, versions: reference.versions };
  }
  return introduce({ claim, binding, reference, isOpenItem: checks === openItemChecks });
}

/**
 * Why a claim is not considered, in sentences that can be told in any language; none when it is.
 * `decide` says the same in English.
 */
export function refusalsOf(claim: ClaimFacts, reference: ReferenceData): readonly Refusal[] {
  const instrument = bindingOf(claim, reference)?.instrument ?? null;
  return failedChecks(claimChecks, { claim, reference, instrument });
}

function reasonOf({ code, rule, said }: Refusal, { versions }: ReferenceData): Reason {
  const kind = dataJudgedOn({ code, said });
  const dataVersion = kind === undefined ? undefined : versions[kind];
  return {
    code,
    rule,
    detail: tellAll(said, 'en'),
    said: [...said],
    ...(dataVersion === undefined ? {} : { dataVersion }),
  };
}

/** What makes the debtor pay; null where nothing does. */
function bindingOf(claim: ClaimFacts, reference: ReferenceData): Binding<Instrument> | null {
  const query = queryOf(claim);
  const bindings = reference.bindingsBetween(query.creditorState, query.debtorState);
  const found = findBinding(bindings, query);
  return found !== undefined && refundsCare(found) ? found : null;
}

function failedChecks(checks: readonly ClaimCheck[], context: CheckContext): Refusal[] {
  const refusals: Refusal[] = [];
  for (const check of checks) {
    const refusal = check(context);
    if (refusal !== null) {
      refusals.push(refusal);
    }
  }
  return refusals;
}

function introduce(admitted: Admitted): Decision {
  const { claim, binding, reference, isOpenItem } = admitted;
  const { instrument } = binding;
  const { downPayment, payment, dispute } = instrument.clocks;
  const filing = isOpenItem ? null : filingClockOf({ claim, instrument, reference });
  const due: DueDates = {
    downPaymentBy: deadlineOrNull(downPayment, claim.introducedOn),
    payBy: deadlineOrNull(payment, claim.introducedOn),
    disputeEnds: deadlineOrNull(dispute, claim.introducedOn),
  };
  return {
    outcome: 'introduced',
    instrument: instrument.id,
    part: instrument.part,
    due,
    fileBy: filing === null ? null : filing.by,
    // Written when it is asked for: intake decides thousands of claims and asks for none.
    get why() {
      return whyIntroduced({ ...admitted, due, filing });
    },
    versions: reference.versions,
  };
}

function deadlineOrNull(clock: Clock | null, start: IsoDate): IsoDate | null {
  return clock === null ? null : deadlineOf(clock, start);
}
