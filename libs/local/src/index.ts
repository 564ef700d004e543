export { startLocalBroker } from './local-broker.js';
export type { LocalBroker } from './local-broker.js';
export { startLocalDatabase } from './local-database.js';
export type { LocalDatabase } from './local-database.js';
export type { LocalPartOptions } from './local-part-options.js';
export { startLocalParts } from './local-parts.js';
export type { GivenParts, LocalParts } from './local-parts.js';
export { LocalPartError } from './local.errors.js';
export type { LocalPartErrorCode } from './local.errors.js';
