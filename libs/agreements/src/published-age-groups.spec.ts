import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { averageCost } from './average-cost.builder.js';
import { averageCostTable } from './average-costs.js';
import { factsOf, institution } from './claim.builder.js';
import { addDays } from './dates.js';
import { decide } from './decide.js';
import type { Decision } from './decision.js';
import { buildReferenceData } from './reference-data.js';
import { shippedTables } from './shipped/shipped-tables.js';

const institutions = ['IE:X', 'FR:X', 'DE:X'].map((id) => institution(id));

/** Ireland without age groups until 2012, by age group in 2018. */
const shipped = buildReferenceData({ institutions, arrangements: [], version: '1' });

/** Between them a table for 2014 that knows one age group, and one for pensioners of 2015 alone. */
const withMore = buildReferenceData({
  institutions,
  arrangements: [],
  version: '1',
  averageCosts: averageCostTable([
    ...shippedTables().averageCosts.records,
    averageCost({ year: 2014, age_group: '20-64', oj: 'C 1, 1.2.2017' }),
    averageCost({ year: 2015, group: 'pensioner', age_group: null, oj: 'C 1, 1.2.2018' }),
  ]),
});

interface Story {
  readonly creditor?: string;
  readonly year: number;
  readonly group?: 'family' | 'pensioner';
  readonly ageGroup?: string;
  readonly on: string;
  readonly amount?: string;
}

/** A claim of Ireland on France for ten months of a family in no age group. */
function decided(story: Story, reference = shipped): Decision {
  const { creditor = 'IE:X', group = 'family', amount = '2186.20', on, ...cover } = story;
  return decide(
    factsOf({
      creditor: { institution: creditor },
      debtor: { institution: 'FR:X' },
      basis: 'fixed-amount',
      fixedAmount: { group, months: 10, year: cover.year, ageGroup: cover.ageGroup },
      recordedOn: on,
      introducedOn: on,
      messageDay: on,
      total: { amount, currency: 'EUR' },
    }),
    reference,
  );
}

const saidOf = (decision: Decision): readonly string[] =>
  decision.outcome === 'introduced'
    ? ['introduced']
    : decision.reasons.map(({ code, detail }) => `${code}: ${detail}`);

describe('a fixed amount claimed without the age group of its year', () => {
  it('does not go by an older year, and is told which age groups there are', () => {
    // 10 × 218.62, the amount of 2012, when 2018 had been published in age groups for years.
    expect(saidOf(decided({ year: 2018, on: '2026-11-20' }))).toEqual([
      'unknown-average-cost: average costs of IE for 2018, group family, were published by 2026-11-20 for under-20, 20-64, 65-plus; claim as published, not for all ages together',
    ]);
  });

  it('is refused the same way for an age group that is not published', () => {
    expect(saidOf(decided({ year: 2018, ageGroup: 'over-64', on: '2022-01-01' }))).toEqual([
      'unknown-average-cost: average costs of IE for 2018, group family, were published by 2022-01-01 for under-20, 20-64, 65-plus; claim as published, not for over-64',
    ]);
    const with2012 = { year: 2012, ageGroup: '20-64', on: '2016-06-01' };
    expect(saidOf(decided(with2012))).toEqual([
      'unknown-average-cost: average costs of IE for 2012, group family, were published by 2016-06-01 for all ages together; claim as published, not for 20-64',
    ]);
  });

  it('goes by the last earlier value while nothing at all is published for its year', () => {
    // Nothing of 2013 ever was, so that after 2015 the year 2012 stands in.
    expect(saidOf(decided({ year: 2013, on: '2016-01-16' }))).toEqual(['introduced']);
    expect(saidOf(decided({ year: 2013, on: '2026-11-20' }))).toEqual(['introduced']);
  });

  it('does not go back beyond the latest earlier year of which anything is published', () => {
    const waitedFor = { year: 2016, on: '2019-01-01' };
    expect(saidOf(decided(waitedFor, withMore))).toEqual([
      'unknown-average-cost: no average costs of IE for 2016, group family, were published by 2019-01-01; the last earlier ones, of 2014, are for 20-64, not for all ages together',
    ]);
    // For pensioners it is 2015, without age groups: 10 × 66.67.
    const pensioners = { ...waitedFor, group: 'pensioner', amount: '666.70' } as const;
    expect(saidOf(decided(pensioners, withMore))).toEqual(['introduced']);
    expect(saidOf(decided({ ...pensioners, ageGroup: '20-64' }, withMore))[0]).toContain(
      'the last earlier ones, of 2015, are for all ages together, not for 20-64',
    );
  });

  it('never is introduced again once its year is published in age groups', () => {
    // C 251 of 28.6.2021 published 2018; after 2020 the year 2012 stood in until then.
    expect(saidOf(decided({ year: 2018, on: '2021-06-27' }))).toEqual(['introduced']);
    const days = fc.integer({ min: 0, max: 4_000 }).map((count) => addDays('2021-06-28', count));
    fc.assert(
      fc.property(days, fc.constantFrom('2186.20', '666.70', '1244.90'), (on, amount) => {
        const ageless = decided({ year: 2018, on, amount });
        expect(saidOf(ageless)).toHaveLength(1);
        expect(saidOf(ageless)[0]).toMatch(/^unknown-average-cost: /);
        const late = on > '2022-06-30';
        const aged = decided({ year: 2018, ageGroup: 'under-20', on, amount: '1244.90' });
        expect(saidOf(aged)[0]).toMatch(late ? /^late: / : /^introduced$/);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an average that is not published', () => {
  it('is not promised to a State that claims no fixed amounts', () => {
    const found = saidOf(decided({ creditor: 'DE:X', year: 2018, on: '2020-06-01' }));
    expect(found).toEqual([
      'not-entitled: DE claims no fixed amounts for group family and year 2018 under EU-987-2009, only actual expenditure',
      'unknown-average-cost: no average costs of DE for 2018, group family, were published by 2020-06-01; nor for an earlier year',
    ]);
  });

  it('is not promised to one of which an earlier value is known either', () => {
    // France has published averages of 2012 and claims no fixed amounts under Regulation 987/2009.
    const claim = factsOf({
      basis: 'fixed-amount',
      creditor: { institution: 'FR:X' },
      debtor: { institution: 'DE:X' },
      fixedAmount: { year: 2018, group: 'family', months: 10 },
      recordedOn: '2019-06-01',
      introducedOn: '2019-06-01',
    });
    expect(saidOf(decide(claim, shipped))[1]).toBe(
      'unknown-average-cost: no average costs of FR for 2018, group family, were published by 2019-06-01',
    );
  });

  it('of a State that does claim stands in after the second year', () => {
    expect(saidOf(decided({ year: 2019, ageGroup: '20-64', on: '2021-07-01' }))).toEqual([
      'unknown-average-cost: no average costs of IE for 2019, group family 20-64, were published by 2021-07-01; after 2021-12-31 the last earlier amount applies',
    ]);
  });
});
