export { accountOn, type Account, type AccountQuestion } from './account.js';
export { InstitutionsController } from './institutions.controller.js';
export { ownersOf, recordsOfStates } from './institutions.repository.js';
export { InstitutionsService } from './institutions.service.js';
