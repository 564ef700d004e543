import { describe, expect, it } from '@jest/globals';
import { arrangement } from './arrangement.builder.js';
import { isValidIban } from './iban.js';
import {
  checkArrangementRecords,
  checkAverageCostRecords,
  checkInstitutionRecords,
} from './record-checks.js';
import { averageCostRow } from './average-cost.builder.js';
import { buildReferenceData } from './reference-data.js';
import { shippedTables } from './shipped/shipped-tables.js';

const law = buildReferenceData({ institutions: [], arrangements: [], version: '1' });

/** The documented example, with an IBAN and a BIC from the published examples of France. */
const cnam = {
  id: 'FR:CNAM',
  name: "Caisse nationale de l'assurance maladie",
  from: '1960-01-01',
  to: null,
  liaisonBody: 'FR:CNSE',
  accounts: [
    {
      currency: 'EUR',
      iban: 'FR1420041010050500013M02606',
      bic: 'PSSTFRPPPAR',
      from: '1999-01-01',
    },
  ],
};

const placesOf = (
  result: ReturnType<typeof checkInstitutionRecords> | ReturnType<typeof checkArrangementRecords>,
) => (result.ok ? [] : result.faults.map(({ index, path }) => `${String(index)}:${path}`));

const withAccount = (change: object) => ({
  ...cnam,
  accounts: [{ ...cnam.accounts[0], ...change }],
});

describe('an import of institutions', () => {
  it('takes the documented record as it is', () => {
    expect(checkInstitutionRecords([cnam])).toEqual({ ok: true, records: [cnam] });
  });

  it('fills what may be left out', () => {
    const result = checkInstitutionRecords([{ id: 'DE:DVKA', name: 'DVKA', from: '2000-01-01' }]);
    expect(result.ok && result.records).toEqual([
      {
        id: 'DE:DVKA',
        name: 'DVKA',
        from: '2000-01-01',
        to: null,
        liaisonBody: null,
        accounts: [],
      },
    ]);
  });

  it('ignores unknown fields', () => {
    const result = checkInstitutionRecords([{ ...cnam, remark: 'x' }]);
    expect(result.ok && result.records[0]).toEqual(cnam);
  });

  it.each<[string, unknown, string]>([
    ['a lower-case id', { ...cnam, id: 'FR:cnam' }, '0:id'],
    ['an id without State', { ...cnam, id: 'CNAM' }, '0:id'],
    ['an id of 33 characters', { ...cnam, id: `FR:${'A'.repeat(33)}` }, '0:id'],
    ['an empty name', { ...cnam, name: '  ' }, '0:name'],
    ['an impossible day', { ...cnam, from: '2025-02-30' }, '0:from'],
    ['no first day', { ...cnam, from: undefined }, '0:from'],
    ['an end before the start', { ...cnam, from: '2020-01-01', to: '2019-12-31' }, '0:to'],
    ['a liaison body of another State', { ...cnam, liaisonBody: 'DE:DVKA' }, '0:liaisonBody'],
    [
      'a wrong check digit',
      withAccount({ iban: 'FR1520041010050500013M02606' }),
      '0:accounts.0.iban',
    ],
    [
      'an IBAN with blanks',
      withAccount({ iban: 'FR14 2004 1010 0505 0001 3M02 606' }),
      '0:accounts.0.iban',
    ],
    ['a BIC of nine characters', withAccount({ bic: 'PSSTFRPPP' }), '0:accounts.0.bic'],
    ['an unknown currency', withAccount({ currency: 'ZZZ' }), '0:accounts.0.currency'],
    ['a number', 7, '0:'],
    ['null', null, '0:'],
  ])('refuses %s', (_, record, place) => {
    expect(placesOf(checkInstitutionRecords([record]))).toEqual([place]);
  });

  it('names every fault of every record', () => {
    const result = checkInstitutionRecords([
      { ...cnam, id: 'x', from: 'yesterday' },
      cnam,
      withAccount({ iban: 'FR00', bic: '?' }),
      { ...cnam, name: 'the same again' },
    ]);
    expect(placesOf(result)).toEqual([
      '0:id',
      '0:from',
      '2:accounts.0.iban',
      '2:accounts.0.bic',
      '3:',
    ]);
  });

  it('names the rule beside the field that is missing', () => {
    const { name: _name, ...nameless } = cnam;
    const ended = { ...nameless, to: '1950-01-01', liaisonBody: 'DE:DVKA' };
    expect(placesOf(checkInstitutionRecords([ended]))).toEqual(['0:name', '0:to', '0:liaisonBody']);
  });

  it('tells which record was the first of two', () => {
    expect(checkInstitutionRecords([null, cnam, cnam])).toMatchObject({
      faults: [
        { index: 0 },
        { index: 2, message: 'FR:CNAM from 1960-01-01 is there twice', first: 1 },
      ],
    });
  });
});

