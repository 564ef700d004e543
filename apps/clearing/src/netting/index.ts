export { CloseService, type CloseParts, type CycleResult, type Lag } from './close.service.js';
export { unpaidSettlement } from './in-settlement.js';
export { SettlementNewsController } from './settlement-news.controller.js';
export { SettlementNewsService } from './settlement-news.service.js';
export { CycleViews } from './cycle-views.service.js';
export { CyclesController } from './cycles.controller.js';
export { SettlementViews } from './settlement-views.service.js';
export { SettlementsController } from './settlement-views.controller.js';
