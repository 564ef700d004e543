import { describe, expect, it } from '@jest/globals';
import { readBankFile } from './bank-file.js';
import type { BankEntry, BankFileReading } from './bank-file.types.js';
import { camtFile, streamed, type WrittenEntry, type WrittenStatement } from './camt.builder.js';

const account = 'FR1420041010050500013M02606';
const belgian = 'BE68539007547034';

function read(text: string | Uint8Array, pieceBytes?: number): Promise<BankFileReading> {
  return readBankFile(streamed(text, pieceBytes));
}

async function entriesOf(
  entries: readonly WrittenEntry[],
  wish: Partial<WrittenStatement> = {},
): Promise<readonly BankEntry[]> {
  const reading = await read(camtFile({ account, entries, ...wish }));
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return reading.file.entries;
}

/** The first fault, as `path: detail`. */
async function faultOf(text: string | Uint8Array): Promise<string> {
  const reading = await read(text);
  if (reading.ok) throw new Error('it was read');
  const [first] = reading.faults;
  return `${first?.path ?? ''}: ${first?.detail ?? ''}`;
}

const payment: WrittenEntry = {
  amount: '1808200.5',
  direction: 'DBIT',
  endToEndId: '2026-Q1/BE-FR/EUR',
  words: 'SETTLEMENT 2026-Q1/BE-FR/EUR',
  reference: 'BK-77',
  counterpart: belgian,
};

