import { describe, expect, it } from '@jest/globals';
import { buildReferenceData, decide, readClaimFacts } from '@reciproca/agreements';
import { inboundSchemas } from '@reciproca/contracts';
import { aClaim, manyClaims } from '@reciproca/testing';
import type { ClaimArrival } from '../messages/index.js';
import { whyIntroduced, type StoredClaim } from './claim-view.js';
import { introducedData } from './outcomes.js';

const institutions = ['FR:CNAM', 'DE:AOK-BY', 'PT:SNS'].map((id) => ({
  id,
  name: id,
  from: '1960-01-01',
  to: null,
  liaisonBody: null,
  accounts: [],
}));
const reference = buildReferenceData({ institutions, arrangements: [], version: '7' });

/** Decides a claim as intake does, and gives what is stored of it. */
function introduce(sent: object, day: string) {
  const submitted = inboundSchemas['claim.submitted.v1'].parse(sent);
  const reading = readClaimFacts(submitted, day);
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  const decision = decide(reading.claim, reference);
  if (decision.outcome !== 'introduced') throw new Error(JSON.stringify(decision.reasons));
  const { institution } = submitted.creditor;
  const arrival = {
    source: 's',
    id: 'i',
    institution,
    reference: submitted.claim.reference,
    person: null,
  } as ClaimArrival;
  const data = introducedData({ arrival, submitted, facts: reading.claim, decision });
  const stored: StoredClaim = {
    creditor: institution,
    debtor: data.debtor,
    instrument: data.instrument,
    currency: data.total.currency,
    reference: data.claim.reference,
    statement: data.claim.statement,
    introducedOn: data.introducedOn,
    messageDay: day,
    institutionKnownOn: submitted.competentInstitutionKnownOn ?? null,
    referenceVersion: 7,
    ...data.due,
    buckets: {},
  };
  return { stored, event: JSON.stringify({ data }), why: decision.why };
}

describe('whyIntroduced', () => {
  it('is what was decided, for any claim', () => {
    for (const event of manyClaims({ seed: 11, count: 200 })) {
      const { stored, event: text, why } = introduce(event.data, '2026-07-01');
      expect(whyIntroduced(stored, text, reference)).toEqual(why);
    }
  });

  it('knows what the event does not tell: the message day, and provisional application', () => {
    const { data } = aClaim({
      introducedOn: null,
      recordedOn: '2023-03-15',
      careFrom: '2023-01-03',
      benefits: [
        { kind: 'hospital', amount: '1100' },
        { kind: 'medicines', amount: '34.5' },
      ],
      amount: '1134.50',
    });
    const submitted = { ...data, competentInstitutionKnownOn: '2025-06-01' };
    const { stored, event, why } = introduce(submitted, '2026-03-02');
    expect(whyIntroduced(stored, event, reference)).toEqual(why);
    const filing = why.find(({ rule }) => rule === 'EU-987-2009/67(1)');
    expect(filing?.inputs['competentInstitutionKnownOn']).toBe('2025-06-01');
  });

  it('does not hide that a claim would be decided otherwise', () => {
    const { stored, event } = introduce(aClaim().data, '2026-03-02');
    const other = buildReferenceData({ institutions: [], arrangements: [], version: '0' });
    expect(() => whyIntroduced(stored, event, other)).toThrow(/not decided as it was/);
  });
});
