export type { IsoDate } from '@reciproca/money';
export { isInstitutionOrItsLiaison } from './authority.js';
export { bases, benefitKinds, careTypes, entitlementDocuments, readClaimFacts } from './claim.js';
export type {
  ActualExpenditureFacts,
  Basis,
  BenefitKind,
  CareType,
  ClaimData,
  ClaimFacts,
  ClaimFault,
  ClaimReading,
  EntitlementDocument,
  FixedAmountFacts,
} from './claim.js';
export { deadlineOf } from './clocks.js';
export type { InstrumentQuery } from './compiled-instruments.js';
export {
  addDays,
  addMonthsToMonthEnd,
  daysBetween,
  endOfHalfYear,
  endOfMonth,
  endOfYear,
  isRealDate,
  laterOf,
} from './dates.js';
export { decide } from './decide.js';
export { reasonCodes } from './decision.js';
export type {
  AppliedRule,
  Decision,
  DueDates,
  IntroducedDecision,
  Reason,
  ReasonCode,
  RejectedDecision,
  UsedVersions,
} from './decision.js';
export { stateOf } from './fields.schema.js';
export { instrumentSchema } from './instrument.schema.js';
export type { Clock, Confidence, Instrument, StateCurrency } from './instrument.schema.js';
export {
  shippedInstruments,
  shippedInstrumentsVersion,
} from './instruments/shipped-instruments.data.js';
export { shippedStateCurrencies } from './instruments/state-currencies.data.js';
export { isValidIban } from './iban.js';
export { agreementLimits } from './limits.js';
export { checkArrangementRecords, checkInstitutionRecords } from './record-checks.js';
export type { RecordCheck, RecordFault } from './record-checks.js';
export { arrangementRecordSchema, institutionRecordSchema } from './records.schema.js';
export type { ArrangementRecord, InstitutionRecord } from './records.schema.js';
export { ReferenceDataError, buildReferenceData } from './reference-data.js';
export type { ReferenceData, ReferenceDataOptions } from './reference-data.js';
