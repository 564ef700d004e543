import { describe, expect, it } from '@jest/globals';
import { isInstitutionOrItsLiaison } from './authority.js';
import { institution } from './claim.builder.js';
import { arrangement } from './arrangement.builder.js';
import { averageCostTable } from './average-costs.js';
import { exchangeRateTable } from './exchange.js';
import { shippedInstrumentsVersion } from './instruments/shipped-instruments.data.js';
import { buildReferenceData } from './reference-data.js';
import { referenceRateTable } from './reference-rates.js';
import { shippedReferenceVersion } from './shipped/shipped-tables.js';

const build = (parts: Partial<Parameters<typeof buildReferenceData>[0]>) =>
  buildReferenceData({ institutions: [], arrangements: [], version: '1', ...parts });

describe('institutions by day', () => {
  const reference = build({
    institutions: [
      { ...institution('FR:CNAM', { from: '1960-01-01' }), name: 'first' },
      { ...institution('FR:CNAM', { from: '2015-01-01', to: '2020-12-31' }), name: 'second' },
      { ...institution('FR:CNAM', { from: '2022-01-01' }), name: 'third' },
    ],
  });

  it.each([
    ['1959-12-31', undefined],
    ['1960-01-01', 'first'],
    ['2014-12-31', 'first'],
    ['2015-01-01', 'second'],
    ['2020-12-31', 'second'],
    ['2021-06-30', undefined],
    ['2022-01-01', 'third'],
    ['2500-01-01', 'third'],
  ])('on %s it is the %s record', (day, name) => {
    expect(reference.institutionOn('FR:CNAM', day)?.name).toBe(name);
  });

  it('ends an earlier record even where that named a later end', () => {
    const both = build({
      institutions: [
        institution('FR:X', { from: '2010-01-01', to: '2030-12-31' }),
        institution('FR:X', { from: '2020-01-01', to: '2020-06-30' }),
      ],
    });
    expect(both.institutionOn('FR:X', '2019-12-31')).toBeDefined();
    expect(both.institutionOn('FR:X', '2020-06-30')).toBeDefined();
    expect(both.institutionOn('FR:X', '2020-07-01')).toBeUndefined();
  });

  it('takes the newer of two versions that start on the same day', () => {
    const corrected = build({
      institutions: [
        { ...institution('FR:X'), name: 'as first known' },
        { ...institution('FR:X'), name: 'corrected' },
      ],
    });
    expect(corrected.institutionOn('FR:X', '2020-01-01')?.name).toBe('corrected');
  });

  it('does not care in which order records of different days were made known', () => {
    const late = build({
      institutions: [
        { ...institution('FR:X', { from: '2020-01-01' }), name: 'newer' },
        { ...institution('FR:X', { from: '2010-01-01' }), name: 'older' },
      ],
    });
    expect(late.institutionOn('FR:X', '2019-12-31')?.name).toBe('older');
    expect(late.institutionOn('FR:X', '2020-01-01')?.name).toBe('newer');
  });

  it('knows nobody else, and no other spelling', () => {
    expect(reference.institutionOn('FR:cnam', '2015-01-01')).toBeUndefined();
    expect(reference.institutionOn('__proto__', '2015-01-01')).toBeUndefined();
  });
});

describe('who may speak', () => {
  const reference = build({
    institutions: [
      { ...institution('FR:CNAM', { from: '2000-01-01' }), liaisonBody: 'FR:CLEISS' },
      { ...institution('FR:CNAM', { from: '2015-01-01' }), liaisonBody: 'FR:CNSE' },
      institution('FR:CNSE'),
    ],
  });

  it.each([
    ['FR:CNAM', 'FR:CNAM', '2020-01-01', true],
    ['FR:CNSE', 'FR:CNAM', '2020-01-01', true],
    ['FR:CNSE', 'FR:CNAM', '2014-12-31', false],
    ['FR:CLEISS', 'FR:CNAM', '2014-12-31', true],
    ['FR:CLEISS', 'FR:CNAM', '2015-01-01', false],
    ['FR:CNAM', 'FR:CNSE', '2020-01-01', false],
    ['DE:AOK-BY', 'FR:CNAM', '2020-01-01', false],
    ['FR:NOBODY', 'FR:NOBODY', '2020-01-01', true],
    ['FR:CNSE', 'FR:NOBODY', '2020-01-01', false],
  ])('%s for %s on %s: %s', (source, forWhom, ...[day, expected]) => {
    const question = { source, institution: forWhom, day };
    expect(isInstitutionOrItsLiaison(question, reference)).toBe(expected);
  });

  it('names the liaison body of a day', () => {
    expect(reference.liaisonBodyOn('FR:CNAM', '2014-12-31')).toBe('FR:CLEISS');
    expect(reference.liaisonBodyOn('FR:CNAM', '2015-01-01')).toBe('FR:CNSE');
    expect(reference.liaisonBodyOn('FR:CNSE', '2015-01-01')).toBe('FR:CNSE');
    expect(reference.liaisonBodyOn('FR:NOBODY', '2015-01-01')).toBeUndefined();
  });
});

