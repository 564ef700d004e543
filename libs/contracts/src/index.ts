export { languages } from '@reciproca/agreements';
export type { Language } from '@reciproca/agreements';
export { limits } from './limits.js';
export { isState } from './states.js';
export {
  allTopics,
  deadLetterDefinition,
  deadLetterHeaders,
  deadLetterTopic,
  topics,
} from './topics.js';
export type { AppName, TopicDefinition, TopicId, TopicName } from './topics.js';
export {
  amountSchema,
  balanceIdSchema,
  batchIdSchema,
  currencySchema,
  cycleIdSchema,
  hashSchema,
  instantSchema,
  institutionSchema,
  isoDateSchema,
  moneySchema,
  referenceSchema,
  settlementIdSchema,
  stateSchema,
  subjectSchema,
  textSchema,
} from './primitives.js';
export {
  envelopeSchema,
  institutionOfSource,
  institutionSource,
  splitSubject,
  subjectOf,
} from './events/envelope.js';
export { eventText, keyOf, uuidOf } from './events/event-text.js';
export type { EventToWrite } from './events/event-text.js';
export type { Envelope, SubjectParts } from './events/envelope.js';
export {
  benefitKinds,
  careTypes,
  claimBases,
  contestationReasons,
  entitlementDocuments,
  inboundSchemas,
  isInboundType,
} from './events/inbound.js';
export type { ClaimSubmitted, InboundData, InboundType } from './events/inbound.js';
export { faultText, readShape } from './messages/shape.js';
export { parseInboundData } from './messages/parse-inbound-data.js';
export type { ParsedInboundData } from './messages/parse-inbound-data.js';
export { checkClaimSubmitted } from './messages/field-checks.js';
export {
  claimsCsvEvent,
  csvTypeOf,
  readClaimsCsvHeader,
  readClaimsCsvLine,
  readMessagesCsvHeader,
} from './messages/claims-csv.js';
export { csvMessages } from './messages/csv-columns.js';
export type {
  ClaimsCsvContext,
  ClaimsCsvHeader,
  ClaimsCsvHeaderReading,
  ClaimsCsvLine,
} from './messages/claims-csv.js';
export { readMirrorHeader, readMirrorLine } from './messages/mirror-list.js';
export type { MirrorListLine } from './messages/mirror-list.js';
export {
  openItemColumns,
  readOpenItem,
  readOpenItemLine,
  readOpenItemsCsvHeader,
} from './messages/open-items.js';
export type { OpenItemReading } from './messages/open-items.js';
export type { OpenItem } from './events/open-item.js';
export { readInboundMessage } from './messages/read-inbound-message.js';
export type {
  InboundMessage,
  MalformedMessage,
  ReceivedMessage,
  UnattributableMessage,
  WellFormedMessage,
} from './messages/read-inbound-message.js';
export {
  canonicalAmount,
  canonicalContent,
  canonicalMalformedContent,
} from './messages/canonical-content.js';
export { epochMillisecondsOf, utcDayOf } from './messages/instant.js';
export { deadlineKinds } from './events/deadlines.js';
export { eventSchemas, isEventType } from './events/event-schemas.js';
export type { CloudEvent, EventData, EventType } from './events/event-schemas.js';
export {
  flowDimensions,
  flowDirections,
  flowKey,
  flowMeasures,
  timeBases,
} from './events/flows.js';
export type { FlowDimensions } from './events/flows.js';
export { referenceKinds, referenceRecordSchemas } from './events/reference.js';
export type {
  ArrangementRecordData,
  InstitutionRecordData,
  ReferenceKind,
} from './events/reference.js';
export {
  claimReasonCodes,
  errorCatalogue,
  isErrorCode,
  messageReasonCodes,
} from './errors/error-catalogue.js';
export type {
  ClaimReasonCode,
  DeadLetterCode,
  ErrorClass,
  ErrorCode,
  ErrorDefinition,
  ErrorPlace,
  MessageReasonCode,
} from './errors/error-catalogue.js';
export { ProblemError, problemSchema } from './errors/problem.js';
export type { Fault, ProblemBody, ProblemOptions } from './errors/problem.js';
export { commonErrors, expressPath, roles } from './routes/route.js';
export type {
  ContentType,
  Input,
  JsonBody,
  Output,
  RawBody,
  RawBodyDefinition,
  ResponseDefinition,
  Role,
  RouteDefinition,
  Visibility,
} from './routes/route.js';
export { allRoutes, routes } from './routes/routes.js';
export type { RouteId } from './routes/routes.js';
export {
  accountStatementColumns,
  balanceClaimColumns,
  balanceStatuses,
  movementCauses,
} from './routes/account-resources.js';
export {
  batchStatuses,
  claimStatuses,
  flowColumns,
  settlementClaimColumns,
} from './routes/resources.js';
export { downPaymentStatuses, downPaymentWaits } from './routes/statement-view.js';
export { mirrorColumns, mirrorResults, mirrorUploadColumns } from './routes/opening-resources.js';
export { buildAsyncApi } from './documents/async-api.js';
export { buildOpenApi, errorsOf } from './documents/open-api.js';
export { buildJsonSchemas, eventJsonSchema, eventTypes } from './documents/event-json-schemas.js';
export type { JsonObject, JsonValue } from './documents/json.js';
