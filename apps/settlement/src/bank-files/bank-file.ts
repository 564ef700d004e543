import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { BankEntry, BankFileFault, BankFileReading } from './bank-file.types.js';
import { limits } from './limits.js';
import { EncodingFault, XmlDecoder } from './text-decoding.js';
import { StatementReader } from './statement-reader.js';
import type { XmlElement } from './xml-tree.js';

/** Message names and versions that are read: the element that holds statements, and a statement. */
const messages: Readonly<Record<string, { readonly root: string; readonly part: string }>> = {
  'camt.053.001': { root: 'BkToCstmrStmt', part: 'Stmt' },
  'camt.054.001': { root: 'BkToCstmrDbtCdtNtfctn', part: 'Ntfctn' },
};
const versions = ['02', '03', '04', '05', '06', '07', '08'];
const namespacePattern = /^urn:iso:std:iso:20022:tech:xsd:(camt\.05[34]\.001)\.(\d\d)$/;

/** What ends the reading at once. */
class Stop extends Error {
  constructor(readonly faults: readonly BankFileFault[]) {
    super('the file is not read on');
  }
}

/**
 * Reads a bank statement or notification: ISO 20022 `camt.053.001` or `camt.054.001`, versions 02 to
 * 08. The file is parsed as it arrives; only the entry in hand is in memory as XML. There is no
 * document type in a bank file, so a file with one is refused before anything of it is looked at:
 * no entity is ever resolved.
 *
 * @returns the booked entries, or the first faults with their places; never both
 */
export async function readBankFile(
  source: AsyncIterable<Uint8Array>,
  bytesMax: number = limits.fileBytesMax,
): Promise<BankFileReading> {
  const reader = new FileReader();
  try {
    let bytes = 0;
    for await (const chunk of whole(source)) {
      bytes += chunk.length;
      if (bytes > bytesMax) {
        throw new Stop([{ path: '/', detail: `more than ${String(bytesMax)} bytes` }]);
      }
      reader.take(chunk);
    }
    return reader.end();
  } catch (error) {
    if (error instanceof Stop) return { ok: false, faults: error.faults };
    if (error instanceof EncodingFault) {
      return { ok: false, faults: [{ path: '/', detail: error.message }] };
    }
    throw error;
  }
}

/** The first piece has enough of the file to see its encoding, however small the chunks are. */
async function* whole(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of source) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < 256) continue;
    yield head;
    head = undefined;
  }
  if (head !== undefined && head.length > 0) yield head;
}

class FileReader {
  private readonly decoder = new XmlDecoder();
  private readonly parser = new SaxesParser({ xmlns: true, position: true });
  private readonly path: string[] = [];
  private readonly captured: XmlElement[] = [];
  private elements = 0;
  private message: { readonly root: string; readonly part: string } | undefined;
  private statement: StatementReader | undefined;
  private statements = 0;
  private readonly entries: BankEntry[] = [];
  private readonly accounts = new Set<string>();
  private readonly faults: BankFileFault[] = [];

  constructor() {
    const { parser } = this;
    parser.on('doctype', () => {
      this.stop('a document type; a bank file has none, and entities are not read');
    });
    parser.on('error', (error) => {
      this.stop(`not well-formed XML: ${error.message.replace(/^\d+:\d+: /, '')}`);
    });
    parser.on('opentag', (tag) => {
      this.open(tag);
    });
    parser.on('closetag', () => {
      this.close();
    });
    const text = (piece: string): void => {
      this.addText(piece);
    };
    parser.on('text', text);
    parser.on('cdata', text);
  }

  take(chunk: Uint8Array): void {
    this.parser.write(this.decoder.decode(chunk));
  }

  end(): BankFileReading {
    this.parser.write(this.decoder.end());
    this.parser.close();
    if (this.message === undefined) this.stop('no element; an empty file');
    if (this.statements === 0) this.stop('no statement in it');
    if (this.faults.length > 0) return { ok: false, faults: this.faults };
    return { ok: true, file: { accounts: [...this.accounts], entries: this.entries } };
  }

  private open(tag: SaxesTagNS): void {
    const { local: name } = tag;
    this.path.push(name);
    if (this.path.length > limits.depthMax) {
      this.stop(`more than ${String(limits.depthMax)} levels of elements`);
    }
    const depth = this.path.length;
    if (depth === 1) this.message = this.messageOf(tag);
    else if (depth === 2 && name !== this.message?.root) {
      this.stop(`${name} where ${this.message?.root ?? ''} must stand`);
    } else if (depth === 3 && name === this.message?.part) {
      this.statements += 1;
      this.statement = new StatementReader(this.pathHere());
    } else if (depth > 3 && this.statement !== undefined) this.capture(tag);
  }

  private messageOf({ local, uri }: SaxesTagNS): typeof this.message {
    const [, name = '', version = ''] = namespacePattern.exec(uri) ?? [];
    const message = messages[name];
    if (local === 'Document' && message !== undefined && versions.includes(version)) return message;
    const known = 'camt.053.001.02 to .08 and camt.054.001.02 to .08 are read';
    return this.stop(`a ${local} of the namespace ${uri.slice(0, 100) || '(none)'}; ${known}`);
  }

  private capture({ local, attributes }: SaxesTagNS): void {
    this.elements += 1;
    if (this.elements > limits.elementsMax) this.stop('too many elements in one entry');
    const plain = Object.values(attributes).map(({ local: key, value }) => [key, value] as const);
    const element: XmlElement = {
      name: local,
      line: this.parser.line,
      attributes: Object.fromEntries(plain),
      children: [],
      text: '',
    };
    this.captured.at(-1)?.children.push(element);
    this.captured.push(element);
  }

  private addText(piece: string): void {
    const element = this.captured.at(-1);
    if (element === undefined) return;
    if (element.text.length + piece.length > limits.textLengthMax) {
      this.stop(`a text of more than ${String(limits.textLengthMax)} characters`);
    }
    element.text += piece;
  }

  private close(): void {
    const depth = this.path.length;
    if (this.statement !== undefined && depth === 3) this.endStatement(this.statement);
    const element = depth > 3 ? this.captured.pop() : undefined;
    if (element !== undefined && this.captured.length === 0) this.takePart(element);
    this.path.pop();
  }

  private takePart(part: XmlElement): void {
    this.elements = 0;
    const { entries = [], faults = [] } = this.statement?.take(part) ?? {};
    this.entries.push(...entries);
    this.faults.push(...faults);
    if (this.entries.length > limits.entriesMax) {
      this.stop(`more than ${String(limits.entriesMax)} entries; send several files`);
    }
    this.stopAtManyFaults();
  }

  private endStatement(statement: StatementReader): void {
    const { account, faults } = statement.end();
    if (account !== undefined) this.accounts.add(account);
    this.faults.push(...faults);
    this.statement = undefined;
    this.stopAtManyFaults();
  }

  private stopAtManyFaults(): void {
    if (this.faults.length >= limits.faultsMax) {
      throw new Stop(this.faults.slice(0, limits.faultsMax));
    }
  }

  private pathHere(): string {
    return `/${this.path.join('/')}[${String(this.statements)}]`;
  }

  private stop(detail: string): never {
    const line = `line ${String(this.parser.line)}`;
    throw new Stop([...this.faults, { path: `/${this.path.join('/')} (${line})`, detail }]);
  }
}
