import { describe, expect, it } from '@jest/globals';
import { claimsCsvEvent, readClaimsCsvHeader } from './claims-csv.js';
import { parseInboundData } from './parse-inbound-data.js';
import { readInboundMessage } from './read-inbound-message.js';

const names =
  'claim.reference,claim.statement,creditor.institution,debtor.institution,recordedOn,introducedOn,entitlement.document,entitlement.number,beneficiary.id,care.type,care.from,care.to,benefits.medicines,benefits.hospital,total.amount,total.currency';
const cells =
  '2025-H1-000123,FR-DE-2025-H1,FR:CNAM,DE:AOK-BY,2025-03-15,,EHIC,80250000010000000001,9f2,unplanned,2025-01-03,2025-01-05,34.56,1100.00,1134.56,EUR';
const context = { source: 'urn:institution:FR:CNSE', time: '2026-03-02T09:00:00.000Z' };

function eventOf(header: string, line: string): Readonly<Record<string, unknown>> {
  const reading = readClaimsCsvHeader(header.split(','));
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return claimsCsvEvent(reading.header, line.split(','), context);
}

/** A line with one cell replaced, or with one more column. */
function changed(column: string, cell: string): Readonly<Record<string, unknown>> {
  const columns = names.split(',');
  const row = cells.split(',');
  const index = columns.indexOf(column);
  if (index < 0) return eventOf(`${names},${column}`, `${cells},${cell}`);
  return eventOf(names, row.map((old, at) => (at === index ? cell : old)).join(','));
}

describe('claimsCsvEvent', () => {
  it('makes the event of the contract from a line', () => {
    expect(eventOf(names, cells)).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      source: 'urn:institution:FR:CNSE',
      type: 'claim.submitted.v1',
      time: '2026-03-02T09:00:00.000Z',
      subject: 'FR:CNAM/2025-H1-000123',
      datacontenttype: 'application/json',
      data: {
        claim: { reference: '2025-H1-000123', statement: 'FR-DE-2025-H1' },
        creditor: { institution: 'FR:CNAM' },
        debtor: { institution: 'DE:AOK-BY' },
        basis: 'actual-expenditure',
        recordedOn: '2025-03-15',
        entitlement: { document: 'EHIC', number: '80250000010000000001' },
        beneficiary: { id: '9f2' },
        care: { type: 'unplanned', from: '2025-01-03', to: '2025-01-05' },
        benefits: [
          { kind: 'hospital', amount: '1100.00' },
          { kind: 'medicines', amount: '34.56' },
        ],
        total: { amount: '1134.56', currency: 'EUR' },
      },
    });
  });

  it('makes a fixed-amount claim with whole numbers', () => {
    const header =
      'claim.reference,claim.statement,creditor.institution,debtor.institution,recordedOn,fixedAmount.year,fixedAmount.group,fixedAmount.ageGroup,fixedAmount.months,total.amount,total.currency';
    const line = 'F-1,ST,ES:INSS,FR:CNAM,2020-03-15,2018,pensioner,65+,24,1.00,EUR';
    const { data } = eventOf(header, line);
    expect(data).toMatchObject({
      basis: 'fixed-amount',
      fixedAmount: { year: 2018, group: 'pensioner', ageGroup: '65+', months: 24 },
    });
  });

  it('makes other messages by their type, with the subject that they name', () => {
    const header =
      'type,claim.institution,claim.reference,contestation.reference,contestation.reason,contestation.amount.amount,contestation.amount.currency';
    const line = 'claim.contested.v1,FR:CNAM,2025/1,C-1,duplicate,5.00,EUR';
    const event = eventOf(header, line);
    expect(event['subject']).toBe('FR:CNAM/2025/1');
    const subject = 'FR:CNAM/2025/1';
    expect(parseInboundData('claim.contested.v1', event['data'], { subject })).toMatchObject({
      ok: true,
      data: { contestation: { amount: { amount: '5.00', currency: 'EUR' } } },
    });
  });

  it.each([
    ['id', 'my-id', { id: 'my-id' }],
    ['time', '2026-01-01T00:00:00Z', { time: '2026-01-01T00:00:00Z' }],
    ['source', 'FR:CNAM', { source: 'urn:institution:FR:CNAM' }],
    ['source', 'urn:institution:FR:X', { source: 'urn:institution:FR:X' }],
    ['introducedOn', ' 2026-03-01 ', { data: { introducedOn: '2026-03-01' } }],
    ['debtor.institution', '', { data: { care: {} } }],
  ])('takes %s from its column when it is filled: %j', (column, cell, part) => {
    expect(changed(column, cell)).toMatchObject(part);
  });

  it('leaves empty cells and foreign columns out, and never reaches a prototype', () => {
    const event = changed('__proto__.polluted', 'yes');
    expect(Object.keys(event['data'] as object)).not.toContain('__proto__');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(changed('internal number', '7')).toEqual(eventOf(names, cells));
    expect(changed('entitlement.number', '')['data']).toMatchObject({
      entitlement: { document: 'EHIC' },
    });
  });

  it.each([
    ['total.amount', '1e3', 'data.total.amount'],
    ['benefits.hospital', '1100,00'.replace(',', ';'), 'data.benefits[0].amount'],
    ['recordedOn', '2025-02-30', 'data.recordedOn'],
    ['benefits.massage', '1.00', 'data.benefits[1].kind'],
    ['creditor.institution', 'fr:cnam', 'data.creditor.institution'],
    ['fixedAmount.months', 'two', 'data.fixedAmount'],
  ])('lets the usual checks find what is wrong with %s = %s', (column, cell, path) => {
    const { data, ...attributes } = changed(column, cell);
    const message = readInboundMessage({ attributes, data, arrivedAt: Date.parse(context.time) });
    const faults = message.kind === 'malformed' ? message.faults : [];
    expect([message.kind, faults.some((fault) => fault.path.startsWith(path))]).toEqual(
      column === 'creditor.institution' ? ['dead-letter', false] : ['malformed', true],
    );
  });

  describe('the id derived from the content', () => {
    const { id } = eventOf(names, cells);

    it('stays when line and columns are only written in another order, or sent later', () => {
      const columns = names.split(',').reverse().join(',');
      const row = cells.split(',').reverse().join(',');
      expect(eventOf(columns, row)['id']).toBe(id);
      expect(changed('time', '2026-03-05T00:00:00Z')['id']).toBe(id);
    });

    it.each([
      ['total.amount', '1134.57'],
      ['claim.reference', '2025-H1-000124'],
      ['care.to', '2025-01-06'],
      ['source', 'FR:CNAM'],
    ])('changes with %s', (column, cell) => {
      expect(changed(column, cell)['id']).not.toBe(id);
    });

    it.each([
      ['beneficiary.id', '9f3'],
      ['entitlement.number', '80250000010000000002'],
    ])('cannot be used to guess %s, because that has no part in it', (column, cell) => {
      expect(changed(column, cell)['id']).toBe(id);
    });
  });
});

describe('readClaimsCsvHeader', () => {
  it.each([
    ['x;claim.reference', 'claim.reference'],
    ['claim.reference,claim.reference', 'claim.reference'],
    ['claim.reference,care,care.from', 'care'],
    ['', 'claim.reference'],
  ])('refuses the header %j at %s', (header, path) => {
    const reading = readClaimsCsvHeader(header.split(','));
    expect(reading).toEqual({
      ok: false,
      faults: [{ path, detail: expect.any(String), line: 1 }],
    });
  });

  it('takes names with spaces around them', () => {
    expect(readClaimsCsvHeader([' claim.reference ', ' id']).ok).toBe(true);
  });
});
