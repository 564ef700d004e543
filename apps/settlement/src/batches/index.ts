export { hashOfSettlements } from './batch-hash.js';
export { BatchesController } from './batches.controller.js';
export { BatchesService } from './batches.service.js';
export { openBatches, type CompleteCycle, type ProposedSettlement } from './opening.repository.js';
