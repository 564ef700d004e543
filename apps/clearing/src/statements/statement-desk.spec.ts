import { buildReferenceData, type InstitutionRecord } from '@reciproca/agreements';
import { aClaim, aDownPayment, aDownPaymentAnswer, anAnnouncement } from '@reciproca/testing';
import { describe, expect, it } from '@jest/globals';
import { Admission } from '../claims/index.js';
import { Conversation, isAboutStatement } from '../messages/index.js';
import { arrivalOf } from '../message-reading.fixture.js';
import { StatementDesk, type StatementEntry } from './statement-desk.js';

function institution(id: string, liaisonBody: string | null = null): InstitutionRecord {
  return { id, name: id, from: '1960-01-01', to: null, liaisonBody, accounts: [] };
}

const reference = buildReferenceData({
  institutions: [
    institution('FR:CNAM', 'FR:CNSE'),
    institution('FR:CNSE'),
    institution('DE:AOK-BY', 'DE:DVKA'),
    institution('DE:TK', 'DE:DVKA'),
    institution('DE:DVKA'),
    institution('PT:SNS'),
  ],
  arrangements: [],
  version: '1',
});

interface Answer {
  readonly type: string;
  readonly data: {
    readonly reasons?: readonly { readonly code: string }[];
    readonly recorded?: unknown;
  };
}

/** What a batch is answered, and what it books about statements. */
function take(...events: readonly object[]): {
  readonly answers: readonly string[];
  readonly entries: readonly StatementEntry[];
} {
  const state = {
    answers: new Map(),
    sequences: new Map(),
    reference,
    now: '2026-07-01T10:00:00Z',
  };
  const conversation = new Conversation(state);
  const admission = new Admission(conversation, {
    claims: new Map(),
    twins: new Map(),
    reference,
    nextClaimId: () => '1',
  });
  const desk = new StatementDesk(conversation, {
    statements: new Map(),
    recorded: new Map(),
    reference,
  });
  for (const event of events) {
    const arrival = arrivalOf(event, Date.UTC(2026, 6, 1));
    if (!conversation.isNew(arrival)) continue;
    if (isAboutStatement(arrival)) desk.take(arrival);
    else if (arrival.type === 'claim.submitted.v1') {
      const claim = admission.take(arrival);
      if (claim !== undefined) desk.note(claim);
    }
  }
  const answers = conversation.rows.map(({ event }) => {
    const { type, data } = JSON.parse(event) as Answer;
    return [type, ...(data.reasons ?? []).map(({ code }) => code)].join(' ');
  });
  return { answers: answers.slice(-1), entries: desk.entries };
}

const recorded = ['message.recorded.v1'];
const refused = (code: string): string[] => [`message.refused.v1 ${code}`];
const payment = aDownPayment();
const malformed = { ...payment, data: { statement: {} } };

describe('a batch of messages about statements', () => {
  it.each<[string, readonly object[], readonly string[]]>([
    [
      'records what the liaison body of the creditor announces',
      [anAnnouncement({ speaker: 'FR:CNSE' })],
      recorded,
    ],
    [
      'records what the liaison body of the debtor State paid',
      [anAnnouncement(), aDownPayment({ speaker: 'DE:DVKA' })],
      recorded,
    ],
    ['records a down payment for a statement that nobody knows', [payment], recorded],
    ['records what the debtor institution paid', [aClaim(), anAnnouncement(), payment], recorded],
    [
      'refuses an institution of which no claim came, once all came',
      [aClaim(), anAnnouncement(), aDownPayment({ speaker: 'DE:TK' })],
      refused('not-your-claim'),
    ],
    [
      'refuses another State once a claim of the same batch tells the debtor',
      [aClaim(), aDownPayment({ speaker: 'PT:SNS' })],
      refused('not-your-claim'),
    ],
    [
      'refuses who is no institution',
      [{ ...payment, source: 'urn:someone' }],
      refused('not-your-claim'),
    ],
    [
      'asks who speaks before it looks at the shape',
      [anAnnouncement(), { ...malformed, source: 'urn:institution:PT:SNS' }],
      refused('not-your-claim'),
    ],
    ['refuses what cannot be read', [malformed], refused('malformed')],
    [
      'refuses the debtor as announcer',
      [anAnnouncement({ speaker: 'DE:AOK-BY' })],
      refused('not-your-claim'),
    ],
    [
      'refuses an answer before the down payment',
      [aDownPaymentAnswer()],
      refused('unknown-payment'),
    ],
    [
      'records an answer after it',
      [payment, aDownPaymentAnswer({ outcome: 'declined' })],
      recorded,
    ],
    [
      'refuses a second answer',
      [payment, aDownPaymentAnswer(), aDownPaymentAnswer({ outcome: 'declined', id: 'n' })],
      refused('already-answered'),
    ],
    [
      'refuses another amount',
      [payment, aDownPayment({ amount: '100.01', id: 'n' })],
      refused('same-reference-other-content'),
    ],
    [
      'refuses another announcement',
      [anAnnouncement(), anAnnouncement({ claims: 2, id: 'n' })],
      refused('same-reference-other-content'),
    ],
    [
      'refuses the same id with other content',
      [payment, aDownPayment({ amount: '7.00' })],
      refused('same-id-other-content'),
    ],
    [
      'records the same amount written otherwise',
      [payment, aDownPayment({ amount: '100.0', id: 'n' })],
      recorded,
    ],
  ])('%s', (_name, events, expected) => {
    expect(take(...events).answers).toEqual(expected);
  });

  it('books each content once, in the order in which it was recorded', () => {
    const { entries } = take(
      aDownPayment({ speaker: 'DE:DVKA' }),
      aDownPayment({ speaker: 'DE:DVKA', id: 'again' }),
      aDownPaymentAnswer(),
      aDownPaymentAnswer({ id: 'again' }),
      aDownPayment({ payment: 'P-2', amount: '5.5' }),
      anAnnouncement({ amount: '100' }),
    );
    const name = { institution: 'FR:CNAM', statement: 'FR-DE-2025-H1' };
    expect(
      entries.map((entry) =>
        entry.kind === 'paid' ? { ...entry, amount: entry.amount.toString() } : entry,
      ),
    ).toEqual([
      {
        ...name,
        kind: 'paid',
        reference: 'P-1',
        payer: 'DE:DVKA',
        forState: true,
        amount: '100.00',
        paidOn: '2026-05-15',
        day: '2026-05-20',
      },
      { ...name, kind: 'answered', reference: 'P-1', state: 'accepted' },
      {
        ...name,
        kind: 'paid',
        reference: 'P-2',
        payer: 'DE:AOK-BY',
        forState: false,
        amount: '5.50',
        paidOn: '2026-05-15',
        day: '2026-05-20',
      },
      {
        ...name,
        kind: 'announced',
        day: '2026-05-20',
        announcement: {
          debtorState: 'DE',
          basis: 'actual-expenditure',
          claims: 1,
          total: '100.00',
          currency: 'EUR',
        },
      },
    ]);
  });
});
