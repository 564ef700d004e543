export { canonicalText, digestOf } from './canonical-text.js';
export { csvLines, type CsvLine } from './csv-body.service.js';
export { csvPieces, csvText } from './csv-text.js';
export { answerOnce, findKept, type OnceRequest } from './idempotency.repository.js';
export { holdOneState, readOneState } from './one-state.repository.js';
export { cursorOf, pageOf, startOf, type Page } from './page.js';
