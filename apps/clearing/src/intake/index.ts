export { bookedClaimOf } from './batch-decision.js';
export { writeBatch } from './batch-writing.repository.js';
export { ClaimIds } from './claim-ids.repository.js';
export { IntakeController } from './intake.controller.js';
export { loadKnown, type Known } from './intake.repository.js';
export { IntakeService, type IntakeObserver, type IntakeParts } from './intake.service.js';
