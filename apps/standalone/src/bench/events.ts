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
  const reference = `B-${String(number).padStart(9, '0')}`;
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
