import type { Money } from '@reciproca/money';

/** One movement of money on an account: a booked entry, or one transaction of an entry with several. */
export interface BankEntry {
  /** Names the movement for ever, in whichever file it is told: a UUID. */
  readonly id: string;
  /** IBAN of the account on which it is booked. */
  readonly account: string;
  /** Id of the statement or notification that told it. */
  readonly statement: string;
  /** `credit`: money came; `debit`: it went. Of a reversal what it does itself. */
  readonly direction: 'credit' | 'debit';
  /** Never negative, in the currency of the account. */
  readonly amount: Money;
  /** What was instructed, where the file says that it differs: charges, another currency. */
  readonly instructed: Money | null;
  /** Day of booking, `YYYY-MM-DD`. */
  readonly on: string;
  /** Null where none was given. */
  readonly endToEndId: string | null;
  /** The words of the remittance, one line. */
  readonly remittance: string;
  /** IBAN of the other side, where the file names it. */
  readonly counterpart: string | null;
  /** The bank's own name for it; the id where the bank gives none. */
  readonly bankReference: string;
  /** Why it came back, where it is a return: an ISO 20022 code or the bank's words. */
  readonly returnReason: string | null;
}

/** A camt file as it was read. */
export interface BankFile {
  /** Accounts that the file is about, each once; one with nothing booked too. */
  readonly accounts: readonly string[];
  /** In the order of the file. Entries that are pending or for information are not among them. */
  readonly entries: readonly BankEntry[];
}

/** Something that makes a file unusable. */
export interface BankFileFault {
  /** Where: the path of the element with its place among its like, and the line. */
  readonly path: string;
  /** What is wrong and what would be right. */
  readonly detail: string;
}

/** A file, or what is wrong with it. Of a file with a fault nothing is used. */
export type BankFileReading =
  | { readonly ok: true; readonly file: BankFile }
  | { readonly ok: false; readonly faults: readonly BankFileFault[] };
