import { describe, expect, it } from '@jest/globals';
import { exampleClaim, exampleFixedAmountClaim } from '../examples.fixture.js';
import { claimsCsvData } from './claims-csv.js';
import {
  openItemColumns,
  readOpenItem,
  readOpenItemLine,
  readOpenItemsCsvHeader,
  type OpenItemReading,
} from './open-items.js';

const needed =
  'claim.reference,claim.statement,creditor.institution,debtor.institution,recordedOn,introducedOn,total.amount,total.currency';
const cells = 'A-1,S-1,FR:CNAM,DE:AOK-BY,2018-03-15,2019-07-01,1000.00,EUR';

/** An open item of 1 000.00 EUR with these cells beside the needed ones. */
function lineOf(more: Readonly<Record<string, string>>): unknown {
  const names = [...needed.split(','), ...Object.keys(more)];
  const reading = readOpenItemsCsvHeader(names);
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return claimsCsvData(reading.header, [...cells.split(','), ...Object.values(more)]);
}

/** `path code` of every fault. */
function faultsOf(data: unknown): string[] {
  return told(readOpenItem(data));
}

function told(reading: OpenItemReading): string[] {
  return reading.ok ? [] : reading.faults.map(({ path, code = '' }) => `${path} ${code}`.trim());
}

const contestation = {
  'contestation.reference': 'C-1',
  'contestation.reason': 'amount-error',
  'contestation.amount': '300.00',
  'contestation.day': '2019-08-01',
};

describe('an open item', () => {
  it('may leave out care, benefits, entitlement and person', () => {
    expect(readOpenItem(lineOf({}))).toEqual({
      ok: true,
      item: {
        claim: { reference: 'A-1', statement: 'S-1' },
        creditor: { institution: 'FR:CNAM' },
        debtor: { institution: 'DE:AOK-BY' },
        basis: 'actual-expenditure',
        recordedOn: '2018-03-15',
        introducedOn: '2019-07-01',
        total: { amount: '1000.00', currency: 'EUR' },
      },
    });
  });

  it('says what was settled, credited and contested', () => {
    const reading = readOpenItem(lineOf({ settled: '500', credited: '200.00', ...contestation }));
    expect(reading).toMatchObject({
      ok: true,
      item: {
        settled: '500',
        credited: '200.00',
        contestation: {
          reference: 'C-1',
          reason: 'amount-error',
          amount: '300.00',
          day: '2019-08-01',
        },
      },
    });
  });

  it('is a whole claim as well, on either basis', () => {
    expect(faultsOf(exampleClaim())).toEqual([]);
    expect(faultsOf({ ...exampleFixedAmountClaim(), introducedOn: '2022-05-02' })).toEqual([]);
  });

  it('is not contested where the old system writes 0.00', () => {
    const reading = readOpenItem(lineOf({ 'contestation.amount': '0.00' }));
    expect(reading.ok && 'contestation' in reading.item).toBe(false);
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['more settled than claimed', { settled: '1000.01' }, ['exceeds-claim']],
    ['more credited than claimed', { credited: '1000.01' }, ['exceeds-claim']],
    ['more in all', { settled: '500', credited: '200.01', ...contestation }, ['exceeds-claim']],
    ['a negative settled amount', { settled: '-0.01' }, ['settled negative-amount']],
    ['a negative credit', { credited: '-1' }, ['credited negative-amount']],
    ['too many decimals', { settled: '1.001' }, ['settled']],
    ['an exponent', { credited: '1e2' }, ['credited']],
    ['a decimal comma', { settled: '1,00' }, ['settled']],
    [
      'a contestation without reference, reason and day',
      { 'contestation.amount': '1.00' },
      ['contestation.reference', 'contestation.reason', 'contestation.day'],
    ],
    [
      'a contestation without amount',
      {
        'contestation.reference': 'C',
        'contestation.reason': 'other',
        'contestation.day': '2019-08-01',
      },
      ['contestation.amount'],
    ],
    [
      'a contestation of nothing',
      { ...contestation, 'contestation.amount': '0' },
      ['contestation.amount'],
    ],
    [
      'a negative contestation',
      { ...contestation, 'contestation.amount': '-1.00' },
      ['contestation.amount negative-amount'],
    ],
    [
      'a reason that is none',
      { ...contestation, 'contestation.reason': 'no' },
      ['contestation.reason'],
    ],
    [
      'a contestation before the introduction',
      { ...contestation, 'contestation.day': '2019-06-30' },
      ['contestation.day period-invalid'],
    ],
    [
      'a day that does not exist',
      { ...contestation, 'contestation.day': '2019-02-29' },
      ['contestation.day'],
    ],
    ['half a care', { 'care.type': 'planned' }, ['care.from', 'care.to']],
    ['an entitlement without document', { 'entitlement.form': 'E112' }, ['entitlement.document']],
    [
      'a fixed amount beside care',
      { 'fixedAmount.months': '3', 'care.type': 'planned' },
      ['fixedAmount.year', 'fixedAmount.group', 'care'],
    ],
  ])('refuses %s', (_what, more, faults) => {
    expect(faultsOf(lineOf(more))).toEqual(faults);
  });

  it.each<[string, (claim: Record<string, unknown>) => unknown, readonly string[]]>([
    ['no introduction', ({ introducedOn: _, ...claim }) => claim, ['introducedOn']],
    [
      'a zero total',
      (claim) => ({ ...claim, total: { amount: '0.00', currency: 'EUR' } }),
      ['total.amount'],
    ],
    [
      'an unknown currency',
      (claim) => ({ ...claim, total: { amount: '1', currency: 'ABC' } }),
      ['total.currency'],
    ],
    ['no basis', ({ basis: _, ...claim }) => claim, ['basis']],
    [
      'no basis and no day of recording',
      ({ basis: _, recordedOn: _recorded, ...claim }) => claim,
      ['basis', 'recordedOn'],
    ],
    [
      'no basis and half a fixed amount',
      () => {
        const { basis: _, ...claim } = exampleFixedAmountClaim();
        return { ...claim, introducedOn: '2022-05-02', fixedAmount: { year: 2018 } };
      },
      ['basis', 'fixedAmount.group', 'fixedAmount.months'],
    ],
    ['no object', () => 'A-1', ['']],
    ['null', () => null, ['']],
    [
      'an empty list as contestation',
      (claim) => ({ ...claim, contestation: [] }),
      ['contestation'],
    ],
  ])('refuses %s', (_what, change, faults) => {
    expect(faultsOf(change(exampleClaim()))).toEqual(faults);
  });
});