describe('arrangements by day', () => {
  const reference = build({
    arrangements: [
      arrangement({ id: 'DE-FR', from: '2010-05-01' }),
      arrangement({ id: 'DE-FR', from: '2018-01-01', offsetting: false }),
      arrangement({ id: 'DE-FR-NEW', from: '2024-01-01' }),
      arrangement({ id: 'DE-FR', from: '2023-06-01', to: '2023-12-31' }),
      arrangement({ id: 'BE-FR', states: ['BE', 'FR'], from: '2012-01-01' }),
    ],
  });

  it.each([
    ['2010-04-30', undefined, undefined],
    ['2010-05-01', 'DE-FR', true],
    ['2018-01-01', 'DE-FR', false],
    ['2023-12-31', 'DE-FR', true],
    ['2024-01-01', 'DE-FR-NEW', true],
  ])('between Germany and France on %s: %s', (day, id, offsetting) => {
    const found = reference.arrangementOn('DE', 'FR', day);
    expect([found?.id, found?.offsetting]).toEqual([id, offsetting]);
    expect(reference.arrangementOn('FR', 'DE', day)).toBe(found);
  });

  it('knows none for another pair', () => {
    expect(reference.arrangementOn('BE', 'DE', '2020-01-01')).toBeUndefined();
  });
});

describe('published tables', () => {
  it('are the shipped ones unless others are given', () => {
    const shipped = build({});
    expect(shipped.exchangeRateOn('GBP', '2026-10-30')?.value).toBe('0.8338');
    expect(shipped.referenceRateOn('2024-05-01')?.percent).toBe('4.50');
    const query = {
      state: 'IE',
      year: 2018,
      group: 'family',
      ageGroup: '20-64',
      day: '2021-06-28',
      lastEarlierValueAfterYears: 2,
    } as const;
    expect(shipped.averageCostFor(query)?.record.monthly_x20).toBe('195.80');
    const others = build({
      averageCosts: averageCostTable([]),
      exchangeRates: exchangeRateTable([{ date: '2026-11-02', GBP: '0.84' }]),
      referenceRates: referenceRateTable([]),
    });
    expect(others.averageCostFor(query)).toBeUndefined();
    expect(others.exchangeRateOn('GBP', '2026-11-02')?.value).toBe('0.84');
    expect(others.exchangeRateOn('GBP', '2026-10-30')).toBeUndefined();
    expect(others.referenceRateOn('2024-05-01')).toBeUndefined();
  });
});

describe('versions', () => {
  const shipped = {
    instruments: shippedInstrumentsVersion,
    'state-currencies': shippedInstrumentsVersion,
    'average-costs': shippedReferenceVersion,
    'exchange-rates': shippedReferenceVersion,
    'reference-rates': shippedReferenceVersion,
  };

  it('name the one given for what is given, and the one of the shipped data for the rest', () => {
    expect(build({ version: '12' }).versions).toEqual({
      ...shipped,
      institutions: '12',
      arrangements: '12',
    });
    const averageCosts = averageCostTable([]);
    expect(build({ version: '12', averageCosts }).versions).toEqual({
      ...shipped,
      institutions: '12',
      arrangements: '12',
      'average-costs': '12',
    });
    const version = { institutions: '3', arrangements: '4', 'reference-rates': '5' };
    expect(build({ version }).versions).toEqual({ ...shipped, ...version });
  });
});
