/*
 * The life of eight claims between France and Germany, in the year after the published figures. Every
 * figure in this file was reckoned by hand from the law and the arrangement, none was copied from the
 * product: the run compares the two.
 */

/** `[toPay, inSettlement, contested, disputed]` of a claim, in euro. */
export type Figures = readonly [string, string, string, string];

/** A claim of the life, as its creditor submits it. */
export interface LifeClaim {
  readonly creditor: string;
  readonly debtor: string;
  readonly reference: string;
  readonly statement: string;
  readonly amount: string;
}

const french = { creditor: 'FR:CNAM', debtor: 'DE:AOK-BY', statement: 'LIFE-FR-DE' } as const;
const german = { creditor: 'DE:AOK-BY', debtor: 'FR:CNAM' } as const;

/** Five claims of France on Germany, three of Germany on France. */
export const lifeClaims: readonly LifeClaim[] = [
  { ...french, reference: 'LIFE-1', amount: '1250.00' },
  { ...french, reference: 'LIFE-2', amount: '812.40' },
  { ...french, reference: 'LIFE-3', amount: '534.20' },
  { ...french, reference: 'LIFE-4', amount: '640.00' },
  { ...french, reference: 'LIFE-5', amount: '450.00' },
  { ...german, reference: 'LIFE-6', amount: '700.00', statement: 'LIFE-DE-FR-1' },
  { ...german, reference: 'LIFE-7', amount: '900.00', statement: 'LIFE-DE-FR-2' },
  { ...german, reference: 'LIFE-8', amount: '300.00', statement: 'LIFE-DE-FR-2' },
];

/** A message about a claim or a statement. */
export interface LifeMessage {
  readonly speaker: string;
  readonly type: string;
  /** The claim or statement, by its creditor and reference. */
  readonly subject: { readonly institution: string; readonly reference: string };
  /** What it says, for a reader. */
  readonly text: string;
  /** Its data beside the claim or statement. */
  readonly said: object;
  /** `introduced`, `recorded`, or the code of the refusal. */
  readonly answer: string;
}

/** Messages of one day, and what they leave of the claims they change. */
export interface MessageStep {
  readonly kind: 'messages';
  readonly day: string;
  readonly title: string;
  readonly messages: readonly LifeMessage[];
  readonly after: Readonly<Record<string, Figures>>;
}

/** A claim in a net, and how its amount comes about. */
export interface NetLine {
  readonly reference: string;
  readonly amount: string;
  readonly how: string;
}

/** What one State owes the other in a cycle. */
export interface NetSide {
  readonly creditor: string;
  readonly debtor: string;
  readonly sum: string;
  readonly lines: readonly NetLine[];
}

/** A cycle that is closed, and the net it must give. */
export interface CycleStep {
  readonly kind: 'cycle';
  readonly id: string;
  /** The cut-off. */
  readonly day: string;
  readonly title: string;
  readonly sides: readonly NetSide[];
  readonly net: { readonly payer: string; readonly payee: string; readonly amount: string };
  readonly after: Readonly<Record<string, Figures>>;
}

export type LifeStep = MessageStep | CycleStep;

const euro = (amount: string) => ({ amount, currency: 'EUR' });
const claimOf = (reference: string) => ({
  institution: lifeClaims.find((claim) => claim.reference === reference)?.creditor ?? '',
  reference,
});

function submission(claim: LifeClaim): LifeMessage {
  const { creditor, debtor, reference, statement, amount } = claim;
  return {
    speaker: creditor,
    type: 'claim.submitted.v1',
    subject: { institution: creditor, reference },
    text: `claims ${amount} from ${debtor}`,
    said: {
      claim: { reference, statement },
      creditor: { institution: creditor },
      debtor: { institution: debtor },
      basis: 'actual-expenditure',
      recordedOn: '2020-11-20',
      introducedOn: '2021-02-10',
      entitlement: { document: 'EHIC', number: `80-${reference}` },
      beneficiary: { id: `person-${reference}` },
      care: { type: 'unplanned', from: '2020-10-05', to: '2020-10-08' },
      benefits: [{ kind: 'hospital', amount }],
      total: euro(amount),
    },
    answer: 'introduced',
  };
}

function contestation(reference: string, amount: string, reason: string): LifeMessage {
  return {
    speaker: 'DE:AOK-BY',
    type: 'claim.contested.v1',
    subject: claimOf(reference),
    text: `contests ${amount}: ${reason}`,
    said: { contestation: { reference: 'C-1', reason, amount: euro(amount) } },
    answer: 'recorded',
  };
}

function answer(reference: string, outcome: string, accepted?: string): LifeMessage {
  return {
    speaker: 'FR:CNAM',
    type: 'contestation.answered.v1',
    subject: claimOf(reference),
    text: `answers: ${outcome}${accepted === undefined ? '' : `, ${accepted} of it`}`,
    said: {
      contestation: { reference: 'C-1' },
      outcome,
      ...(accepted === undefined ? {} : { acceptedAmount: euro(accepted) }),
    },
    answer: 'recorded',
  };
}