describe('an import of arrangements', () => {
  it('takes the documented record as it is', () => {
    expect(checkArrangementRecords([arrangement()], [], law)).toEqual({
      ok: true,
      records: [arrangement()],
    });
  });

  it('fills what may be left out', () => {
    const { id, states, instruments, from, offsetting } = arrangement();
    const result = checkArrangementRecords(
      [{ id, states, instruments, from, offsetting }],
      [],
      law,
    );
    expect(result.ok && result.records[0]).toEqual(
      arrangement({ approvals: { officers: 2, threshold: null, officersAbove: 3 } }),
    );
  });

  it.each<[string, object, string]>([
    ['States out of order', { states: ['FR', 'DE'] }, '0:states'],
    ['one State twice', { states: ['FR', 'FR'] }, '0:states'],
    ['three States', { states: ['BE', 'DE', 'FR'] }, '0:states'],
    ['no instrument', { instruments: [] }, '0:instruments'],
    ['an unknown instrument', { instruments: ['EU-987-2010'] }, '0:instruments.0'],
    ['an instrument of other States', { instruments: ['EU-987-2009', 'FR-MC'] }, '0:instruments.1'],
    ['an end before the start', { to: '2010-04-30' }, '0:to'],
    ['another eligibility', { eligibility: 'all' }, '0:eligibility'],
    ['a cut-off that is no day', { calendar: ['2025-06-31'] }, '0:calendar.0'],
    ['a settlement currency without a rate', { settlementCurrency: 'EUR' }, '0:rate'],
    ['a rate without a settlement currency', { rate: { source: 'ECB', day: 'cutoff' } }, '0:rate'],
    ['a single officer', { approvals: { officers: 1 } }, '0:approvals.officers'],
    [
      'fewer officers above',
      { approvals: { officers: 4, officersAbove: 3 } },
      '0:approvals.officersAbove',
    ],
    ['a threshold below zero', { approvals: { threshold: '-1.00' } }, '0:approvals.threshold'],
    ['a threshold as a number', { approvals: { threshold: 1 } }, '0:approvals.threshold'],
    [
      'silence without meaning',
      { acceptance: { days: 14, silence: 'perhaps' } },
      '0:acceptance.silence',
    ],
    ['a fee with exponent', { fee: { percent: '1e1' } }, '0:fee.percent'],
    ['offsetting as text', { offsetting: 'true' }, '0:offsetting'],
  ])('refuses %s', (_, change, place) => {
    expect(placesOf(checkArrangementRecords([{ ...arrangement(), ...change }], [], law))).toEqual([
      place,
    ]);
  });

  const known = [arrangement({ id: 'DE-FR', from: '2010-05-01', to: '2019-12-31' })];

  it('takes a successor from the day after', () => {
    expect(
      checkArrangementRecords([arrangement({ id: 'B', from: '2020-01-01' })], known, law).ok,
    ).toBe(true);
    expect(checkArrangementRecords([arrangement({ from: '2015-01-01' })], known, law).ok).toBe(
      true,
    );
    const elsewhere = arrangement({ id: 'BE-FR', states: ['BE', 'FR'] });
    expect(checkArrangementRecords([elsewhere], known, law).ok).toBe(true);
  });

  it.each([
    ['overlaps on one day', [arrangement({ id: 'B', from: '2019-12-31' })]],
    ['lies inside', [arrangement({ id: 'B', from: '2012-01-01', to: '2012-01-01' })]],
    ['begins before', [arrangement({ id: 'B', from: '2000-01-01' })]],
    ['moves the States of an id', [arrangement({ states: ['DE', 'NL'], from: '2020-01-01' })]],
    [
      'takes away the end of one',
      [arrangement({ id: 'B', from: '2021-01-01' }), arrangement({ from: '2018-01-01' })],
    ],
  ])('refuses one that %s', (_, records) => {
    const result = checkArrangementRecords(records, known, law);
    expect(result.ok).toBe(false);
  });

  it('takes two of one import that together leave one in force', () => {
    const records = [
      arrangement({ id: 'B', from: '2015-01-01' }),
      arrangement({ from: '2012-01-01', to: '2014-12-31' }),
    ];
    expect(checkArrangementRecords(records, known, law)).toMatchObject({ ok: true });
  });

  it.each([
    [['DE', 'US'], 'EU-987-2009', 'EU-987-2009 never binds DE and US'],
    [['FR', 'US'], 'FR-US', 'FR-US refunds no care'],
    // The Convention binds Switzerland and Norway, the regulation neither to the other.
    [['CH', 'NO'], 'EU-987-2009', 'EU-987-2009 never binds CH and NO'],
  ] as const)('refuses between %p an instrument under which nobody claims', (states, id, why) => {
    const record = arrangement({ id: 'X', states: [...states], instruments: [id] });
    expect(checkArrangementRecords([record], [], law)).toMatchObject({
      faults: [{ index: 0, path: 'instruments.0', message: why }],
    });
  });

  it('takes an instrument that bound the two States only once, or will', () => {
    const records = [
      arrangement({ instruments: ['EU-574-72'] }),
      arrangement({ id: 'FR-GB', states: ['FR', 'GB'], instruments: ['EU-987-2009', 'GB-TCA'] }),
      arrangement({ id: 'FR-MC', states: ['FR', 'MC'], instruments: ['FR-MC'] }),
    ];
    expect(checkArrangementRecords(records, [], law).ok).toBe(true);
  });

  it('names records with faults beside those that do not go together', () => {
    const records = [
      { ...arrangement({ id: 'A', to: '2000-01-01' }), offsetting: undefined },
      arrangement({ id: 'B', from: '2015-01-01' }),
      { ...arrangement(), states: 'DE FR', rate: { source: 'ECB', day: 'cutoff' } },
      arrangement({ id: 'C', from: '2018-01-01', instruments: ['FR-MC'] }),
      arrangement({ id: 'C', from: '2018-01-01' }),
    ];
    expect(placesOf(checkArrangementRecords(records, known, law))).toEqual([
      '0:offsetting',
      '0:to',
      '1:from',
      '2:states',
      '2:rate',
      '3:instruments.0',
      '3:from',
      '3:from',
      '4:',
    ]);
  });

  it('counts overlaps beyond the first thousand', () => {
    const records = Array.from({ length: 60 }, (_, index) => arrangement({ id: `A-${index}` }));
    const result = checkArrangementRecords(records, [], law);
    // 60 × 59 / 2 pairs.
    expect(placesOf(result)).toHaveLength(1_000);
    expect(result).toMatchObject({ ok: false, unnamed: 770 });
  });

  it('says which two collide, at the imported one', () => {
    const result = checkArrangementRecords(
      [
        arrangement({ id: 'BE-FR', states: ['BE', 'FR'] }),
        arrangement({ id: 'B', from: '2019-12-31' }),
      ],
      known,
      law,
    );
    expect(result).toEqual({
      ok: false,
      unnamed: 0,
      faults: [
        {
          index: 1,
          path: 'from',
          message:
            'DE-FR would have two arrangements in force at once: DE-FR from 2010-05-01 to 2019-12-31 and B from 2019-12-31',
        },
      ],
    });
  });
});

