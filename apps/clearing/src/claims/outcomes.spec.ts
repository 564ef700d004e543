import { readClaimFacts, type Decision } from '@reciproca/agreements';
import { buildAsyncApi } from '@reciproca/contracts';
import { aClaim, aFixedAmountClaim, EventValidator } from '@reciproca/testing';
import { describe, expect, it } from '@jest/globals';
import { claimArrivalOf as arrivalOf } from '../message-reading.fixture.js';
import { flagOf, introducedData } from './outcomes.js';

const validator = new EventValidator(buildAsyncApi());
const now = '2026-03-02T10:00:00.000Z';

const decision: Extract<Decision, { outcome: 'introduced' }> = {
  outcome: 'introduced',
  instrument: 'EU-987-2009',
  part: '1',
  due: { downPaymentBy: '2026-09-30', payBy: '2027-09-30', disputeEnds: '2029-03-31' },
  fileBy: '2026-06-30',
  why: [],
  versions: {},
};

function dataOf(event: object): ReturnType<typeof introducedData> {
  const arrival = arrivalOf(event, Date.UTC(2026, 5, 1));
  if (!arrival.content.ok) throw new Error(JSON.stringify(arrival.content.faults));
  const { data: submitted } = arrival.content;
  const reading = readClaimFacts(submitted, arrival.day ?? '');
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return introducedData({ arrival, submitted, facts: reading.claim, decision });
}

describe('claim.introduced', () => {
  it('says what the contract shows, amounts with the decimals of their currency', () => {
    const event = aClaim({
      amount: '1134.5',
      benefits: [
        { kind: 'hospital', amount: '01100' },
        { kind: 'medicines', amount: '34.5' },
      ],
    });
    const { person, ...data } = dataOf(event);
    expect(person).toMatch(/^p:[0-9a-f]{32}$/);
    expect(data).toEqual({
      inReplyTo: { source: 'urn:institution:FR:CNAM', id: '2025-H1-000123#1' },
      sequence: 0,
      claim: { institution: 'FR:CNAM', reference: '2025-H1-000123', statement: 'FR-DE-2025-H1' },
      debtor: 'DE:AOK-BY',
      basis: 'actual-expenditure',
      instrument: 'EU-987-2009',
      recordedOn: '2025-03-15',
      introducedOn: '2026-03-02',
      entitlement: 'EHIC',
      care: { type: 'unplanned', from: '2025-01-03', to: '2025-01-05' },
      benefits: [
        { kind: 'hospital', amount: '1100.00' },
        { kind: 'medicines', amount: '34.50' },
      ],
      due: { downPaymentBy: '2026-09-30', payBy: '2027-09-30', disputeEnds: '2029-03-31' },
      total: { amount: '1134.50', currency: 'EUR' },
    });
  });

  it.each([
    ['JPY', '1134', '1134'],
    ['TND', '1134.5', '1134.500'],
    ['HUF', '1134', '1134'],
  ])('has the decimals of %s', (currency, given, expected) => {
    expect(dataOf(aClaim({ currency, amount: given })).total.amount).toBe(expected);
  });

  it('takes the day of the message where no introduction day is said', () => {
    expect(dataOf(aClaim({ introducedOn: null })).introducedOn).toBe('2026-03-02');
  });

  it('has a fixed amount in place of care and benefits, and no person where none is named', () => {
    const data = dataOf(aFixedAmountClaim());
    expect(data).toMatchObject({
      person: null,
      entitlement: null,
      fixedAmount: { year: 2018, group: 'family', ageGroup: 'under-20', months: 24 },
    });
    expect(data).not.toHaveProperty('care');
    expect(data).not.toHaveProperty('benefits');
  });
});

describe('claim.flagged', () => {
  const flag = (others: readonly string[]) =>
    flagOf({ subject: 'FR:CNAM/A', others, sequence: 2, now });

  it('names the others in one order, and is one event for one group', () => {
    const row = flag(['FR:CNAM/C/2', 'FR:CNAM/B']);
    const event = JSON.parse(row.event) as object;
    validator.check(event);
    expect(event).toMatchObject({
      data: {
        claim: { institution: 'FR:CNAM', reference: 'A' },
        sameAs: [
          { institution: 'FR:CNAM', reference: 'B' },
          { institution: 'FR:CNAM', reference: 'C/2' },
        ],
      },
    });
    expect(flag(['FR:CNAM/B', 'FR:CNAM/C/2'])).toEqual(row);
    expect(flag(['FR:CNAM/B']).messageKey).not.toBe(row.messageKey);
    expect(row.contentHash).toBeNull();
  });
});