describe('a line of open items', () => {
  it.each([
    ['claim.submitted', 'EUR', []],
    ['claim.submitted.v1', 'EUR', []],
    ['', 'EUR', []],
    ['claim.contested', 'EUR', ['type']],
    ['claim.forgotten', '', ['type', 'total.currency']],
  ])('of the type "%s" in the currency "%s"', (type, currency, faults) => {
    const reading = readOpenItemsCsvHeader([...needed.split(','), 'type']);
    if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
    const line = [...cells.split(',').slice(0, -1), currency, type];
    expect(told(readOpenItemLine(reading.header, line))).toEqual(faults);
  });
});

describe('the header of open items', () => {
  const faults = (header: string): string[] => {
    const reading = readOpenItemsCsvHeader(header.split(','));
    return reading.ok ? [] : reading.faults.map(({ path, line }) => `${String(line)} ${path}`);
  };

  it('takes every column of a claim, and those of the opening', () => {
    expect(faults(openItemColumns.join(','))).toEqual([]);
    expect(faults(`id,time,type,source, ${openItemColumns.join(' , ')}`)).toEqual([]);
  });

  it.each([
    ['a misspelt amount, which would be lost', `${needed},setled`, ['1 setled']],
    ['another message’s column', `${needed},waiver.amount`, ['1 waiver.amount']],
    ['a column without a name', `${needed},`, ['1 ']],
    ['a column twice', `${needed},settled,settled`, ['1 settled']],
    ['a column beside its parts', `${needed},care,care.from`, ['1 care']],
    ['no introduction', needed.replace('introducedOn,', ''), ['1 introducedOn']],
    ['a benefit of another kind', `${needed},benefits.spa`, ['1 benefits.spa']],
  ])('refuses %s', (_what, header, expected) => {
    expect(faults(header)).toEqual(expected);
  });
});
