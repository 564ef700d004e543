export { copyRow, type CopyValue } from './copy-text.js';
export {
  Database,
  roleOf,
  type DatabaseOptions,
  type Migration,
  type UnitOfWorkOptions,
} from './database.js';
export { DatabaseUnavailableError, failureKind, type FailureKind } from './errors.js';
export { databaseLimits } from './limits.js';
export type { Reading } from './reading.js';
export { type CopyCommand, type Transaction } from './transaction.js';
