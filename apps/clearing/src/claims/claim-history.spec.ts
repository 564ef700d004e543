import { describe, expect, it } from '@jest/globals';
import { toldHistory, type HistoryRow, type JournalStep } from './claim-history.js';

const at = '2026-03-02T10:00:00.000Z';
const inReplyTo = { source: 'urn:institution:DE:AOK-BY', id: 'i' };
const claim = { institution: 'FR:CNAM', reference: 'R' };
const zero = '0.00';
const owed = (part: object): object => ({
  total: '1000.00',
  ...{ credited: zero, contested: zero, disputed: zero, waived: zero, downPaid: zero },
  ...{ inSettlement: zero, settled: zero, toPay: '1000.00' },
  ...part,
});

function row(type: string, data: object | null, part: Partial<HistoryRow> = {}): HistoryRow {
  return { at, type, id: type, source: 's', data, moved: null, day: null, ...part };
}

const introduced = row('claim.introduced.v1', {
  inReplyTo,
  claim,
  debtor: 'DE:AOK-BY',
  introducedOn: '2026-03-01',
  total: { amount: '1000', currency: 'EUR' },
});

const opened: JournalStep = {
  cause: 'claim.introduced.v1',
  from: 'claimed',
  to: 'open',
  amount: '1000',
};

function recorded(type: string, said: object, part: object = {}): HistoryRow {
  const data = { inReplyTo, type, day: '2026-03-16', recorded: { claim, ...said }, ...part };
  return row('message.recorded.v1', data);
}

/** What is told after the introduction, with the day. */
function toldOf(later: HistoryRow, language: 'en' | 'fr' = 'en'): unknown[] {
  const [, told] = toldHistory([introduced, later], [opened], language);
  return [told?.day, told?.text];
}

const euro = (amount: string) => ({ amount, currency: 'EUR' });
const waiver = { reference: 'W', kind: 'waiver', amount: euro('50'), authority: 'the board' };
const contestation = { reference: 'C', reason: 'other', amount: euro('400.00') };

describe('what a history tells', () => {
  it('begins with who claims what from whom, and what is owed then', () => {
    expect(toldHistory([introduced], [opened], 'en')).toEqual([
      {
        at,
        type: 'claim.introduced.v1',
        id: 'claim.introduced.v1',
        source: 's',
        day: '2026-03-01',
        text: 'FR:CNAM claims 1000.00 EUR from DE:AOK-BY: introduced',
        obligation: owed({}),
      },
    ]);
  });

  it.each([
    [{ contestation }, 'DE:AOK-BY contests 400.00 EUR: another reason; contestation C'],
    [
      { contestation: { ...contestation, reason: 'duplicate' } },
      'DE:AOK-BY contests 400.00 EUR: billed twice; contestation C',
    ],
  ])('names a contestation without a day to answer by: %j', (said, text) => {
    expect(toldOf(recorded('claim.contested.v1', said))).toEqual(['2026-03-16', text]);
  });

  it.each([
    ['approaching', 'en', 'The last day to answer falls on 2027-03-31: 400.00 EUR at stake'],
    [
      'passed',
      'fr',
      'Dernier jour de réponse : échéance du 2027-03-31 dépassée, 400.00 EUR en jeu',
    ],
  ] as const)('tells of a deadline %s', (word, language, text) => {
    const data = { kind: 'replyBy', on: '2027-03-31', amount: '400.00', currency: 'EUR' };
    const row = { ...introduced, type: `deadline.${word}.v1`, data };
    expect(toldHistory([row], [], language)).toMatchObject([{ day: '2027-03-31', text }]);
  });

  it.each([
    [
      'claim.contested.v1',
      { contestation },
      'DE:AOK-BY conteste 400.00 EUR : autre motif ; contestation C, réponse attendue au plus tard le 2027-03-31',
    ],
    [
      'contestation.answered.v1',
      { contestation: { reference: 'C' }, outcome: 'accepted' },
      'DE:AOK-BY accepte la contestation C : ce qui en reste est déduit',
    ],
    [
      'contestation.answered.v1',
      { contestation: { reference: 'C' }, outcome: 'maintained' },
      'DE:AOK-BY maintient sa demande malgré la contestation C : le montant est de nouveau ouvert',
    ],
    [
      'claim.credited.v1',
      { creditNote: { reference: 'N', amount: euro('1.50'), reason: 'erreur' } },
      'DE:AOK-BY réduit sa demande de 1.50 EUR : avoir N, erreur',
    ],
    [
      'claim.waived.v1',
      { waiver },
      'DE:AOK-BY renonce à 50.00 EUR : renonciation W, décidée par the board',
    ],
    [
      'claim.waived.v1',
      { waiver: { ...waiver, kind: 'write-off' } },
      'DE:AOK-BY passe 50.00 EUR en perte : W, décision de the board',
    ],
  ])('tells %s in French: %j', (type, said, text) => {
    const message = recorded(type, said, { replyBy: '2027-03-31' });
    expect(toldOf(message, 'fr')).toEqual(['2026-03-16', text]);
  });

  it.each([
    [
      row('message.refused.v1', {
        inReplyTo,
        type: 'claim.waived.v1',
        reasons: [{ code: 'not-your-claim' }, { code: 'unknown-claim' }],
      }),
      ['2026-03-02', 'Waiver of DE:AOK-BY refused: not-your-claim, unknown-claim'],
    ],
    [
      row('claim.rejected.v1', {
        inReplyTo,
        introducedOn: '2026-03-01',
        reasons: [{ code: 'late' }],
      }),
      ['2026-03-02', 'claim of DE:AOK-BY rejected: late'],
    ],
    [
      row('claim.flagged.v1', { sameAs: [claim, { ...claim, reference: 'Q' }] }),
      ['2026-03-02', 'may be billed twice: same person, care and total as FR:CNAM/R, FR:CNAM/Q'],
    ],
    [
      row('claim.settled.v1', { settlement: 'S', amount: '7', paidOn: '2026-05-01' }),
      ['2026-05-01', '7.00 EUR paid on 2026-05-01 by settlement S'],
    ],
    [
      row('claim.settled.v1', { downPayment: 'P', amount: '7', paidOn: '2026-05-01' }),
      ['2026-05-01', '7.00 EUR paid in advance on 2026-05-01 by down payment P'],
    ],
    [
      row('settlement.proposed.v1', { settlement: 'S' }, { moved: '-150', day: '2026-06-30' }),
      ['2026-06-30', '150.00 EUR to be refunded, taken into settlement S'],
    ],
    [
      row('settlement.proposed.v1', { settlement: 'S' }, { moved: '150', day: '2026-06-30' }),
      ['2026-06-30', '150.00 EUR taken into settlement S'],
    ],
    [
      row('batch.rejected.v1', null, { moved: '150', day: '2026-07-02' }),
      ['2026-07-02', '150.00 EUR back from a settlement that was rejected'],
    ],
    [row('claim.praised.v1', {}), ['2026-03-02', 'claim.praised.v1']],
  ])('tells %j', (later, told) => {
    expect(toldOf(later)).toEqual(told);
  });

  it('tells an open item of an old system', () => {
    const [told] = toldHistory(
      [row('claim.introduced.v1', { ...(introduced.data as object), inReplyTo: null })],
      [],
      'en',
    );
    expect(told?.text).toBe(
      'FR:CNAM claims 1000.00 EUR from DE:AOK-BY: taken over from an old system',
    );
  });
});

