import { Money } from '@reciproca/money';
import type { BankEntry, BankFileFault } from './bank-file.types.js';
import { readDay, readMoney } from './entry-values.js';
import { limits } from './limits.js';
import { allOf, at, firstText, textAt, type XmlElement } from './xml-tree.js';

/** A movement of a booked entry, before it has a name. */
export type Movement = Omit<BankEntry, 'id' | 'account' | 'statement' | 'on' | 'bankReference'> & {
  /** Null where the bank gives none. */
  readonly bankReference: string | null;
};

/** An entry that is booked. */
export interface BookedEntry {
  readonly direction: BankEntry['direction'];
  /** Of the whole entry, never negative. */
  readonly amount: Money;
  readonly on: string;
  /** The bank's reference of the whole entry; null where it gives none. */
  readonly reference: string | null;
  /** One, or one per transaction where these add up to the entry. */
  readonly movements: readonly Movement[];
}

/** What an entry says. */
export type EntryReading =
  | { readonly kind: 'booked'; readonly entry: BookedEntry }
  | { readonly kind: 'not-booked' }
  | { readonly kind: 'faulty'; readonly faults: readonly BankFileFault[] };

/**
 * Reads one `Ntry`. An entry with several transactions gives one movement for each when their amounts
 * add up to the entry; otherwise it stays whole, without end-to-end id, for a treasurer to assign.
 */
export function readEntry(entry: XmlElement): EntryReading {
  const status = firstText(entry, ['Sts/Cd', 'Sts']);
  if (status !== 'BOOK') return { kind: 'not-booked' };
  const faults: BankFileFault[] = [];
  const amount = readMoney(at(entry, 'Amt'));
  if (!amount.ok) faults.push({ path: 'Amt', detail: amount.detail });
  const direction = directionOf(entry);
  if (direction === undefined) {
    faults.push({ path: 'CdtDbtInd', detail: 'must be CRDT or DBIT' });
  }
  const on = readDay(at(entry, 'BookgDt')) ?? readDay(at(entry, 'ValDt'));
  if (on === undefined) {
    faults.push({ path: 'BookgDt', detail: 'no day of booking: YYYY-MM-DD must be there' });
  }
  if (!amount.ok || direction === undefined || on === undefined) return { kind: 'faulty', faults };
  const reference = firstText(entry, ['AcctSvcrRef', 'NtryDtls/TxDtls/Refs/AcctSvcrRef']);
  const whole = { direction, amount: amount.money, on, reference };
  return { kind: 'booked', entry: { ...whole, movements: movementsOf(entry, whole) } };
}

type WholeEntry = Omit<BookedEntry, 'movements'>;

function movementsOf(entry: XmlElement, whole: WholeEntry): Movement[] {
  const details = allOf(entry, 'NtryDtls').flatMap((each) => allOf(each, 'TxDtls'));
  const [only] = details;
  if (details.length <= 1) return [movementOf(only, entry, whole)];
  const amounts = details.map((detail) => ownAmount(detail, whole.amount.currency));
  const known = amounts.filter((amount) => amount !== undefined);
  const sum = Money.sum(known, whole.amount.currency);
  if (known.length === details.length && sum.equals(whole.amount)) {
    return details.map((detail, index) => ({
      ...movementOf(detail, entry, whole),
      amount: known[index] ?? whole.amount,
    }));
  }
  const words = details.map(remittanceOf).join(' ');
  return [{ ...movementOf(undefined, entry, whole), remittance: shortened(words) }];
}

function movementOf(
  detail: XmlElement | undefined,
  entry: XmlElement,
  { direction, amount, reference }: WholeEntry,
): Movement {
  const otherSide = direction === 'credit' ? 'Dbtr' : 'Cdtr';
  const endToEndId = textAt(detail, 'Refs/EndToEndId');
  return {
    direction,
    amount,
    instructed: instructedOf(detail, entry, amount),
    endToEndId: endToEndId === 'NOTPROVIDED' ? null : endToEndId,
    remittance: shortened(`${remittanceOf(detail)} ${textAt(entry, 'AddtlNtryInf') ?? ''}`.trim()),
    counterpart: textAt(detail, `RltdPties/${otherSide}Acct/Id/IBAN`),
    bankReference: textAt(detail, 'Refs/AcctSvcrRef') ?? reference,
    returnReason: firstText(detail, ['RtrInf/Rsn/Cd', 'RtrInf/Rsn/Prtry', 'RtrInf/AddtlInf']),
  };
}

function directionOf(entry: XmlElement): BankEntry['direction'] | undefined {
  const indicator = textAt(entry, 'CdtDbtInd');
  if (indicator === 'CRDT') return 'credit';
  return indicator === 'DBIT' ? 'debit' : undefined;
}

/** The amount of one of several transactions, in the currency of the account. */
function ownAmount(detail: XmlElement, currency: string): Money | undefined {
  for (const path of ['Amt', 'AmtDtls/TxAmt/Amt', 'AmtDtls/InstdAmt/Amt']) {
    const read = readMoney(at(detail, path));
    if (read.ok && read.money.currency === currency) return read.money;
  }
  return undefined;
}

/** What was instructed where it is not what was booked. */
function instructedOf(
  detail: XmlElement | undefined,
  entry: XmlElement,
  booked: Money,
): Money | null {
  for (const place of [detail, entry]) {
    for (const path of ['AmtDtls/InstdAmt/Amt', 'AmtDtls/TxAmt/Amt']) {
      const read = readMoney(at(place, path));
      if (read.ok && !(read.money.currency === booked.currency && read.money.equals(booked))) {
        return read.money;
      }
    }
  }
  return null;
}

function remittanceOf(detail: XmlElement | undefined): string {
  const free = allOf(at(detail, 'RmtInf'), 'Ustrd').map(({ text }) => text.trim());
  const structured = allOf(at(detail, 'RmtInf'), 'Strd').flatMap(
    (each) => textAt(each, 'CdtrRefInf/Ref') ?? [],
  );
  return [...free, ...structured].join(' ');
}

function shortened(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, limits.remittanceLengthMax);
}
