export { LedgerAccounts, accountKeyOf, type LedgerAccount } from './accounts.repository.js';
export { foldTotals } from './balance-totals.repository.js';
export {
  BalanceChanges,
  openingStripe,
  outsideBuckets,
  owedBuckets,
  type Bucket,
  type Movement,
} from './balances.repository.js';
export { sweepAlone, waitForSweeps } from './claim-turns.repository.js';
export {
  figuresIn,
  figuresOf,
  obligationOf,
  statusOf,
  type BucketSums,
  type IntroducedStatus,
  type Obligation,
  type ObligationFigures,
} from './obligation.js';
export { PositionsController } from './positions.controller.js';
export { readBalances } from './positions.repository.js';
export { grossLineOf, type BalanceLine } from './positions.js';
export { PositionsService } from './positions.service.js';
