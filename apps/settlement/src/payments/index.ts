export { PaymentsController } from './payments.controller.js';
export { PaymentsService } from './payments.service.js';