describe('what was owed after each event', () => {
  const contested = owed({ contested: '400.00', toPay: '600.00' });
  const steps: readonly JournalStep[] = [
    opened,
    { cause: 'said', from: 'open', to: 'contested', amount: '400.00' },
    { cause: 'taken', from: 'open', to: 'in-settlement', amount: '600' },
    { cause: 'disputing', from: 'undisputed', to: 'disputed', amount: '90' },
    { cause: 'back', from: 'in-settlement', to: 'open', amount: '600' },
    { cause: 'back', from: 'open', to: 'contested', amount: '90' },
    { cause: 'back', from: 'disputed', to: 'undisputed', amount: '90' },
  ];
  const rows = [
    introduced,
    recorded('claim.contested.v1', { contestation }, { obligation: contested }),
    row('message.refused.v1', { inReplyTo, type: 'claim.waived.v1', reasons: [] }),
    row('settlement.proposed.v1', { settlement: 'S' }, { id: 'taken', moved: '600', day: at }),
    row('batch.rejected.v1', null, { id: 'back', moved: '600', day: at }),
  ];

  it('is what the event says, what the journal holds by then, or as before', () => {
    const told = toldHistory(rows, steps, 'en').map(({ obligation }) => [
      ...[obligation?.toPay, obligation?.inSettlement, obligation?.contested, obligation?.disputed],
    ]);
    expect(told).toEqual([
      ['1000.00', '0.00', '0.00', '0.00'],
      ['600.00', '0.00', '400.00', '0.00'],
      ['600.00', '0.00', '400.00', '0.00'],
      ['600.00', '600.00', '400.00', '0.00'],
      ['510.00', '0.00', '490.00', '0.00'],
    ]);
  });

  it('is nothing for a claim that was never introduced', () => {
    const rejected = row('claim.rejected.v1', { inReplyTo, reasons: [{ code: 'late' }] });
    expect(toldHistory([rejected], [], 'fr')).toMatchObject([
      { obligation: null, text: 'demande de DE:AOK-BY rejetée : late' },
    ]);
  });
});