describe('readBankFile', () => {
  it.each([
    'camt.053.001.02',
    'camt.053.001.04',
    'camt.053.001.08',
    'camt.054.001.02',
    'camt.054.001.08',
  ])('reads a booked entry of %s', async (message) => {
    const [entry] = await entriesOf([payment], { message });
    expect({ ...entry, amount: entry?.amount.toString(), id: '' }).toEqual({
      id: '',
      account,
      statement: 'ST-1',
      direction: 'debit',
      amount: '1808200.50',
      instructed: null,
      on: '2026-05-04',
      endToEndId: '2026-Q1/BE-FR/EUR',
      remittance: 'SETTLEMENT 2026-Q1/BE-FR/EUR',
      counterpart: belgian,
      bankReference: 'BK-77',
      returnReason: null,
    });
  });

  it('takes no pending entry', async () => {
    expect(await entriesOf([{ ...payment, status: 'PDNG' }])).toEqual([]);
  });

  it('reads what was instructed, why it came back, and no end-to-end id where there is none', async () => {
    const [entry] = await entriesOf([
      {
        amount: '95.00',
        returnReason: 'AC04',
        amountDetails: '<InstdAmt><Amt Ccy="USD">100.00</Amt></InstdAmt>',
      },
    ]);
    expect(entry?.instructed?.toString()).toBe('100.00');
    expect(entry?.instructed?.currency).toBe('USD');
    expect(entry?.returnReason).toBe('AC04');
    expect(entry?.endToEndId).toBeNull();
  });

  it.each(['camt.053.001.02', 'camt.053.001.08'])(
    'takes the transactions of one entry apart in %s, and names them by their place',
    async (message) => {
      // The entry is the sum; the builder writes the amount of its first transaction.
      const text = camtFile({
        message,
        account,
        entries: [{ amount: '30.00', others: [{ amount: '12.50', endToEndId: 'B' }] }],
      }).replace('<Ntry><Amt Ccy="EUR">30.00', '<Ntry><Amt Ccy="EUR">42.50');
      const reading = await read(text);
      const entries = reading.ok ? reading.file.entries : [];
      expect(entries.map(({ amount }) => amount.toString())).toEqual(['30.00', '12.50']);
      expect(new Set(entries.map(({ id }) => id)).size).toBe(2);
    },
  );

  it('keeps an entry whole whose transactions do not add up to it', async () => {
    const entries = await entriesOf([
      { amount: '30.00', words: 'one', others: [{ amount: '12.50', words: 'two' }] },
    ]);
    expect(entries.map(({ amount, remittance }) => [amount.toString(), remittance])).toEqual([
      ['30.00', 'one two'],
    ]);
  });

  it('gives an entry the same id in a notification and in the statement after it', async () => {
    const [told] = await entriesOf([payment], { message: 'camt.054.001.02', id: 'N-1' });
    const [booked] = await entriesOf([{ ...payment, words: 'said otherwise' }], { id: 'S-9' });
    expect(booked?.id).toBe(told?.id);
  });

  it('tells entries apart that differ in amount, day, direction, reference or account', async () => {
    const variants = [
      payment,
      { ...payment, amount: '1.00' },
      { ...payment, on: '2026-05-05' },
      { ...payment, direction: 'CRDT' as const },
      { ...payment, reference: 'BK-78' },
    ];
    const ids = (await entriesOf(variants)).map(({ id }) => id);
    const elsewhere = (await entriesOf([payment], { account: belgian })).map(({ id }) => id);
    expect(new Set([...ids, ...elsewhere]).size).toBe(6);
  });

  it('tells twins of one statement apart, and knows both when it is sent again', async () => {
    const twin: WrittenEntry = { amount: '5.00', words: 'rent' };
    const first = await entriesOf([twin, twin]);
    expect(new Set(first.map(({ id }) => id)).size).toBe(2);
    expect((await entriesOf([twin, twin])).map(({ id }) => id)).toEqual(first.map(({ id }) => id));
  });

  it.each([
    ['one byte at a time', (text: string) => read(text, 1)],
    ['in UTF-16 with a byte order mark', (text: string) => read(utf16(text))],
    ['in ISO-8859-1', (text: string) => read(latin(text))],
    ['with prefixes', (text: string) => read(prefixed(text))],
  ])('reads a file that comes %s', async (_how, readIt) => {
    const reading = await readIt(
      camtFile({ account, entries: [{ ...payment, words: 'créance' }] }),
    );
    expect(reading.ok && reading.file.entries[0]?.remittance).toBe('créance');
  });

  it.each([
    ['a document type', { prolog: '<!DOCTYPE Document [<!ENTITY a "b">]>' }, 'a document type'],
    [
      'an entity bomb',
      {
        prolog: `<!DOCTYPE lolz [<!ENTITY l "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY l${String(i)} "${'&l;'.repeat(10)}">`).join('')}]>`,
      },
      'a document type',
    ],
    [
      'an external entity',
      { prolog: '<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>' },
      'a document type',
    ],
    [
      'an entity that nobody declared',
      { entries: [{ amount: '1.00', words: '&xxe;' }] },
      'not well-formed',
    ],
    [
      'deep nesting',
      { entries: [{ amount: '1.00', words: '<a>'.repeat(100_000) }] },
      'more than 40 levels',
    ],
    ['another message', { message: 'camt.052.001.08' }, 'camt.053.001.02 to .08'],
    ['a wrong IBAN', { account: 'FR1520041010050500013M02606' }, 'not an IBAN'],
    ['too many decimals', { entries: [{ amount: '1.005' }] }, 'not an amount in EUR'],
    ['a comma', { entries: [{ amount: '1,00' }] }, 'not an amount'],
    ['a sign', { entries: [{ amount: '-1.00' }] }, 'not an amount'],
    ['an exponent', { entries: [{ amount: '1e3' }] }, 'not an amount'],
    [
      'a currency that does not exist',
      { entries: [{ amount: '1.00', currency: 'XXQ' }] },
      'not an amount in XXQ',
    ],
    [
      'a day that does not exist',
      { entries: [{ amount: '1.00', on: '2026-02-30' }] },
      'no day of booking',
    ],
    [
      'a text that is too long',
      { entries: [{ amount: '1.00', words: 'x'.repeat(20_000) }] },
      'a text of more than',
    ],
  ] satisfies [string, Partial<WrittenStatement>, string][])(
    'refuses %s',
    async (_what, wish, detail) => {
      const fault = await faultOf(camtFile({ account, entries: [payment], ...wish }));
      expect(fault).toContain(detail);
      expect(fault).not.toContain('root:');
    },
  );

  it.each([
    ['an empty file', ''],
    ['half a file', camtFile({ account, entries: [payment] }).slice(0, 700)],
    ['a gzip archive', new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])],
    [
      'bytes that are no UTF-8',
      Buffer.from(camtFile({ account, entries: [{ ...payment, words: 'é' }] }), 'latin1'),
    ],
    [
      'a declaration that lies',
      utf16(camtFile({ account, entries: [payment] }).replace('UTF-8', 'ISO-8859-1')),
    ],
    [
      'an encoding that nobody needs',
      camtFile({ account, entries: [] }).replace('UTF-8', 'EBCDIC-CP-FR'),
    ],
    ['JSON', '{"Document":{}}'],
  ])('refuses %s', async (_what, text) => {
    expect((await read(text)).ok).toBe(false);
  });

  it('ends the reading of a file of a gigabyte at its limit', async () => {
    let pieces = 0;
    const piece = Buffer.from('<Ntry>'.padEnd(65_536, ' '));
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield* streamed(camtFile({ account, entries: [] }).split('</Stmt>')[0] ?? '');
      for (; pieces < 16_384; pieces += 1) yield await Promise.resolve(piece.fill(' '));
    }
    const reading = await readBankFile(endless(), 1_048_576);
    expect(reading).toEqual({
      ok: false,
      faults: [{ path: '/', detail: 'more than 1048576 bytes' }],
    });
    expect(pieces).toBeLessThan(20);
  });

  it('tells where each fault is, up to twenty of them', async () => {
    const entries = Array.from({ length: 100 }, () => ({ amount: 'x' }));
    const reading = await read(camtFile({ account, entries }));
    const faults = reading.ok ? [] : reading.faults;
    expect(faults).toHaveLength(20);
    expect(faults[1]?.path).toMatch(
      /^\/Document\/BkToCstmrStmt\/Stmt\[1\]\/Ntry\[2\]\/Amt \(line \d+\)$/,
    );
  });
});

function utf16(text: string): Uint8Array {
  return Buffer.from(`\u{feff}${text.replace('UTF-8', 'UTF-16')}`, 'utf16le');
}

function latin(text: string): Uint8Array {
  return Buffer.from(text.replace('UTF-8', 'ISO-8859-1'), 'latin1');
}

function prefixed(text: string): string {
  return text.replaceAll(/<(\/?)([A-Z])/g, '<$1b:$2').replace('xmlns=', 'xmlns:b=');
}
