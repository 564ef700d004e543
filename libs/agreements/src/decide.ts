import type { IsoDate } from '@reciproca/money';
import type { ClaimFacts } from './claim.js';
import { careDayOf, claimChecks } from './claim-checks.js';
import { deadlineOf, filingStart } from './clocks.js';
import type { AppliedRule, Decision, DueDates, Reason } from './decision.js';
import { stateOf } from './fields.schema.js';
import type { Clock, Instrument } from './instrument.schema.js';
import type { ReferenceData } from './reference-data.js';

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
  const instrument =
    reference.instrumentFor({
      creditorState: stateOf(claim.creditor),
      debtorState: stateOf(claim.debtor),
      careDay: careDayOf(claim),
      recordedOn: claim.recordedOn,
    }) ?? null;
  const reasons: Reason[] = [];
  for (const check of claimChecks) {
    const reason = check({ claim, reference, instrument });
    if (reason !== null) {
      reasons.push(reason);
    }
  }
  if (instrument === null || reasons.length > 0) {
    return { outcome: 'rejected', reasons, versions: reference.versions };
  }
  return introduce({ claim, instrument, reference });
}

function introduce(admitted: {
  readonly claim: ClaimFacts;
  readonly instrument: Instrument;
  readonly reference: ReferenceData;
}): Decision {
  const { claim, instrument, reference } = admitted;
  const { filing, downPayment, payment, dispute } = instrument.clocks;
  const filingClock = filing[claim.basis];
  const fileBy =
    filingClock === undefined ? null : deadlineOf(filingClock, filingStart(filingClock, claim));
  const due: DueDates = {
    downPaymentBy: deadlineOrNull(downPayment, claim.introducedOn),
    payBy: deadlineOrNull(payment, claim.introducedOn),
    disputeEnds: deadlineOrNull(dispute, claim.introducedOn),
  };
  return {
    outcome: 'introduced',
    instrument: instrument.id,
    due,
    fileBy,
    // Written when it is asked for: intake decides thousands of claims and asks for none.
    get why() {
      return explain({ claim, instrument, due, fileBy });
    },
    versions: reference.versions,
  };
}

function deadlineOrNull(clock: Clock | null, start: IsoDate): IsoDate | null {
  return clock === null ? null : deadlineOf(clock, start);
}

interface Explained {
  readonly claim: ClaimFacts;
  readonly instrument: Instrument;
  readonly due: DueDates;
  readonly fileBy: IsoDate | null;
}

function explain({ claim, instrument, due, fileBy }: Explained): readonly AppliedRule[] {
  const { id, clocks } = instrument;
  const { introducedOn, recordedOn } = claim;
  const why: AppliedRule[] = [selection(claim, instrument)];
  if (claim.basis === 'actual-expenditure') {
    why.push({
      rule: `${id}/${instrument.entitlement.accepted[claim.entitlement].article}`,
      text: 'The document is accepted for this care.',
      inputs: { document: claim.entitlement, care: claim.care.type },
    });
  }
  why.push({
    rule: `${id}/${instrument.currency.article}`,
    text: "The claim is in the currency of the creditor's State on the day of recording.",
    inputs: { state: stateOf(claim.creditor), recordedOn, currency: claim.total.currency },
  });
  const filing = clocks.filing[claim.basis];
  if (filing !== undefined && fileBy !== null) {
    why.push(filed({ claim, clock: filing, id, fileBy }));
  }
  const started: readonly (readonly [Clock | null, string, IsoDate | null])[] = [
    [
      clocks.downPayment,
      'Only a down payment by this day can shield from interest.',
      due.downPaymentBy,
    ],
    [clocks.payment, 'To be paid by this day.', due.payBy],
    [clocks.dispute, 'May be contested until this day.', due.disputeEnds],
  ];
  for (const [clock, text, by] of started) {
    if (clock !== null && by !== null) {
      const inputs = { introducedOn, months: String(clock.months), after: clock.afterEndOf, by };
      why.push({ rule: `${id}/${clock.article}`, text, inputs });
    }
  }
  return why;
}

function selection(claim: ClaimFacts, instrument: Instrument): AppliedRule {
  return {
    rule: `${instrument.id}/${instrument.recorded.article}`,
    text: 'The instrument binds both States for this care and this day of recording.',
    inputs: {
      creditorState: stateOf(claim.creditor),
      debtorState: stateOf(claim.debtor),
      careUntil: careDayOf(claim),
      recordedOn: claim.recordedOn,
    },
  };
}

function filed(given: {
  readonly claim: ClaimFacts;
  readonly clock: Clock;
  readonly id: string;
  readonly fileBy: IsoDate;
}): AppliedRule {
  const { claim, clock, id, fileBy } = given;
  const known = claim.competentInstitutionKnownOn;
  return {
    rule: `${id}/${clock.article}`,
    text: 'Introduced in time.',
    inputs: {
      recordedOn: claim.recordedOn,
      ...(known === null ? {} : { competentInstitutionKnownOn: known }),
      months: String(clock.months),
      after: clock.afterEndOf,
      by: fileBy,
      introducedOn: claim.introducedOn,
    },
  };
}
