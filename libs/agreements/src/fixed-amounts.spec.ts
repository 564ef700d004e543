import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Money } from '@reciproca/money';
import { averageCost } from './average-cost.builder.js';
import { averageCostTable } from './average-costs.js';
import type { AverageCostRecord } from './average-costs.schema.js';
import { factsOf, institution } from './claim.builder.js';
import type { ClaimChange } from './claim.builder.js';
import { addDays } from './dates.js';
import { decide } from './decide.js';
import type { Decision } from './decision.js';
import { inventoryBy, proposedCorrection } from './fixed-amounts.js';
import type { ProposedCorrection } from './fixed-amounts.js';
import { shippedInstruments } from './instruments/shipped-instruments.data.js';
import { buildReferenceData } from './reference-data.js';
import type { ReferenceData } from './reference-data.js';
import { shippedTables } from './shipped/shipped-tables.js';

const states = ['IE', 'FR', 'DK', 'GB', 'SK', 'DE', 'PT', 'SE'];
const institutions = states.map((state) => institution(`${state}:X`));

function referenceWith(more: readonly AverageCostRecord[]): ReferenceData {
  const averageCosts = averageCostTable([...shippedTables().averageCosts.records, ...more]);
  return buildReferenceData({ institutions, arrangements: [], version: '1', averageCosts });
}

const reference = referenceWith([]);

type Cover = NonNullable<ClaimChange['fixedAmount']>;

interface Story extends Partial<Cover> {
  /** Creditor and debtor, `IE-FR`. */
  readonly pair?: string;
  readonly on?: string;
  readonly recordedOn?: string;
  readonly total: string;
}

/** A claim of Ireland on France for 24 months of children in 2018, introduced on 1.9.2021. */
function claimOf(story: Story) {
  const { pair = 'IE-FR', on = '2021-09-01', recordedOn = on, total, ...cover } = story;
  const [creditor = '', debtor = ''] = pair.split('-');
  const [amount = '', currency = ''] = total.split(' ');
  const claim = factsOf({
    creditor: { institution: `${creditor}:X` },
    debtor: { institution: `${debtor}:X` },
    basis: 'fixed-amount',
    fixedAmount: { year: 2018, group: 'family', ageGroup: 'under-20', months: 24, ...cover },
    recordedOn,
    introducedOn: on,
    messageDay: on,
    total: { amount, currency },
  });
  if (claim.basis !== 'fixed-amount') {
    throw new Error('no fixed amount');
  }
  return claim;
}

const outcome = (decision: Decision): readonly string[] =>
  decision.outcome === 'rejected'
    ? decision.reasons.map(({ code }) => code)
    : [decision.instrument];

const decided = (story: Story, data = reference): readonly string[] =>
  outcome(decide(claimOf(story), data));

describe('a fixed amount (IR Arts 63 and 64)', () => {
  it.each<[string, Story]>([
    ['children, 24 × 124.49', { total: '2987.76 EUR' }],
    ['adults, 12 × 195.80', { ageGroup: '20-64', months: 12, total: '2349.60 EUR' }],
    [
      'pensioners for a State of Annex IV, 12 × 612.05',
      { group: 'pensioner', ageGroup: '65-plus', months: 12, total: '7344.60 EUR' },
    ],
    [
      'pensioners for another State, 12 × 650.31',
      { pair: 'IE-DK', group: 'pensioner', ageGroup: '65-plus', months: 12, total: '7803.72 EUR' },
    ],
    [
      'families for another State, 12 × 612.05',
      { pair: 'IE-DK', ageGroup: '65-plus', months: 12, total: '7344.60 EUR' },
    ],
    [
      'pensioners where no lower amount is published, 12 × 386.64',
      { pair: 'GB-DK', group: 'pensioner', ageGroup: '65-plus', months: 12, total: '4639.68 GBP' },
    ],
  ])('of %s, is introduced', (_, story) => {
    expect(decided(story)).toEqual(['EU-987-2009']);
  });

  it.each<[string, Story]>([
    ['a cent more', { total: '2987.77 EUR' }],
    ['a cent less', { total: '2987.75 EUR' }],
    ['24 times the unrounded 124.49', { total: '2987.80 EUR', months: 24 }],
    ['the amount of pensioners for another State', { pair: 'IE-DK', total: '3174.48 EUR' }],
  ])('of %s, is refused', (_, story) => {
    expect(decided(story)).toEqual(['fixed-amount-mismatch']);
  });

  it('says what would be right', () => {
    const decision = decide(claimOf({ total: '3000.00 EUR' }), reference);
    expect(decision).toMatchObject({
      reasons: [
        {
          rule: 'EU-987-2009/64',
          detail:
            '24 months at 124.49 EUR (OJ C 251, 28.6.2021, p. 4) make 2987.76 EUR, total 3000.00 EUR',
        },
      ],
    });
  });

  it('tells why it was introduced', () => {
    const decision = decide(claimOf({ total: '2987.76 EUR' }), reference);
    const why = decision.outcome === 'introduced' ? decision.why : [];
    expect(why.map(({ rule }) => rule)).toEqual(
      ['97', '90', '64', '67(2)', '68(1)', '67(5)', '67(6)'].map((one) => `EU-987-2009/${one}`),
    );
    expect(why[2]).toMatchObject({
      text: '24 months at 124.49 EUR, published on 2021-06-28 for 2018, make 2987.76 EUR [average costs, data version 1].',
      inputs: { reduction: '0.20', oj: 'C 251, 28.6.2021, p. 4', dataVersion: '1' },
    });
  });

  it('in another currency is refused for the currency, and for the amount only where it differs', () => {
    expect(decided({ total: '2987.76 GBP' })).toEqual(['currency-not-allowed']);
    expect(decided({ total: '2987.77 GBP' })).toEqual([
      'currency-not-allowed',
      'fixed-amount-mismatch',
    ]);
  });

  it('published in a currency that the euro has replaced is claimed in euro at the fixed rate', () => {
    const story = {
      pair: 'SK-FR',
      year: 2005,
      ageGroup: undefined,
      months: 12,
      on: '2009-06-01',
    };
    // 12 × 637.16 = 7 645.92 SKK, at 30.1260.
    expect(decided({ ...story, total: '253.80 EUR' })).toEqual(['EU-574-72']);
    expect(decided({ ...story, total: '253.79 EUR' })).toEqual(['fixed-amount-mismatch']);
    expect(decided({ ...story, on: '2008-06-01', total: '7645.92 SKK' })).toEqual(['EU-574-72']);
  });
});

