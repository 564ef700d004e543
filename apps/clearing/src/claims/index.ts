export {
  Admission,
  type AdmissionState,
  type IntroducedClaim,
  type KnownClaim,
  type RejectedClaim,
} from './admission.js';
export { ClaimReasons, type ExplainedClaim } from './claim-reasons.service.js';
export { claimSettledOf, type BookedPayment } from './claim-settled.js';
export { ClaimViews } from './claim-views.service.js';
export { ClaimsController } from './claims.controller.js';
export { introductionMovement } from './introduction-movement.js';
export { introducedParts, type IntroducedData } from './outcomes.js';
export { Twins } from './twins.js';
