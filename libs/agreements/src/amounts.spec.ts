import { describe, expect, it } from '@jest/globals';
import { Money } from '@reciproca/money';
import { averageCost } from './average-cost.builder.js';
import { monthlyAmount } from './average-costs.js';
import { factsOf, institution } from './claim.builder.js';
import { readClaimFacts } from './claim.js';
import { decide } from './decide.js';
import { exchange } from './exchange.js';
import { interestLine, interestQuestion } from './interest.builder.js';
import { interestOn } from './interest.js';
import { buildReferenceData } from './reference-data.js';
import { shippedTables } from './shipped/shipped-tables.js';

const states = ['HU', 'DE', 'FR', 'NC', 'TN', 'IS'];
const reference = buildReferenceData({
  institutions: states.map((state) => institution(`${state}:X`)),
  arrangements: [],
  version: '1',
});

interface Amounts {
  readonly pair: string;
  readonly currency: string;
  readonly benefits: readonly string[];
  readonly total: string;
}

function codesOf({ pair, currency, benefits, total }: Amounts): readonly string[] {
  const [creditor = '', debtor = ''] = pair.split('-');
  const claim = factsOf({
    creditor: { institution: `${creditor}:X` },
    debtor: { institution: `${debtor}:X` },
    entitlement: { document: 'FORM' },
    benefits: benefits.map((amount) => ({ kind: 'medical', amount })),
    total: { amount: total, currency },
  });
  const decision = decide(claim, reference);
  return decision.outcome === 'rejected' ? decision.reasons.map(({ code }) => code) : [];
}

// What a binary float gets wrong: 0.1 + 0.2, 1.005 and 2.675 rounded, sums of many cents, large totals.
describe('amounts never pass through a binary float', () => {
  it.each<Amounts>([
    { pair: 'FR-DE', currency: 'EUR', benefits: ['0.1', '0.2'], total: '0.3' },
    { pair: 'FR-DE', currency: 'EUR', benefits: ['0.10', '0.20'], total: '0.30' },
    { pair: 'FR-DE', currency: 'EUR', benefits: Array<string>(10).fill('0.1'), total: '1.00' },
    {
      pair: 'FR-DE',
      currency: 'EUR',
      benefits: ['900719925474099.30', '0.01'],
      total: '900719925474099.31',
    },
    { pair: 'HU-DE', currency: 'HUF', benefits: ['1000', '234'], total: '1234' },
    { pair: 'NC-FR', currency: 'XPF', benefits: ['12345', '1'], total: '12346' },
    { pair: 'IS-DE', currency: 'ISK', benefits: ['1', '2'], total: '3' },
    { pair: 'TN-FR', currency: 'TND', benefits: ['0.1', '0.2', '0.001'], total: '0.301' },
  ])('in the sum of benefits: $benefits $currency make $total', (amounts) => {
    expect(codesOf(amounts)).toEqual([]);
    const cent = { ...amounts, benefits: [...amounts.benefits, smallest(amounts.currency)] };
    expect(codesOf(cent)).toEqual(['total-mismatch']);
  });

  it.each([
    ['XPF', '12345.0'],
    ['ISK', '1.5'],
    ['HUF', '100.5'],
    ['TND', '0.0001'],
    ['EUR', '0.001'],
  ])('and %s %s has too many decimals', (currency, amount) => {
    const reading = readClaimFacts(
      {
        creditor: { institution: 'FR:X' },
        debtor: { institution: 'DE:X' },
        basis: 'fixed-amount',
        recordedOn: '2025-01-01',
        fixedAmount: { year: 2020, group: 'family', months: 1 },
        total: { amount, currency },
      },
      '2025-01-01',
    );
    expect(reading).toMatchObject({ ok: false, faults: [{ code: 'too-many-decimals' }] });
  });

  it('in monthly amounts: 1.005 as a product is a tie, and goes up', () => {
    // 15.075 × 0.80 / 12 = 1.005 in dinars of three decimals, published with two.
    const record = averageCost({
      annual_average: '15.075',
      currency: 'TND',
      monthly_x20: '1.01',
      monthly_x15: null,
    });
    expect(monthlyAmount(record, '0.2000').toString()).toBe('1.010');
    expect(monthlyAmount(record, '0.15').toString()).toBe('1.070');
  });

  it('in interest: a tie of half a cent goes up', () => {
    // 730.00 at 4.50 per cent for one day is 0.09 exactly; 121.67 × 4.5 / 36 500 = 0.0150004…
    const day = (total: string) => {
      const lines = [interestLine({ total: Money.of(total, 'EUR') })];
      const answer = interestOn(interestQuestion({ lines, until: '2024-06-01' }));
      return answer.outcome === 'note' ? answer.total.toString() : answer.outcome;
    };
    expect(['730.00', '121.67', '121.66'].map(day)).toEqual(['0.09', '0.02', '0.01']);
  });

  it('in exchange: 2.675 of a foreign currency is not 2.67', () => {
    const rates = shippedTables().exchangeRates;
    const amount = Money.of('2.675', 'TND');
    expect(exchange({ amount, to: 'EUR', day: '2024-01-02', rates })).toEqual({
      ok: false,
      missing: { currency: 'TND', day: '2024-01-02' },
    });
    const table = { rateOn: () => ({ ...fixed, quotation: { units: '1', euros: '1' } }) };
    const exchanged = exchange({ amount, to: 'EUR', day: '2024-01-02', rates: table });
    expect(exchanged.ok && exchanged.money.toString()).toBe('2.68');
  });
});

const fixed = { currency: 'EUR', value: '1', day: '2024-01-02', source: 'test' };

function smallest(currency: string): string {
  return Money.ofMinorUnits(1n, currency).toString();
}
