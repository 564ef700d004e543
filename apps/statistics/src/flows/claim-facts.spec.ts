import { describe, expect, it } from '@jest/globals';
import { flowKey } from '@reciproca/contracts';
import { readFact } from './claim-facts.js';
import { flowsOf, paidFlowsOf } from './claim-group.js';
import { introduced, obligation, outcome } from './flow-events.builder.js';

function flowKeysOf(data: Readonly<Record<string, unknown>>): string[] {
  const fact = readFact('claim.introduced.v1', introduced(data).data);
  if (fact.kind !== 'introduction') throw new Error(`it is a ${fact.kind}`);
  return flowsOf(fact.introduction.group).map(flowKey);
}

const rest = 'EU-987-2009|actual-expenditure|EHIC|unplanned|EUR';

describe('an introduced claim', () => {
  it('stands in the flows of four time bases, as the creditor and as the debtor reports it', () => {
    expect(flowKeysOf({})).toEqual([
      `2025|care|FR|DE|receivable|FR:CNAM|${rest}`,
      `2025|care|DE|FR|payable|DE:AOK-BY|${rest}`,
      `2025|recorded|FR|DE|receivable|FR:CNAM|${rest}`,
      `2025|recorded|DE|FR|payable|DE:AOK-BY|${rest}`,
      `2026|introduced|FR|DE|receivable|FR:CNAM|${rest}`,
      `2026|introduced|DE|FR|payable|DE:AOK-BY|${rest}`,
      `2027|due|FR|DE|receivable|FR:CNAM|${rest}`,
      `2027|due|DE|FR|payable|DE:AOK-BY|${rest}`,
    ]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'of care over New Year to the year of its last day',
      { care: { type: 'planned', from: '2023-12-31', to: '2024-01-01' } },
      '2024|care|FR|DE|receivable|FR:CNAM|EU-987-2009|actual-expenditure|EHIC|planned|EUR',
    ],
    [
      'by fixed amounts to the year it is claimed for, without care and entitlement',
      {
        basis: 'fixed-amount',
        entitlement: null,
        care: undefined,
        benefits: undefined,
        fixedAmount: { year: 2018, group: 'family', ageGroup: '20-64', months: 24 },
      },
      '2018|care|FR|DE|receivable|FR:CNAM|EU-987-2009|fixed-amount|||EUR',
    ],
  ])('belongs, %s', (_what, data, key) => {
    expect(flowKeysOf(data)[0]).toBe(key);
  });

  it('has no flow by due date when its instrument has no clock', () => {
    const due = { downPaymentBy: null, payBy: null, disputeEnds: null };
    const bases = flowKeysOf({ due }).map((key) => key.split('|')[1]);
    expect(bases).toEqual(['care', 'care', 'recorded', 'recorded', 'introduced', 'introduced']);
  });

  it('keeps what it needs for the flows and nothing of the person', () => {
    const fact = readFact('claim.introduced.v1', introduced().data);
    expect(fact).toMatchObject({
      kind: 'introduction',
      introduction: { subject: 'FR:CNAM/2025-H1-000123' },
    });
    expect(JSON.stringify(fact)).not.toContain('p:0123456789abcdef');
  });

  it('shares its group with claims that differ in reference, amount and day alone', () => {
    const groupOf = (data: Readonly<Record<string, unknown>>): string => {
      const fact = readFact('claim.introduced.v1', introduced(data).data);
      return fact.kind === 'introduction' ? fact.introduction.group.id : fact.kind;
    };
    const claim = { institution: 'FR:CNAM', reference: 'another', statement: 'FR-DE-2025-H1' };
    const total = { amount: '1.00', currency: 'EUR' };
    expect(groupOf({ claim, total, recordedOn: '2025-12-31' })).toBe(groupOf({}));
    expect(groupOf({ claim: { ...claim, statement: 'FR-DE-2025-H2' } })).not.toBe(groupOf({}));
    expect(groupOf({ entitlement: 'S1' })).not.toBe(groupOf({}));
    expect(groupOf({ recordedOn: '2024-12-31' })).not.toBe(groupOf({}));
  });
});

