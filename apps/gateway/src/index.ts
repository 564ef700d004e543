export { checkSubmittedEvent, eventsOfBody } from './claims/index.js';
export type { BodyItem, BodyLimits, CheckedEvent, Refusal, Submitter } from './claims/index.js';
export { gatewayApp } from './gateway.module.js';
