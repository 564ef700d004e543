/*
 * The examples of the public contract, filled in where it abbreviates. Specs check that the
 * schemas take them as they stand.
 */

/** A fresh copy of the example claim by actual expenditure. */
export function exampleClaim(): Record<string, unknown> {
  return {
    claim: { reference: '2025-H1-000123', statement: 'FR-DE-2025-H1' },
    creditor: { institution: 'FR:CNAM' },
    debtor: { institution: 'DE:AOK-BY' },
    basis: 'actual-expenditure',
    recordedOn: '2025-03-15',
    introducedOn: '2026-03-02',
    entitlement: { document: 'EHIC', number: '80250000010000000001' },
    beneficiary: { id: '9f2' },
    care: { type: 'unplanned', from: '2025-01-03', to: '2025-01-05' },
    benefits: [
      { kind: 'hospital', amount: '1100.00' },
      { kind: 'medicines', amount: '34.56' },
    ],
    total: { amount: '1134.56', currency: 'EUR' },
  };
}

/** A fresh copy of a claim by fixed amounts: 24 months at 124.49, Ireland 2018, under 20. */
export function exampleFixedAmountClaim(): Record<string, unknown> {
  return {
    claim: { reference: 'IE-2018-F-U20', statement: 'IE-FR-2018' },
    creditor: { institution: 'IE:HSE' },
    debtor: { institution: 'FR:CNAM' },
    basis: 'fixed-amount',
    recordedOn: '2021-07-01',
    fixedAmount: { year: 2018, group: 'family', ageGroup: 'under-20', months: 24, persons: 2 },
    total: { amount: '2987.76', currency: 'EUR' },
  };
}

/** The attributes of the example claim's message. */
export const exampleAttributes = {
  specversion: '1.0',
  id: '7b0c',
  source: 'urn:institution:FR:CNAM',
  type: 'claim.submitted.v1',
  time: '2026-03-02T09:00:00Z',
  subject: 'FR:CNAM/2025-H1-000123',
  datacontenttype: 'application/json',
};

const claim = { institution: 'FR:CNAM', reference: '2025-H1-000123' };
const statement = { institution: 'FR:CNAM', reference: 'FR-DE-2025-H1' };
const euros = (amount: string) => ({ amount, currency: 'EUR' });

/** The example data of every other inbound type, with its subject. */
export const exampleMessages = {
  'statement.announced.v1': {
    subject: 'FR:CNAM/FR-DE-2025-H1',
    data: {
      statement,
      debtorState: 'DE',
      basis: 'actual-expenditure',
      claims: 1639,
      total: euros('2000000.00'),
    },
  },
  'claim.contested.v1': {
    subject: 'FR:CNAM/2025-H1-000123',
    data: {
      claim,
      contestation: {
        reference: 'C-1',
        reason: 'duplicate',
        amount: euros('34.56'),
        note: 'see 2025-H1-000122',
      },
    },
  },
  'contestation.answered.v1': {
    subject: 'FR:CNAM/2025-H1-000123',
    data: {
      claim,
      contestation: { reference: 'C-1' },
      outcome: 'partly-accepted',
      acceptedAmount: euros('10.00'),
    },
  },
  'claim.credited.v1': {
    subject: 'FR:CNAM/2025-H1-000123',
    data: {
      claim,
      creditNote: { reference: 'N-1', amount: euros('34.56'), reason: 'billed twice' },
    },
  },
  'claim.waived.v1': {
    subject: 'FR:CNAM/2025-H1-000123',
    data: {
      claim,
      waiver: {
        reference: 'W-1',
        kind: 'write-off',
        amount: euros('34.56'),
        reason: 'below the cost of collecting',
        authority: 'CNSE',
      },
    },
  },
  'down-payment.made.v1': {
    subject: 'FR:CNAM/FR-DE-2025-H1',
    data: {
      statement,
      payment: { reference: 'P-1', amount: euros('1800000.00'), paidOn: '2025-12-31' },
    },
  },
  'down-payment.answered.v1': {
    subject: 'FR:CNAM/FR-DE-2025-H1',
    data: { statement, payment: { reference: 'P-1' }, outcome: 'accepted' },
  },
} as const;

