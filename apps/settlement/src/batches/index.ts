export type { AcceptanceTerms } from './acceptance.js';
export { AcceptancesController } from './acceptances.controller.js';
export { hashOfSettlements } from './batch-hash.js';
export { BatchesController } from './batches.controller.js';
export { PaymentFileController } from './payment-file.controller.js';
export { BatchesService } from './batches.service.js';
export { SilenceService } from './silence.service.js';
export { openBatches, type CompleteCycle, type ProposedSettlement } from './opening.repository.js';