describe('an import of average costs, by the law', () => {
  const placesBy = (change: Readonly<Record<string, unknown>>) => {
    const checked = checkAverageCostRecords([averageCostRow(change)], law);
    return checked.ok ? [] : checked.faults.map(({ path, message }) => `${path}: ${message}`);
  };

  it('takes what is shipped', () => {
    expect(checkAverageCostRecords(shippedTables().averageCosts.records, law).ok).toBe(true);
  });

  it.each([
    // Latvia claimed in lats up to the end of 2013; either is its currency for 2012, published 2014.
    ['LV', 'LVL', 2012, '24.4.2014', []],
    ['LV', 'EUR', 2012, '24.4.2014', []],
    ['LV', 'LVL', 2014, '24.4.2016', ['LV claimed in EUR from 2014-01-01 to 2016-04-24']],
    ['LV', 'EUR', 2012, '31.12.2013', ['LV claimed in LVL from 2012-01-01 to 2013-12-31']],
    ['IE', 'GBP', 2019, '11.5.2022', ['IE claimed in EUR from 2019-01-01 to 2022-05-11']],
    ['SE', 'SEK', 2019, '11.5.2022', []],
  ])('%s in %s for %d, published on %s', (state, currency, ...[year, day, expected]) => {
    const change = { state, currency, year, oj: `C 1, ${day}` };
    expect(placesBy(change)).toEqual(expected.map((why) => `currency: ${why}`));
  });

  it('refuses a publication before the reference year was over', () => {
    expect(placesBy({ year: 2019, oj: 'C 1, 1.1.2020' })).toEqual([]);
    expect(placesBy({ year: 2019, oj: 'C 1, 31.12.2019' })).toEqual([
      'oj: published on 2019-12-31, before the reference year 2019 was over',
    ]);
  });

  it('names it beside what is missing', () => {
    const change = { year: 2019, oj: 'C 1, 31.12.2019', group: undefined, annual_average: 7 };
    const places = placesBy(change).map((text) => text.split(':')[0]);
    expect(places).toEqual(['group', 'annual_average', 'oj']);
  });
});

describe('isValidIban', () => {
  it.each([
    // Examples of the ISO 13616 registry.
    'FR1420041010050500013M02606',
    'DE89370400440532013000',
    'GB29NWBK60161331926819',
    'NO9386011117947',
    'MT84MALT011000012345MTLCAST001S',
    'CH9300762011623852957',
  ])('takes %s', (iban) => {
    expect(isValidIban(iban)).toBe(true);
  });

  it.each([
    'DE89370400440532013001',
    'DE98370400440532013000',
    'ED89370400440532013000',
    'de89370400440532013000',
    'DE89 3704 0044 0532 0130 00',
    'DE89',
    '',
  ])('refuses %j', (iban) => {
    expect(isValidIban(iban)).toBe(false);
  });
});
