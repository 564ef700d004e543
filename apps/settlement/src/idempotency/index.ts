export { answerOnce, type OnceOutcome, type OnceRequest } from './idempotency.repository.js';
