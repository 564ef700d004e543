import type { ArrangementRecord } from './records.schema.js';

/** The documented example of an arrangement between Germany and France, changed. */
export function arrangement(change: Partial<ArrangementRecord> = {}): ArrangementRecord {
  return {
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
    ...change,
  };
}