describe('an open item of an old system', () => {
  const opening = { settled: '500.00', credited: '200.00', contested: '300.00' };

  it('is introduced by its total, paid and credited by its opening amounts on the same day', () => {
    const data = { inReplyTo: null, sequence: 3, introducedOn: '2019-07-01', opening };
    expect(readFact('claim.introduced.v1', introduced(data).data)).toMatchObject({
      kind: 'introduction',
      introduction: { subject: 'FR:CNAM/2025-H1-000123' },
      // 1 134.56 − 500.00 − 200.00 − 300.00
      opening: {
        subject: 'FR:CNAM/2025-H1-000123',
        sequence: 3,
        paidYear: 2019,
        paid: '500.00',
        toPay: '134.56',
        contested: '300.00',
      },
    });
  });

  it('of which nothing was paid has no year of payment', () => {
    const data = { inReplyTo: null, opening: { ...opening, settled: '0.00' } };
    expect(readFact('claim.introduced.v1', introduced(data).data)).toMatchObject({
      opening: { paidYear: null, paid: '0.00' },
    });
  });

  it('counts once, though the creditor submits the claim again', () => {
    const fact = readFact('claim.introduced.v1', introduced({ opening }).data);
    expect(fact.kind).toBe('introduction');
    expect(fact).not.toHaveProperty('opening');
  });

  it('stands in no flow by care where that is not known', () => {
    const data = { inReplyTo: null, opening, care: undefined, benefits: undefined };
    const bases = flowKeysOf(data).map((key) => key.split('|')[1]);
    expect(bases).toEqual(['recorded', 'recorded', 'introduced', 'introduced', 'due', 'due']);
    expect(readFact('claim.introduced.v1', introduced({ care: undefined }).data)).toMatchObject({
      kind: 'fault',
      code: 'invalid-data',
    });
  });

  it('with an amount that is none of its currency is set aside', () => {
    const data = { inReplyTo: null, opening: { ...opening, credited: '0.001' } };
    expect(readFact('claim.introduced.v1', introduced(data).data)).toMatchObject({
      kind: 'fault',
      detail: 'data.opening',
    });
  });
});

describe('later events', () => {
  const claim = { institution: 'FR:CNAM', reference: '2025-H1-000123' };
  const subject = 'FR:CNAM/2025-H1-000123';

  it('of a payment move what is paid, in the year of payment, and what is outstanding', () => {
    const event = outcome('claim.settled.v1', subject, {
      sequence: 2,
      claim,
      settlement: '2026-Q1/DE-FR/EUR',
      amount: '1000.00',
      paidOn: '2026-12-31',
      obligation: obligation({ toPay: '34.56', contested: '100.00' }),
    });
    expect(readFact(event.type, event.data)).toEqual({
      kind: 'movement',
      movement: {
        subject,
        sequence: 2,
        paidYear: 2026,
        paid: '1000.00',
        toPay: '34.56',
        contested: '100.00',
      },
    });
  });

  it('of a payment stand in the flows of the year of payment, on both sides', () => {
    const fact = readFact('claim.introduced.v1', introduced().data);
    if (fact.kind !== 'introduction') throw new Error(`it is a ${fact.kind}`);
    expect(paidFlowsOf(fact.introduction.group, 2026).map(flowKey)).toEqual([
      `2026|settled|FR|DE|receivable|FR:CNAM|${rest}`,
      `2026|settled|DE|FR|payable|DE:AOK-BY|${rest}`,
    ]);
  });

  it.each([
    'claim.rejected.v1',
    'claim.flagged.v1',
    'balance.published.v1',
    'cycle.closed.v1',
    'batch.approved.v1',
  ])('of type %s bear no figure', (type) => {
    expect(readFact(type, {})).toEqual({ kind: 'none' });
  });
});

describe('what cannot be read', () => {
  it.each<[string, readonly [unknown, unknown], object]>([
    ['an unknown type', ['claim.lost.v1', {}], { code: 'unknown-type' }],
    ['a type of another topic', ['claim.submitted.v1', {}], { code: 'unknown-type' }],
    ['no type', [undefined, {}], { code: 'unknown-type' }],
    ['data of another form', ['claim.settled.v1', null], { code: 'invalid-data' }],
    [
      'an amount as a number',
      ['claim.introduced.v1', introduced({ total: { amount: 1134.56, currency: 'EUR' } }).data],
      { code: 'invalid-data', detail: 'data.total.amount' },
    ],
    [
      'three decimals in EUR',
      ['claim.introduced.v1', introduced({ total: { amount: '1.005', currency: 'EUR' } }).data],
      { code: 'invalid-data', detail: 'total: too-many-decimals' },
    ],
    [
      'neither care nor fixed amount',
      ['claim.introduced.v1', introduced({ care: undefined }).data],
      { code: 'invalid-data', detail: 'neither care nor fixedAmount' },
    ],
  ])('%s is told with the faulty path', (_what, [type, data], fault) => {
    expect(readFact(type, data)).toMatchObject({ kind: 'fault', ...fault });
  });
});