const advanced = { institution: 'DE:AOK-BY', reference: 'LIFE-DE-FR-2' };

const statementMessages: readonly LifeMessage[] = [
  {
    speaker: 'DE:AOK-BY',
    type: 'statement.announced.v1',
    subject: advanced,
    text: 'announces two claims, 1200.00 together',
    said: {
      debtorState: 'FR',
      basis: 'actual-expenditure',
      claims: 2,
      total: euro('1200.00'),
    },
    answer: 'recorded',
  },
  {
    speaker: 'FR:CNAM',
    type: 'down-payment.made.v1',
    subject: advanced,
    text: 'has paid 1080.00 in advance, 90 % of it',
    said: { payment: { reference: 'P-1', amount: euro('1080.00'), paidOn: '2021-04-20' } },
    answer: 'recorded',
  },
  {
    speaker: 'DE:AOK-BY',
    type: 'down-payment.answered.v1',
    subject: advanced,
    text: 'accepts the down payment',
    said: { payment: { reference: 'P-1' }, outcome: 'accepted' },
    answer: 'recorded',
  },
];

function waiver(reference: string, amount: string, answer: string): LifeMessage {
  return {
    speaker: 'DE:AOK-BY',
    type: 'claim.waived.v1',
    subject: claimOf(reference),
    text: `waives ${amount}`,
    said: {
      waiver: {
        reference: 'W-1',
        kind: 'waiver',
        amount: euro(amount),
        reason: 'not worth its cost',
        authority: 'board of the institution',
      },
    },
    answer,
  };
}

const creditNote: LifeMessage = {
  speaker: 'FR:CNAM',
  type: 'claim.credited.v1',
  subject: claimOf('LIFE-4'),
  text: 'credits 150.00',
  said: {
    creditNote: { reference: 'N-1', amount: euro('150.00'), reason: 'one night was not spent' },
  },
  answer: 'recorded',
};

