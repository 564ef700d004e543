import { describe, expect, it } from '@jest/globals';
import { findBinding } from './compiled-instruments.js';
import type { InstrumentQuery } from './compiled-instruments.js';
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
  const facts = { basis: 'actual-expenditure', careFrom: careDay, careDay, recordedOn } as const;
  const idOf = (query: InstrumentQuery): string | undefined => {
    const { creditorState: creditor, debtorState: debtor } = query;
    return findBinding(reference.bindingsBetween(creditor, debtor), query)?.instrument.id;
  };
  const forward = idOf({ ...facts, creditorState, debtorState });
  const backward = idOf({
    ...facts,
    creditorState: debtorState,
    debtorState: creditorState,
  });
  expect(backward).toBe(forward);
  return forward;
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
    ['recording in the EEA alone: 1.6.2012', 'IS-NO', '2012-06-01'],
  ])('from the first day of %s, the older regulation before', (_, pair, first) => {
    const careDay = '2009-11-30';
    expect(instrumentOf({ pair, careDay, recordedOn: first })).toBe(EU);
    expect(instrumentOf({ pair, careDay, recordedOn: addDays(first, -1) })).toBe('EU-574-72');
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
    expect(instrumentOf(after)).toBe('GB-TCA');
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

  it('nobody outside', () => {
    for (const pair of ['FR-AU', 'FR-EL', 'FR-UK', 'DE-DZ', 'DE-NC', 'NC-PF', 'CH-MC']) {
      const query = { pair, careDay: '2019-01-05', recordedOn: '2019-03-15' };
      expect([pair, instrumentOf(query)]).toEqual([pair, undefined]);
    }
  });

  it('Iceland, Liechtenstein and Norway to each other, and Switzerland to them by the EFTA Convention', () => {
    const instruments = ['IS-NO', 'IS-LI', 'LI-NO', 'CH-IS', 'CH-LI', 'CH-NO'].map((pair) =>
      instrumentOf({ pair, careDay: '2019-01-05', recordedOn: '2019-03-15' }),
    );
    expect(instruments).toEqual([EU, EU, EU, 'EFTA', 'EFTA', 'EFTA']);
  });
});

describe('the United Kingdom after the transition period', () => {
  const decided = (pair: string, begun: string, ended: string): string | undefined => {
    const [creditorState = '', debtorState = ''] = pair.split('-');
    return findBinding(reference.bindingsBetween(creditorState, debtorState), {
      ...{ creditorState, debtorState, basis: 'actual-expenditure' },
      ...{ careFrom: begun, careDay: ended, recordedOn: '2024-06-30' },
    })?.instrument.title.en;
  };

  it.each([
    ['DE-GB', '2020-12-01', '2020-12-31', /^Regulations \(EC\) 883\/2004/],
    ['DE-GB', '2020-12-31', '2021-01-01', /^Withdrawal Agreement/],
    ['DE-GB', '2021-01-01', '2021-01-01', /^Trade and Cooperation Agreement/],
    ['GB-NO', '2020-12-31', '2024-02-01', /^Separation Agreement/],
    ['GB-NO', '2023-12-31', '2024-01-01', /^Convention .* Iceland, Liechtenstein, Norway/],
    ['CH-GB', '2020-12-31', '2021-01-01', /^Citizens' Rights Agreement/],
    ['CH-GB', '2021-10-31', '2021-11-01', /^Convention .* Switzerland/],
  ])('refunds %s for care from %s to %s by its own text', (...row) => {
    const [pair, begun, ended, title] = row;
    expect(decided(pair, begun, ended)).toMatch(title);
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

  it.each([
    ['DZ', 'DZD'],
    ['MA', 'MAD'],
    ['TN', 'TND'],
    ['TR', 'TRY'],
    ['MC AD SM ME XK YT PM', 'EUR'],
    ['RS', 'RSD'],
    ['BA', 'BAM'],
    ['MK', 'MKD'],
    ['CV', 'CVE'],
    ['ML SN TG', 'XOF'],
    ['GA', 'XAF'],
    ['QC', 'CAD'],
    ['JE GG', 'GBP'],
    ['NC PF', 'XPF'],
  ])('of the partners of France: %s has %s', (states, currency) => {
    for (const state of states.split(' ')) {
      for (const day of ['2013-02-06', '2026-11-23']) {
        expect([state, reference.currencyOfStateOn(state, day)]).toEqual([state, currency]);
      }
    }
  });

  it.each([
    ['FR', '1999-01-01', 'FRF', 'EUR'],
    ['DE', '1999-01-01', 'DEM', 'EUR'],
    ['GR', '2001-01-01', 'GRD', 'EUR'],
    ['MC', '1999-01-01', 'FRF', 'EUR'],
    ['TR', '2005-01-01', 'TRL', 'TRY'],
    ['RS', '2006-10-25', 'CSD', 'RSD'],
  ])('of %s changes on %s from %s to %s', (...row) => {
    const [state, first, before, after] = row;
    expect(reference.currencyOfStateOn(state, addDays(first, -1))).toBe(before);
    expect(reference.currencyOfStateOn(state, first)).toBe(after);
  });

  it('is not known for States outside the data', () => {
    expect(reference.currencyOfStateOn('US', '2020-01-01')).toBeUndefined();
  });
});
