export { eventsOfBody } from './body-events.service.js';
export type { BodyItem, BodyLimits } from './body-events.service.js';
export { ClaimsController } from './claims.controller.js';
export { SubmissionService } from './submission.service.js';
export { checkSubmittedEvent } from './submitted-event.js';
export type { CheckedEvent, Refusal, Submitter } from './submitted-event.js';
