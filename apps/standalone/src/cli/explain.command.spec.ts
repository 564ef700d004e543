import { describe, expect, it } from '@jest/globals';
import type { Output, routes } from '@reciproca/contracts';
import { explanationLines } from './explain.command.js';

const explanation: Output<typeof routes.explainSettlement> = {
  cycle: '2026-Q1',
  settlement: '2026-Q1/DE-FR/EUR',
  states: ['DE', 'FR'],
  currency: 'EUR',
  cutoff: '2026-03-31',
  arrangement: 'DE-FR',
  batch: '2026-Q1/DE/EUR',
  hash: `sha256:${'0'.repeat(64)}`,
  gross: [{ creditor: 'FR', debtor: 'DE', amount: '110.00', claims: 1 }],
  net: { payer: 'DE', payee: 'FR', amount: '110.00' },
  byInstitution: [
    { creditor: 'FR:CNAM', debtor: 'DE:AOK-BY', amount: '110.00', claims: 1 },
    { creditor: 'FR:MSA', debtor: 'DE:TK', amount: '7.00', claims: 12 },
  ],
  status: 'proposed',
  steps: [{ rule: 'clearing/net', text: 'DE pays FR 110.00 EUR.' }],
  decisions: [],
  claims: {
    items: [
      {
        institution: 'FR:CNAM',
        reference: 'F-1',
        statement: 'S-1',
        debtor: 'DE:AOK-BY',
        amount: '110.00',
        currency: 'EUR',
        instrument: 'EU-987-2009',
        introducedOn: '2026-03-02',
        due: { downPaymentBy: null, payBy: null, disputeEnds: null },
        total: { amount: '130.00', currency: 'EUR' },
        obligation: null,
        why: [{ rule: 'EU-987-2009/67(1)', text: 'Filed in time.', inputs: {} }],
      },
    ],
    next: 'MQ',
  },
};

describe('explanationLines', () => {
  it('leads from the net down to claims and rules, and says where the rest is', () => {
    expect(explanationLines(explanation)).toEqual([
      '2026-Q1/DE-FR/EUR: DE pays FR 110.00 EUR, proposed',
      `cut-off 2026-03-31, sha256:${'0'.repeat(64)}`,
      '',
      'How the net came about',
      '  DE pays FR 110.00 EUR. [clearing/net]',
      '',
      'By institution',
      'creditor  debtor     claims  amount',
      'FR:CNAM   DE:AOK-BY       1  110.00',
      'FR:MSA    DE:TK          12    7.00',
      '',
      'What was decided',
      '  nothing yet',
      '',
      'Claims behind it',
      '  FR:CNAM/F-1 on DE:AOK-BY: 110.00 EUR of 130.00 EUR',
      '    Filed in time. [EU-987-2009/67(1)]',
      '  … and more: --claims, or GET /v1/settlements/{id}/claims for all of them',
    ]);
  });

  it('says what was decided, in order', () => {
    const decisions = [
      { at: '2026-04-01T08:00:00.000Z', type: 'batch.approved.v1', text: 'alice approved' },
    ];
    expect(explanationLines({ ...explanation, decisions })).toContain(
      '  2026-04-01T08:00:00.000Z  alice approved',
    );
  });
});
