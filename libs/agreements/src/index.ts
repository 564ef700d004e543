export type { IsoDate } from '@reciproca/money';
export { isInstitutionOrItsLiaison, speaksForItsState } from './authority.js';
export { averageCostKey, averageCostTable, monthlyAmount } from './average-costs.js';
export type {
  AverageCost,
  AverageCostQuery,
  AverageCostTable,
  PublishedAverages,
  PublishedQuery,
} from './average-costs.js';
export { averageCostRecordSchema, publicationDayOf } from './average-costs.schema.js';
export type { AverageCostRecord } from './average-costs.schema.js';
export {
  bases,
  benefitKinds,
  careTypes,
  entitlementDocuments,
  readClaimFacts,
  readOpenItemFacts,
} from './claim.js';
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
export { effectiveRecords, groupBy, recordOn } from './dated.js';
export { consequenceOf } from './deadline-consequences.js';
export type { Deadline, DeadlineKind } from './deadline-consequences.js';
export { careDayOf, findBinding, queryOf, validityOf } from './compiled-instruments.js';
export type { Binding, InstrumentQuery } from './compiled-instruments.js';
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
export { dataJudgedOn, tellWithVersion } from './data-versions.js';
export type { JudgedData } from './data-versions.js';
export { decide, decideOpenItem, refusalsOf } from './decide.js';
export { reasonCodes } from './decision.js';
export type {
  AppliedRule,
  Decision,
  DueDates,
  IntroducedDecision,
  Reason,
  ReasonCode,
  Refusal,
  RejectedDecision,
  ToldRule,
  UsedVersions,
} from './decision.js';
export { exchange, exchangeRateTable } from './exchange.js';
export type { Exchanged, ExchangeQuestion, ExchangeRate, ExchangeRateTable } from './exchange.js';
export { languages, tell, tellAll } from './explanations.js';
export type { ExplanationKey, Language, Sentence, SentenceInput } from './explanations.js';
export { stateOf } from './fields.schema.js';
export { fixedAmountOf, inventoryBy, proposedCorrection } from './fixed-amounts.js';
export type { FixedAmount, FixedAmountQuestion, ProposedCorrection } from './fixed-amounts.js';
export { instrumentSchema } from './instrument.schema.js';
export type {
  AgreementWithoutCare,
  Clock,
  Confidence,
  FixedAmountRules,
  Instrument,
  ShippedInstrument,
  StateCurrency,
} from './instrument.schema.js';
export {
  shippedInstruments,
  shippedInstrumentsVersion,
} from './instruments/shipped-instruments.data.js';
export { shippedInterestTerms } from './instruments/interest-terms.data.js';
export type { InterestTerms } from './instruments/interest-terms.data.js';
export { shippedStateCurrencies } from './instruments/state-currencies.data.js';
export { interestOn, interestTermsOf } from './interest.js';
export { coveragesOf } from './interest-shields.js';
export type { Coverage, IntroducedTotal } from './interest-shields.js';
export type {
  ContestedPart,
  DownPayment,
  InterestAnswer,
  InterestItem,
  InterestLine,
  InterestQuestion,
  Reduction,
} from './interest.types.js';
export { ibanOf, isValidIban } from './iban.js';
export type { Law } from './law.js';
export { agreementLimits } from './limits.js';
export { exchangeRateRecordSchema, referenceRateRecordSchema } from './rates.schema.js';
export type { ExchangeRateRecord, ReferenceRateRecord } from './rates.schema.js';
export {
  checkArrangementRecords,
  checkAverageCostRecords,
  checkExchangeRateRecords,
  checkInstitutionRecords,
  checkReferenceRateRecords,
} from './record-checks.js';
export type { RecordCheck, RecordFault } from './record-checks.js';
export { arrangementRecordSchema, institutionRecordSchema } from './records.schema.js';
export type { ArrangementRecord, InstitutionRecord } from './records.schema.js';
export { ReferenceDataError, buildReferenceData } from './reference-data.js';
export type { ReferenceData, ReferenceDataOptions } from './reference-data.js';
export { referenceRateTable } from './reference-rates.js';
export type { ReferenceRate, ReferenceRateTable } from './reference-rates.js';
export {
  shippedDataRelease,
  shippedReferenceVersion,
  shippedTables,
} from './shipped/shipped-tables.js';
export type { ShippedTables } from './shipped/shipped-tables.js';
export { tellRefusal, tellWhy } from './why.js';
