export { BalanceViews } from './balance-views.service.js';
export { PublishedBalancesController } from './published-balances.controller.js';
export { PublishedBalances, type BalanceParts } from './published-balances.service.js';
