export type { Arrival, ArrivalOf, ClaimArrival } from './arrival.js';
export {
  Conversation,
  everyMessageOneAnswer,
  malformedReason,
  type ConversationState,
  type RefusalReason,
  type StoredAnswer,
} from './conversation.js';
export { ownEvent } from './own-event.js';
export { Pseudonyms } from './pseudonyms.js';
export { fingerprintOf, readMessage } from './reading.service.js';
