export { AccountStatementsController } from './account-statements.controller.js';
export { AccountStatements } from './account-statements.service.js';