/** Everything that happens, in its order. */
export const lifeSteps: readonly LifeStep[] = [
  {
    kind: 'messages',
    day: '2021-02-10',
    title: 'Both sides submit their claims',
    messages: lifeClaims.map(submission),
    after: {
      'LIFE-1': ['1250.00', '0.00', '0.00', '0.00'],
      'LIFE-2': ['812.40', '0.00', '0.00', '0.00'],
      'LIFE-3': ['534.20', '0.00', '0.00', '0.00'],
      'LIFE-4': ['640.00', '0.00', '0.00', '0.00'],
      'LIFE-5': ['450.00', '0.00', '0.00', '0.00'],
      'LIFE-6': ['700.00', '0.00', '0.00', '0.00'],
      'LIFE-7': ['900.00', '0.00', '0.00', '0.00'],
      'LIFE-8': ['300.00', '0.00', '0.00', '0.00'],
    },
  },
  {
    kind: 'messages',
    day: '2021-03-15',
    title:
      'Germany contests three claims: what is contested leaves the next cycle, the rest goes on',
    messages: [
      contestation('LIFE-1', '400.00', 'amount-error'),
      contestation('LIFE-2', '312.40', 'period-outside-entitlement'),
      contestation('LIFE-3', '534.20', 'duplicate'),
    ],
    after: {
      'LIFE-1': ['850.00', '0.00', '400.00', '0.00'],
      'LIFE-2': ['500.00', '0.00', '312.40', '0.00'],
      'LIFE-3': ['0.00', '0.00', '534.20', '0.00'],
    },
  },
  {
    kind: 'messages',
    day: '2021-04-06',
    title: 'A creditor may give up a part of its own claim, a debtor may not',
    messages: [waiver('LIFE-6', '50.00', 'recorded'), waiver('LIFE-4', '640.00', 'not-your-claim')],
    after: { 'LIFE-6': ['650.00', '0.00', '0.00', '0.00'] },
  },
  {
    kind: 'messages',
    day: '2021-04-26',
    title: 'France pays a statement in advance; it is allocated when the next cycle closes',
    messages: statementMessages,
    after: {},
  },
  {
    kind: 'cycle',
    id: '2021-H1',
    day: '2021-06-30',
    title: 'The second cycle carves out what is contested',
    sides: [
      {
        creditor: 'FR',
        debtor: 'DE',
        sum: '2440.00',
        lines: [
          { reference: 'LIFE-1', amount: '850.00', how: '1250.00 less 400.00 contested' },
          { reference: 'LIFE-2', amount: '500.00', how: '812.40 less 312.40 contested' },
          { reference: 'LIFE-4', amount: '640.00', how: 'all of it' },
          { reference: 'LIFE-5', amount: '450.00', how: 'all of it' },
        ],
      },
      {
        creditor: 'DE',
        debtor: 'FR',
        sum: '770.00',
        lines: [
          { reference: 'LIFE-6', amount: '650.00', how: '700.00 less 50.00 waived' },
          {
            reference: 'LIFE-8',
            amount: '120.00',
            how: '300.00 less 180.00, the rest of the down payment after 900.00 for LIFE-7',
          },
        ],
      },
    ],
    net: { payer: 'DE', payee: 'FR', amount: '1670.00' },
    after: {
      'LIFE-1': ['850.00', '850.00', '400.00', '0.00'],
      'LIFE-2': ['500.00', '500.00', '312.40', '0.00'],
      'LIFE-4': ['640.00', '640.00', '0.00', '0.00'],
      'LIFE-5': ['450.00', '450.00', '0.00', '0.00'],
      'LIFE-6': ['650.00', '650.00', '0.00', '0.00'],
      'LIFE-7': ['0.00', '0.00', '0.00', '0.00'],
      'LIFE-8': ['120.00', '120.00', '0.00', '0.00'],
    },
  },
  {
    kind: 'messages',
    day: '2021-09-06',
    title: 'France answers: maintained comes back, accepted becomes a credit, partly is both',
    messages: [
      answer('LIFE-1', 'maintained'),
      answer('LIFE-2', 'partly-accepted', '120.15'),
      answer('LIFE-3', 'accepted'),
    ],
    after: {
      'LIFE-1': ['1250.00', '850.00', '0.00', '0.00'],
      'LIFE-2': ['692.25', '500.00', '0.00', '0.00'],
      'LIFE-3': ['0.00', '0.00', '0.00', '0.00'],
    },
  },
  {
    kind: 'messages',
    day: '2021-09-20',
    title: 'What a closed cycle took stays there: a credit after it is refunded by the next one',
    messages: [creditNote],
    after: { 'LIFE-4': ['490.00', '640.00', '0.00', '0.00'] },
  },
  {
    kind: 'messages',
    day: '2021-09-21',
    title: 'A contestation after the close is a dispute: it moves no money',
    messages: [contestation('LIFE-5', '90.00', 'amount-error')],
    after: { 'LIFE-5': ['450.00', '450.00', '0.00', '90.00'] },
  },
  {
    kind: 'messages',
    day: '2021-10-11',
    title: 'Accepted, the dispute becomes a credit too',
    messages: [answer('LIFE-5', 'accepted')],
    after: { 'LIFE-5': ['360.00', '450.00', '0.00', '0.00'] },
  },
  {
    kind: 'cycle',
    id: '2021-H2',
    day: '2021-12-31',
    title: 'The third cycle carries over what came back, and refunds',
    sides: [
      {
        creditor: 'FR',
        debtor: 'DE',
        sum: '352.25',
        lines: [
          { reference: 'LIFE-1', amount: '400.00', how: 'maintained' },
          { reference: 'LIFE-2', amount: '192.25', how: '312.40 less 120.15 accepted' },
          { reference: 'LIFE-4', amount: '-150.00', how: 'refund of the credit note' },
          { reference: 'LIFE-5', amount: '-90.00', how: 'refund of the accepted dispute' },
        ],
      },
      { creditor: 'DE', debtor: 'FR', sum: '0.00', lines: [] },
    ],
    net: { payer: 'DE', payee: 'FR', amount: '352.25' },
    after: {
      'LIFE-1': ['1250.00', '1250.00', '0.00', '0.00'],
      'LIFE-2': ['692.25', '692.25', '0.00', '0.00'],
      'LIFE-4': ['490.00', '490.00', '0.00', '0.00'],
      'LIFE-5': ['360.00', '360.00', '0.00', '0.00'],
    },
  },
];

/** A movement of the account statement: positive is in favour of France. */
export interface ExpectedMovement {
  readonly cause: string;
  readonly amount: string;
  readonly count: number;
  readonly how: string;
}

/** What moves between France and Germany in 2021, by cause. */
export const lifeMovements: readonly ExpectedMovement[] = [
  {
    cause: 'introduced',
    amount: '1786.60',
    count: 8,
    how: '3686.60 claimed by France less 1900.00 claimed by Germany',
  },
  { cause: 'credited', amount: '-150.00', count: 1, how: 'LIFE-4' },
  {
    cause: 'refused',
    amount: '-744.35',
    count: 3,
    how: 'accepted contestations: 120.15 of LIFE-2, 534.20 of LIFE-3, 90.00 of LIFE-5',
  },
  { cause: 'waived', amount: '50.00', count: 1, how: 'by Germany of LIFE-6, so France owes less' },
  {
    cause: 'down-paid',
    amount: '1080.00',
    count: 2,
    how: 'by France: 900.00 for LIFE-7, 180.00 for LIFE-8',
  },
];

/** All movements of the year together: the two nets of 1670.00 and 352.25. */
export const lifeChange = '2022.25';
