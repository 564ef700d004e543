import { isValidIban } from '@reciproca/agreements';
import type { BankEntry, BankFileFault } from './bank-file.types.js';
import { readEntry, type BookedEntry } from './entry-reader.js';
import { EntryNames } from './entry-names.js';
import { textAt, type XmlElement } from './xml-tree.js';

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
  private hasFaultyAccount = false;
  private entryCount = 0;
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
      case 'Ntry':
        return this.takeEntry(part);
      default:
        return nothing;
    }
  }

  /** What can only be said at the end of the statement. */
  end(): { readonly account: string | undefined; readonly faults: readonly BankFileFault[] } {
    const { account } = this;
    const isLacking = account === undefined && this.entryCount === 0;
    const detail = 'no account; its IBAN must be there';
    return { account, faults: isLacking ? [{ path: `${this.path}/Acct`, detail }] : [] };
  }

  private takeAccount(part: XmlElement): PartReading {
    const iban = textAt(part, 'Id/IBAN')?.replaceAll(' ', '');
    if (iban !== undefined && isValidIban(iban)) {
      this.account = iban;
      return nothing;
    }
    this.hasFaultyAccount = true;
    const detail =
      iban === undefined
        ? 'no IBAN; only accounts with one are read'
        : 'not an IBAN: form or digits';
    return this.fault(part, 'Acct/Id/IBAN', detail);
  }

  private takeEntry(part: XmlElement): PartReading {
    this.entryCount += 1;
    const place = `Ntry[${String(this.entryCount)}]`;
    const { account } = this;
    if (account === undefined && this.hasFaultyAccount) return nothing;
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
    return this.booked(reading.entry, account);
  }

  private booked(entry: BookedEntry, account: string): PartReading {
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
