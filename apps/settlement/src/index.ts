export { settlementApp, type SettlementSections } from './settlement.app.js';
