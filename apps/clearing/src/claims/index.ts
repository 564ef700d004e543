export { ClaimViews } from './claim-views.service.js';
export { ClaimsController } from './claims.controller.js';
export { ClaimIds } from './claim-ids.repository.js';
export { IntakeController } from './intake.controller.js';
export { IntakeService, type IntakeObserver, type IntakeParts } from './intake.service.js';
export { Pseudonyms } from './pseudonyms.js';
export { ownEvent } from './own-event.js';
