import { describe, expect, it } from '@jest/globals';
import { addDays } from './dates.js';
import { buildReferenceData } from './reference-data.js';

const reference = buildReferenceData({ institutions: [], arrangements: [], version: '1' });

interface Query {
  pair: string;
  careDay: string;
  recordedOn: string;
}

function instrumentOf({ pair, careDay, recordedOn }: Query): string | undefined {
  const [creditorState = '', debtorState = ''] = pair.split('-');
  const forward = reference.instrumentFor({ creditorState, debtorState, careDay, recordedOn });
  const backward = reference.instrumentFor({
    creditorState: debtorState,
    debtorState: creditorState,
    careDay,
    recordedOn,
  });
  expect(backward).toBe(forward);
  return forward?.id;
}

const EU = 'EU-987-2009';

describe('EU-987-2009 binds', () => {
  // Each row: first day on the axis; the day before must not be bound.
  it.each([
    ['recording by members: 1.5.2010 (IR Art 97)', 'DE-FR', '2010-05-01'],
    ['recording by Switzerland: 1.4.2012', 'CH-FR', '2012-04-01'],
    ['recording by Norway: 1.6.2012', 'FR-NO', '2012-06-01'],
    ['recording by Iceland: 1.6.2012', 'DE-IS', '2012-06-01'],
    ['recording by Liechtenstein: 1.6.2012', 'AT-LI', '2012-06-01'],
  ])('from the first day of %s', (_, pair, first) => {
    const careDay = '2009-11-30';
    expect(instrumentOf({ pair, careDay, recordedOn: first })).toBe(EU);
    expect(instrumentOf({ pair, careDay, recordedOn: addDays(first, -1) })).toBeUndefined();
  });

  it.each([
    ['Croatia', 'HR-DE', '2013-07-01'],
    ['Bulgaria', 'BG-FR', '2007-01-01'],
    ['Romania', 'RO-FR', '2007-01-01'],
    ['Poland', 'DE-PL', '2004-05-01'],
  ])('from the first day of care after the accession of %s', (_, pair, first) => {
    const recordedOn = '2014-01-15';
    expect(instrumentOf({ pair, careDay: first, recordedOn })).toBe(EU);
    expect(instrumentOf({ pair, careDay: addDays(first, -1), recordedOn })).toBeUndefined();
  });

  it('the United Kingdom for care to 31.12.2020, whenever it was recorded', () => {
    for (const recordedOn of ['2020-12-31', '2021-01-01', '2021-06-30']) {
      expect(instrumentOf({ pair: 'FR-GB', careDay: '2020-12-31', recordedOn })).toBe(EU);
    }
    const after = { pair: 'FR-GB', careDay: '2021-01-01', recordedOn: '2021-02-01' };
    expect(instrumentOf(after)).toBeUndefined();
  });

  it('every two of the 27 members', () => {
    const members =
      'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK';
    const states = members.split(' ');
    expect(states).toHaveLength(27);
    for (const one of states) {
      for (const other of states) {
        const query = { pair: `${one}-${other}`, careDay: '2025-01-05', recordedOn: '2025-03-15' };
        expect([query.pair, instrumentOf(query)]).toEqual([
          query.pair,
          one === other ? undefined : EU,
        ]);
      }
    }
  });

  it('no EFTA State to another, and nobody outside', () => {
    for (const pair of ['CH-NO', 'IS-NO', 'CH-LI', 'FR-US', 'FR-QC', 'FR-EL', 'FR-UK']) {
      const query = { pair, careDay: '2019-01-05', recordedOn: '2019-03-15' };
      expect([pair, instrumentOf(query)]).toEqual([pair, undefined]);
    }
  });
});

describe('the currency of a State', () => {
  it.each([
    ['SI', '2007-01-01', 'SIT'],
    ['CY', '2008-01-01', 'CYP'],
    ['MT', '2008-01-01', 'MTL'],
    ['SK', '2009-01-01', 'SKK'],
    ['EE', '2011-01-01', 'EEK'],
    ['LV', '2014-01-01', 'LVL'],
    ['LT', '2015-01-01', 'LTL'],
    ['HR', '2023-01-01', 'HRK'],
    ['BG', '2026-01-01', 'BGN'],
  ])('of %s changes to the euro on %s', (state, first, before) => {
    expect(reference.currencyOfStateOn(state, first)).toBe('EUR');
    expect(reference.currencyOfStateOn(state, addDays(first, -1))).toBe(before);
  });

  it.each([
    ['AT BE DE ES FI FR GR IE IT LU NL PT', 'EUR'],
    ['CH LI', 'CHF'],
    ['CZ', 'CZK'],
    ['DK', 'DKK'],
    ['GB', 'GBP'],
    ['HU', 'HUF'],
    ['IS', 'ISK'],
    ['NO', 'NOK'],
    ['PL', 'PLN'],
    ['RO', 'RON'],
    ['SE', 'SEK'],
  ])('of %s is %s', (states, currency) => {
    for (const state of states.split(' ')) {
      for (const day of ['2010-05-01', '2020-12-31', '2026-11-23']) {
        expect([state, reference.currencyOfStateOn(state, day)]).toEqual([state, currency]);
      }
    }
  });

  it('is not known for States outside the data', () => {
    expect(reference.currencyOfStateOn('US', '2020-01-01')).toBeUndefined();
  });
});
