export { movementsOf } from './balance-movements.js';
export type { ClaimBook, Contestation, Step } from './claim-book.js';
export { changeOf, type BookedClaim, type ClaimChange } from './claim-change.js';
export { contestedAfterReturn } from './obligation-decision.js';
export { ObligationDesk, type ObligationState } from './obligation-desk.js';
export { loadBookedClaims, loadClaims, writeChanges } from './obligations.repository.js';
