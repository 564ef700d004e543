import { amountText } from '../amount-text.js';
import { Randomness } from '../randomness.js';

/** How claims lie over State pairs; `apart`: one pair that no other claims touch. */
export type Spread = 'spread' | 'one-pair' | 'apart';

const pairs = { 'one-pair': ['FR', 'DE'], apart: ['EE', 'HR'] } as const;

/** States whose institutions take part; their creditors use the euro. */
const creditors = ['AT', 'BE', 'DE', 'ES', 'FI', 'FR', 'GR', 'IE', 'IT', 'NL', 'PT', 'SI'];
const debtors = [
  ...creditors,
  'BG',
  'CZ',
  'DK',
  'HU',
  'LT',
  'LU',
  'LV',
  'MT',
  'PL',
  'RO',
  'SE',
  'SK',
];

/** One institution per State, as reference data. */
export const benchInstitutions = [...debtors, ...pairs.apart].map((state) => ({
  id: `${state}:FUND`,
  name: `Health fund of ${state}`,
  from: '1960-01-01',
  to: null,
  liaisonBody: null,
  accounts: [],
}));

/** A message for Kafka. */
export interface BenchMessage {
  readonly key: string;
  readonly value: string;
}

/** Valid claims, the same for the same arguments: `first` is the number of the first one. */
export function* benchClaims(wish: {
  readonly spread: Spread;
  readonly first: number;
  readonly count: number;
  /** Day of introduction, `YYYY-MM-DD`. */
  readonly day: string;
}): Generator<BenchMessage> {
  const random = new Randomness(wish.first + 1);
  for (let number = wish.first; number < wish.first + wish.count; number += 1) {
    yield claim(wish, number, random);
  }
}

function anyPair(random: Randomness): readonly [string, string] {
  const creditor = random.pick(creditors);
  return [creditor, random.pick(debtors.filter((state) => state !== creditor))];
}

function claim(
  wish: { readonly spread: Spread; readonly day: string },
  number: number,
  random: Randomness,
): BenchMessage {
  const [creditor, debtor] = wish.spread === 'spread' ? anyPair(random) : pairs[wish.spread];
  const reference = referenceOf(number);
  const hospital = BigInt(random.integer(2_000, 400_000));
  const medicines = BigInt(random.integer(100, 20_000));
  const subject = `${creditor}:FUND/${reference}`;
  const event = {
    specversion: '1.0',
    id: `${reference}-1`,
    source: `urn:institution:${creditor}:FUND`,
    type: 'claim.submitted.v1',
    time: '2026-09-30T09:00:00Z',
    subject,
    datacontenttype: 'application/json',
    data: {
      claim: { reference, statement: `${creditor}-${debtor}-2025-H1` },
      creditor: { institution: `${creditor}:FUND` },
      debtor: { institution: `${debtor}:FUND` },
      basis: 'actual-expenditure',
      recordedOn: '2025-03-15',
      introducedOn: wish.day,
      entitlement: { document: 'EHIC', number: `8025${String(number).padStart(16, '0')}` },
      beneficiary: { id: `person-${String(number)}` },
      care: { type: 'unplanned', from: '2025-01-03', to: '2025-01-05' },
      benefits: [
        { kind: 'hospital', amount: amountText(hospital) },
        { kind: 'medicines', amount: amountText(medicines) },
      ],
      total: { amount: amountText(hospital + medicines), currency: 'EUR' },
    },
  };
  return { key: subject, value: JSON.stringify(event) };
}

function referenceOf(number: number): string {
  return `B-${String(number).padStart(9, '0')}`;
}

/** Claims between the one pair by their numbers. */
export interface BenchNumbers {
  readonly first: number;
  readonly count: number;
}

const contestedCents = 1_000n;

/** A contestation of a part of each claim. */
export function* benchContestations({ first, count }: BenchNumbers): Generator<BenchMessage> {
  for (let number = first; number < first + count; number += 1) {
    const amount = { amount: amountText(contestedCents), currency: 'EUR' };
    yield later(number, {
      type: 'claim.contested.v1',
      speaker: 'DE:FUND',
      said: { contestation: { reference: 'C-1', reason: 'amount-error', amount } },
    });
  }
}

/** An answer to each contestation: one in three is maintained, accepted, accepted in part. */
export function* benchAnswers({ first, count }: BenchNumbers): Generator<BenchMessage> {
  const answers = [
    { outcome: 'maintained' },
    { outcome: 'accepted' },
    { outcome: 'partly-accepted', acceptedAmount: { amount: '4.00', currency: 'EUR' } },
  ];
  for (let number = first; number < first + count; number += 1) {
    yield later(number, {
      type: 'contestation.answered.v1',
      speaker: 'FR:FUND',
      said: { contestation: { reference: 'C-1' }, ...answers[number % answers.length] },
    });
  }
}

/** What so many contestations keep out of the next cycle, in cents. */
export function contestedBy(contestations: number): bigint {
  return contestedCents * BigInt(contestations);
}

function later(
  number: number,
  message: { readonly type: string; readonly speaker: string; readonly said: object },
): BenchMessage {
  const reference = referenceOf(number);
  const subject = `FR:FUND/${reference}`;
  const event = {
    specversion: '1.0',
    id: `${reference}-${message.type}`,
    source: `urn:institution:${message.speaker}`,
    type: message.type,
    time: '2026-09-30T09:00:00Z',
    subject,
    datacontenttype: 'application/json',
    data: { claim: { institution: 'FR:FUND', reference }, ...message.said },
  };
  return { key: subject, value: JSON.stringify(event) };
}