const inReplyTo = { source: 'urn:institution:FR:CNAM', id: '7b0c' };
const hash = `sha256:${'0f'.repeat(32)}`;
const obligation = {
  total: '1134.56',
  credited: '0.00',
  contested: '0.00',
  disputed: '0.00',
  waived: '0.00',
  downPaid: '0.00',
  inSettlement: '0.00',
  settled: '1134.56',
  toPay: '0.00',
};

const decision = {
  batch: '2026-Q1/DE/EUR',
  hash,
  settlements: ['2026-Q1/DE-FR/EUR'],
  by: 'https://id.example#alice',
  at: '2026-04-02T10:00:00Z',
};

/** What every event about a published balance says. */
const publishedBalance = {
  balance: 'DE-FR/EUR/2026-06-30/1',
  states: ['DE', 'FR'],
  currency: 'EUR',
  on: '2026-06-30',
  closing: '-1134.56',
  hash: `sha256:${'0'.repeat(64)}`,
};

/** The example data of every event that the product publishes. */
export const examplePublished: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'claim.introduced.v1': {
    inReplyTo,
    sequence: 1,
    claim: { ...claim, statement: 'FR-DE-2025-H1' },
    debtor: 'DE:AOK-BY',
    basis: 'actual-expenditure',
    instrument: 'EU-987-2009',
    recordedOn: '2025-03-15',
    introducedOn: '2026-03-02',
    entitlement: 'EHIC',
    care: { type: 'unplanned', from: '2025-01-03', to: '2025-01-05' },
    benefits: [{ kind: 'hospital', amount: '1134.56' }],
    person: 'p:5d1e0a9b8c7d6e5f',
    due: { downPaymentBy: '2026-09-30', payBy: '2027-09-30', disputeEnds: '2029-03-31' },
    total: euros('1134.56'),
  },
  'claim.rejected.v1': {
    inReplyTo,
    sequence: 1,
    claim: { ...claim, statement: 'FR-DE-2025-H1' },
    debtor: 'DE:AOK-BY',
    introducedOn: '2026-03-02',
    total: euros('1134.56'),
    reasons: [
      {
        code: 'late',
        rule: 'EU-987-2009/67(1)',
        detail: 'recorded 2023-03-15, to be introduced by 2024-06-30, introduced 2026-03-02',
      },
    ],
  },
  'message.recorded.v1': {
    inReplyTo,
    sequence: 2,
    type: 'claim.contested.v1',
    day: '2026-05-04',
    claim,
    recorded: {
      claim,
      contestation: { reference: 'C-1', reason: 'duplicate', amount: euros('34.56') },
    },
    obligation,
    replyBy: '2027-05-31',
  },
  'message.refused.v1': {
    inReplyTo,
    sequence: 3,
    type: 'claim.submitted.v1',
    reasons: [
      {
        code: 'not-your-claim',
        rule: 'contract/who-may-say-what',
        detail: 'the source must be FR:CNAM or its liaison body',
      },
    ],
  },
  'claim.flagged.v1': {
    sequence: 2,
    claim,
    sameAs: [{ institution: 'FR:CNAM', reference: '2025-H1-000124' }],
  },
  'balance.published.v1': {
    ...publishedBalance,
    sequence: 1,
    publishedBy: 'FR',
    supersedes: ['DE-FR/EUR/2026-03-31/1'],
  },
  'balance.confirmed.v1': { ...publishedBalance, sequence: 2, confirmedBy: 'DE' },
  'balance.disputed.v1': {
    ...publishedBalance,
    sequence: 2,
    disputedBy: 'DE',
    differences: [{ claim, published: '1134.56', amount: '1000.00', reason: 'already-credited' }],
  },
  'deadline.approaching.v1': {
    sequence: 3,
    on: '2026-09-30',
    kind: 'downPaymentBy',
    statement: { institution: 'FR:CNAM', reference: 'FR-DE-2025-H1' },
    month: '2026-03',
    amount: '1021.11',
    currency: 'EUR',
    consequence: 'only a down payment by this day shields from interest (EU-987-2009/68(1))',
  },
  'deadline.passed.v1': {
    sequence: 3,
    on: '2027-05-31',
    kind: 'replyBy',
    claim,
    contestation: 'C-1',
    amount: '100.00',
    currency: 'EUR',
    consequence: 'silence has no effect of its own (EU-987-2009/67)',
  },
  'claim.settled.v1': {
    sequence: 4,
    claim,
    settlement: '2026-Q1/DE-FR/EUR',
    amount: '1134.56',
    paidOn: '2026-03-31',
    obligation,
  },
  'settlement.proposed.v1': {
    cycle: '2026-Q1',
    settlement: '2026-Q1/DE-FR/EUR',
    states: ['DE', 'FR'],
    currency: 'EUR',
    cutoff: '2026-03-31',
    arrangement: 'DE-FR',
    batch: '2026-Q1/DE/EUR',
    hash,
    gross: [
      { creditor: 'DE', debtor: 'FR', amount: '57350000.00', claims: 47008 },
      { creditor: 'FR', debtor: 'DE', amount: '199900000.00', claims: 163852 },
    ],
    net: { payer: 'DE', payee: 'FR', amount: '142550000.00' },
    officers: 3,
    acceptance: { days: 14, silence: 'accepted' },
    byInstitution: [
      { creditor: 'DE:AOK-BY', debtor: 'FR:CNAM', amount: '57350000.00', claims: 47008 },
      { creditor: 'FR:CNAM', debtor: 'DE:AOK-BY', amount: '199900000.00', claims: 163852 },
    ],
  },
  'cycle.closed.v1': {
    cycle: '2026-Q1',
    cutoff: '2026-03-31',
    settlements: 1,
    claims: 210860,
    hash,
    closedBy: 'https://id.example#dora',
  },
  'batch.approved.v1': { ...decision, approvals: 1, of: 2 },
  'batch.rejected.v1': { ...decision, reason: 'account of the payee has changed' },
  'batch.released.v1': decision,
  'settlement.accepted.v1': {
    settlement: '2026-Q1/DE-FR/EUR',
    by: 'https://id.example#ines',
    at: '2026-04-10T10:00:00Z',
  },
  'settlement.settled.v1': {
    settlement: '2026-Q1/DE-FR/EUR',
    batch: '2026-Q1/DE/EUR',
    net: '142550000.00',
    amount: '142550000.00',
    settledOn: '2026-04-20',
    received: [
      {
        amount: '142550000.00',
        on: '2026-04-20',
        endToEndId: '2026Q1DEFREUR',
        bankReference: 'B-1',
      },
    ],
  },
  'settlement.reversed.v1': {
    settlement: '2026-Q1/DE-FR/EUR',
    batch: '2026-Q1/DE/EUR',
    amount: '142550000.00',
    on: '2026-04-25',
    reason: 'returned by the bank',
  },
  'reference.updated.v1': {
    kind: 'institutions',
    key: 'FR:CNAM',
    version: 1,
    from: '1960-01-01',
    to: null,
    record: {
      id: 'FR:CNAM',
      name: 'Caisse nationale de l’assurance maladie',
      from: '1960-01-01',
      to: null,
      liaisonBody: 'FR:CNSE',
      accounts: [],
    },
  },
  'flow.updated.v1': {
    year: 2026,
    timeBasis: 'introduced',
    reporter: 'FR',
    counterpart: 'DE',
    direction: 'receivable',
    institution: 'FR:CNAM',
    instrument: 'EU-987-2009',
    basis: 'actual-expenditure',
    entitlement: 'EHIC',
    careType: 'unplanned',
    currency: 'EUR',
    version: 1,
    claims: 1,
    statements: 1,
    persons: 1,
    introduced: '1134.56',
    contested: '0.00',
    refused: '0.00',
    credited: '0.00',
    waived: '0.00',
    writtenOff: '0.00',
    paid: '0.00',
    interest: '0.00',
    fee: '0.00',
    outstanding: '1134.56',
  },
};

/** The example arrangement. */
export const exampleArrangement = {
  id: 'DE-FR',
  states: ['DE', 'FR'],
  instruments: ['EU-987-2009'],
  from: '2010-05-01',
  to: null,
  offsetting: true,
  eligibility: 'introduced',
  calendar: null,
  settlementCurrency: null,
  rate: null,
  approvals: { officers: 2, threshold: '10000000.00', officersAbove: 3 },
  acceptance: null,
  fee: null,
};
