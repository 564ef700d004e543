export { ClaimIds } from './claim-ids.repository.js';
export { IntakeController } from './intake.controller.js';
export { IntakeService, type IntakeObserver, type IntakeParts } from './intake.service.js';
