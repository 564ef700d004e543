export {
  Admission,
  type AdmissionState,
  type IntroducedClaim,
  type KnownClaim,
} from './admission.js';
export { ClaimViews } from './claim-views.service.js';
export { ClaimsController } from './claims.controller.js';
export type { IntroducedData } from './outcomes.js';
