export { readBankFile } from './bank-file.js';
export type { BankEntry, BankFile, BankFileFault, BankFileReading } from './bank-file.types.js';
