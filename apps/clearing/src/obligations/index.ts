export { movementsOf } from './balance-movements.js';
export { afterSteps, type ClaimBook, type Contestation, type Step } from './claim-book.js';
export { changeOf, type BookedClaim, type ClaimChange } from './claim-change.js';
export { contestedAfterReturn } from './obligation-decision.js';
export { ObligationDesk, replyByOf, type ObligationState } from './obligation-desk.js';
export { loadBookedClaims, loadClaims, writeChanges } from './obligations.repository.js';
