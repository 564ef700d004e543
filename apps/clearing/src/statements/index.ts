export {
  allocateDownPayments,
  bookDownPayments,
  itemsAfterAllocation,
} from './down-payments.repository.js';
export {
  numberIn,
  statementsIn,
  writeStatements,
  type StatementChanges,
} from './statement-entries.repository.js';
export {
  StatementDesk,
  type StatementArrival,
  type StatementEntry,
  type StatementName,
  type StatementState,
} from './statement-desk.js';
export { StatementNumbers } from './statement-numbers.repository.js';
export { StatementViews } from './statement-views.service.js';
export { StatementsController } from './statements.controller.js';
export { loadStatements } from './statements.repository.js';
export { unshieldedMonthsOf, type UnshieldedMonth } from './statement-months.js';
export { readMonths } from './statement-months.repository.js';
export type { MonthsOfStatement } from './stored-statement.types.js';
