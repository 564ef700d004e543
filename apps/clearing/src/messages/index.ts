export { answerTo } from './answer.js';
export type { Arrival, ArrivalOf, ClaimArrival } from './arrival.js';
export {
  Conversation,
  everyMessageOneAnswer,
  isAboutStatement,
  malformedReason,
  type ConversationState,
  type RefusalReason,
  type StoredAnswer,
} from './conversation.js';
export { ownEvent } from './own-event.js';
export { Pseudonyms } from './pseudonyms.js';
export { recordKeyOf, type RecordedData } from './recorded-answer.js';
export { loadRecorded } from './recorded-answers.repository.js';
export { fingerprintOf, readMessage } from './reading.service.js';
