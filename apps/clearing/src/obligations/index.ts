export type { ClaimBook, Contestation, Step } from './claim-book.js';
export {
  ObligationDesk,
  recordKeyOf,
  type BookedClaim,
  type ClaimChange,
  type ObligationState,
} from './obligation-desk.js';
export { movementsOf } from './balance-movements.js';
export { loadClaims, writeChanges } from './obligations.repository.js';