describe('the time of fixed amounts (IR Arts 65 and 67(2))', () => {
  const total = '2987.76 EUR';

  it('is 12 months after the month of publication', () => {
    const inTime = decide(claimOf({ on: '2022-06-30', total }), reference);
    expect(inTime).toMatchObject({ outcome: 'introduced', fileBy: '2022-06-30' });
    const late = decide(claimOf({ on: '2022-07-01', total }), reference);
    expect(late).toMatchObject({
      reasons: [
        {
          code: 'late',
          rule: 'EU-987-2009/67(2)',
          detail:
            'average costs published 2021-06-28, to be introduced by 2022-06-30, introduced 2022-07-01',
        },
      ],
    });
  });

  it('begins with publication', () => {
    expect(decided({ on: '2021-06-28', total })).toEqual(['EU-987-2009']);
    const early = decide(claimOf({ on: '2021-06-27', total }), reference);
    expect(early).toMatchObject({
      reasons: [
        {
          code: 'unknown-average-cost',
          rule: 'EU-987-2009/63, 65(1)',
          detail:
            'no average costs of IE for 2018, group family under-20, were published by 2021-06-27; the last earlier ones, of 2012, are for all ages together, not for under-20',
        },
      ],
    });
  });

  it('waits two years for publication, then goes by the last earlier value, without a clock', () => {
    const story = { year: 2019, total };
    const waiting = decide(claimOf({ ...story, on: '2021-12-31' }), reference);
    expect(waiting).toMatchObject({
      reasons: [
        {
          code: 'unknown-average-cost',
          detail:
            'no average costs of IE for 2019, group family under-20, were published by 2021-12-31; after 2021-12-31 the last earlier amount applies',
        },
      ],
    });
    for (const on of ['2022-01-01', '2025-01-01']) {
      expect(decide(claimOf({ ...story, on }), reference)).toMatchObject({
        outcome: 'introduced',
        fileBy: null,
      });
    }
    expect(decided({ year: 2019, on: '2022-01-01', total: '2987.77 EUR' })).toEqual([
      'fixed-amount-mismatch',
    ]);
  });

  it('goes by the value of the year as soon as it is published', () => {
    // 66.67 × 24 by C 190 of 11.5.2022
    const data = referenceWith([averageCost()]);
    const on = (day: string, amount: string) =>
      decided({ year: 2019, on: day, total: amount }, data);
    expect(on('2022-05-10', total)).toEqual(['EU-987-2009']);
    expect(on('2022-05-11', total)).toEqual(['fixed-amount-mismatch']);
    expect(on('2022-05-11', '1600.08 EUR')).toEqual(['EU-987-2009']);
    expect(on('2023-05-31', '1600.08 EUR')).toEqual(['EU-987-2009']);
    expect(on('2023-06-01', '1600.08 EUR')).toEqual(['late']);
  });

  it('is counted from the first publication, since a correction gives no new time', () => {
    const data = referenceWith([
      averageCost(),
      averageCost({ monthly_x20: '66.68', annual_average: '1000.20', oj: 'C 300, 1.8.2022' }),
    ]);
    const on = (day: string) => decided({ year: 2019, on: day, total: '1600.32 EUR' }, data);
    expect(on('2022-08-01')).toEqual(['EU-987-2009']);
    expect(on('2023-05-31')).toEqual(['EU-987-2009']);
    expect(on('2023-06-01')).toEqual(['late']);
  });

  it('knows no value of a State that publishes none', () => {
    expect(decided({ pair: 'SE-FR', total })[0]).toBe('currency-not-allowed');
    expect(decided({ pair: 'DE-FR', total })).toContain('not-entitled');
  });
});

