export { paymentFile } from './payment-file.js';
export { orderPayments, type PaymentOrder } from './payment-order.js';
export { findInstruction, saveOrders } from './payment-orders.repository.js';
