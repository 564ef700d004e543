export { LedgerAccounts, accountKeyOf, type LedgerAccount } from './accounts.repository.js';
export { BalanceChanges, type Bucket, type Movement } from './balances.repository.js';
export {
  figuresOf,
  obligationOf,
  statusOf,
  type BucketSums,
  type IntroducedStatus,
  type Obligation,
  type ObligationFigures,
} from './obligation.js';
export { PositionsController } from './positions.controller.js';
export { PositionsService } from './positions.service.js';