describe('the inventory of months (IR Art 67(2))', () => {
  it.each([
    ['EU-987-2009', '2019-12-31'],
    ['EU-574-72', null],
  ])('of 2018 is due under %s by %s', (id, by) => {
    const text = shippedInstruments.find((one) => one.id === id);
    const claim = claimOf({ total: '2987.76 EUR' });
    expect(text?.refundsCare === true ? inventoryBy(claim, text) : 'no instrument').toBe(by);
  });
});

describe('corrections when an average is corrected', () => {
  const [instrument] = shippedInstruments.filter(({ id }) => id === 'EU-987-2009');
  const correction = (story: Story, data: ReferenceData): ProposedCorrection => {
    if (instrument?.refundsCare !== true) {
      throw new Error('no instrument');
    }
    return proposedCorrection({
      claim: claimOf(story),
      instrument,
      reference: data,
      day: '2026-11-01',
    });
  };
  const corrected = (monthly: string) =>
    referenceWith([
      averageCost({
        year: 2018,
        annual_average: '1867.35',
        monthly_x20: monthly,
        oj: 'C 300, 1.8.2022',
      }),
    ]);

  it.each<[string, ProposedCorrection]>([
    ['125.10', { kind: 'additional-claim', amount: Money.of('14.64', 'EUR') }],
    ['124.48', { kind: 'credit-note', amount: Money.of('0.24', 'EUR') }],
    ['124.49', { kind: 'none' }],
  ])('from 124.49 to %s for 24 months', (monthly, expected) => {
    expect(correction({ total: '2987.76 EUR' }, corrected(monthly))).toEqual(expected);
  });

  it('are proposed when the value of a year comes after an earlier one stood in', () => {
    const story = { year: 2019, on: '2022-01-01', total: '2987.76 EUR' };
    expect(correction(story, reference)).toEqual({ kind: 'none' });
    expect(correction(story, referenceWith([averageCost()]))).toEqual({
      kind: 'credit-note',
      amount: Money.of('1387.68', 'EUR'),
    });
  });

  it('are none where no average is known', () => {
    expect(correction({ year: 2010, total: '1.00 EUR' }, reference)).toEqual({ kind: 'none' });
  });
});

describe('fixed amounts, for all claims', () => {
  const covers = fc.record({
    ageGroup: fc.constantFrom('under-20', '20-64', '65-plus'),
    group: fc.constantFrom('family' as const, 'pensioner' as const),
    months: fc.integer({ min: 1, max: 50_000 }),
  });
  const published: Readonly<Record<string, bigint>> = {
    'under-20': 12449n,
    '20-64': 19580n,
    '65-plus': 61205n,
  };
  const expectedOf = ({ ageGroup, months }: { ageGroup: string; months: number }): Money =>
    Money.ofMinorUnits((published[ageGroup] ?? 0n) * BigInt(months), 'EUR');

  it('are the rounded monthly amount times the months, and their sum knows no order of groups', () => {
    fc.assert(
      fc.property(fc.array(covers, { maxLength: 8 }), (groups) => {
        for (const cover of groups) {
          const total = `${expectedOf(cover).toString()} EUR`;
          expect(decided({ ...cover, total })).toEqual(['EU-987-2009']);
          const more = expectedOf(cover).plus(Money.of('0.01', 'EUR'));
          expect(decided({ ...cover, total: `${more.toString()} EUR` })).toEqual([
            'fixed-amount-mismatch',
          ]);
        }
        const sum = (list: typeof groups): string =>
          Money.sum(list.map(expectedOf), 'EUR').toString();
        expect(sum(groups.toReversed())).toBe(sum(groups));
      }),
      { numRuns: 30 },
    );
  });

  it('are decided purely, and never in time where an earlier introduction was late', () => {
    const data = referenceWith([averageCost(), averageCost({ oj: 'C 300, 1.8.2023' })]);
    const days = fc.integer({ min: 0, max: 2_500 }).map((count) => addDays('2019-01-01', count));
    const ageGroups = fc.constantFrom('under-20', '65-plus', undefined);
    fc.assert(
      fc.property(
        fc.record({ year: fc.constantFrom(2012, 2018, 2019, 2020), ageGroup: ageGroups }),
        days,
        fc.integer({ min: 0, max: 1_500 }),
        (cover, on, wait) => {
          const total = cover.ageGroup === undefined ? '5246.88 EUR' : '2987.76 EUR';
          const story = { ...cover, total, recordedOn: '2013-01-01' };
          const first = decide(claimOf({ ...story, on }), data);
          const later = decide(claimOf({ ...story, on: addDays(on, wait) }), data);
          expect(JSON.stringify(decide(claimOf({ ...story, on }), data))).toBe(
            JSON.stringify(first),
          );
          if (outcome(first).includes('late')) {
            expect(outcome(later)).toContain('late');
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
