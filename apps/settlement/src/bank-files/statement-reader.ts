import { isValidIban } from '@reciproca/agreements';
import type { Money } from '@reciproca/money';
import type { BankEntry, BankFileFault } from './bank-file.types.js';
import { readEntry, type BookedEntry } from './entry-reader.js';
import { EntryNames } from './entry-names.js';
import { readMoney } from './entry-values.js';
import { at, textAt, type XmlElement } from './xml-tree.js';

/** What a part of a statement gave. */
interface PartReading {
  readonly entries: readonly BankEntry[];
  readonly faults: readonly BankFileFault[];
}

const nothing: PartReading = { entries: [], faults: [] };

/** Reads the parts of one statement or notification in their order: its head, then its entries. */
export class StatementReader {
  private id = '';
  private account: string | undefined;
  private entryCount = 0;
  private opening: Money | undefined;
  private closing: Money | undefined;
  private moved: Money | undefined;
  private readonly names = new EntryNames();

  /** @param path where the statement stands in the file */
  constructor(private readonly path: string) {}

  take(part: XmlElement): PartReading {
    switch (part.name) {
      case 'Id':
        this.id = part.text.trim();
        return nothing;
      case 'Acct':
        return this.takeAccount(part);
      case 'Bal':
        return this.takeBalance(part);
      case 'Ntry':
        return this.takeEntry(part);
      default:
        return nothing;
    }
  }

  /** What can only be said at the end of the statement. */
  end(): { readonly account: string | undefined; readonly faults: readonly BankFileFault[] } {
    const faults: BankFileFault[] = [];
    if (this.account === undefined && this.entryCount === 0) {
      faults.push({ path: `${this.path}/Acct`, detail: 'no account; its IBAN must be there' });
    }
    const { opening, closing } = this;
    if (opening !== undefined && closing !== undefined) {
      const reached = this.moved === undefined ? opening : opening.plus(this.moved);
      if (!reached.equals(closing)) {
        const detail = `the opening balance and the booked entries give ${reached.toString()}, not the closing balance of ${closing.toString()}: entries are missing`;
        faults.push({ path: `${this.path}/Bal`, detail });
      }
    }
    return { account: this.account, faults };
  }

  private takeAccount(part: XmlElement): PartReading {
    const iban = textAt(part, 'Id/IBAN')?.replaceAll(' ', '');
    if (iban !== undefined && isValidIban(iban)) {
      this.account = iban;
      return nothing;
    }
    const detail =
      iban === undefined
        ? 'no IBAN; only accounts with one are read'
        : 'not an IBAN: form or digits';
    return this.fault(part, 'Acct/Id/IBAN', detail);
  }

  private takeBalance(part: XmlElement): PartReading {
    const code = textAt(part, 'Tp/CdOrPrtry/Cd');
    if (code !== 'OPBD' && code !== 'CLBD') return nothing;
    const read = readMoney(at(part, 'Amt'));
    if (!read.ok) return this.fault(part, 'Bal/Amt', read.detail);
    const isDebit = textAt(part, 'CdtDbtInd') === 'DBIT';
    const balance = isDebit ? read.money.negated() : read.money;
    if (code === 'OPBD') this.opening ??= balance;
    else this.closing = balance;
    return nothing;
  }

  private takeEntry(part: XmlElement): PartReading {
    this.entryCount += 1;
    const place = `Ntry[${String(this.entryCount)}]`;
    const { account } = this;
    if (account === undefined) {
      return this.fault(part, place, 'an entry before the account that it is booked on');
    }
    const reading = readEntry(part);
    if (reading.kind === 'faulty') {
      const faults = reading.faults.map(({ path, detail }) => ({
        path: `${this.path}/${place}/${path} (line ${String(part.line)})`,
        detail,
      }));
      return { entries: [], faults };
    }
    if (reading.kind === 'not-booked') return nothing;
    return this.booked(reading.entry, account, place);
  }

  private booked(entry: BookedEntry, account: string, place: string): PartReading {
    const { amount, direction } = entry;
    const signed = direction === 'debit' ? amount.negated() : amount;
    if (this.moved !== undefined && this.moved.currency !== amount.currency) {
      const detail = `an entry in ${amount.currency} on an account in ${this.moved.currency}`;
      return { entries: [], faults: [{ path: `${this.path}/${place}/Amt`, detail }] };
    }
    this.moved = this.moved === undefined ? signed : this.moved.plus(signed);
    const name = this.names.nameOf(account, entry);
    const entries = entry.movements.map((movement, index) => {
      const id = this.names.idOf(name, index);
      const { bankReference, ...rest } = movement;
      return {
        ...rest,
        id,
        account,
        statement: this.id,
        on: entry.on,
        bankReference: bankReference ?? id,
      };
    });
    return { entries, faults: [] };
  }

  private fault(part: XmlElement, place: string, detail: string): PartReading {
    const path = `${this.path}/${place} (line ${String(part.line)})`;
    return { entries: [], faults: [{ path, detail }] };
  }
}
