import { describe, expect, it } from '@jest/globals';
import { buildReferenceData, decide, readClaimFacts } from '@reciproca/agreements';
import { inboundSchemas } from '@reciproca/contracts';
import { aClaim, aFixedAmountClaim, manyClaims } from '@reciproca/testing';
import type { ClaimArrival } from '../messages/index.js';
import { rejectedViewOf, whyIntroduced, type StoredClaim } from './claim-view.js';
import { introducedData } from './outcomes.js';

const institutions = ['FR:CNAM', 'DE:AOK-BY', 'PT:SNS', 'IE:HSE'].map((id) => ({
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

  it('knows the document of a fixed amount, where there is one', () => {
    const { data } = aFixedAmountClaim();
    for (const document of [undefined, 'S1']) {
      const named = document === undefined ? {} : { entitlement: { document, number: '80' } };
      const { stored, event, why } = introduce({ ...data, ...named }, '2022-05-02');
      expect(whyIntroduced(stored, event, reference)).toEqual(why);
      expect(why.find(({ key }) => key === 'applied.document')?.inputs['document']).toBe(document);
    }
    // The document alone makes it one that is not introduced.
    const { stored, event } = introduce(data, '2022-05-02');
    const other = event.replace('"entitlement":null', '"entitlement":"EHIC"');
    expect(() => whyIntroduced(stored, other, reference)).toThrow(/not decided as it was/);
  });

  it('does not hide that a claim would be decided otherwise', () => {
    const { stored, event } = introduce(aClaim().data, '2026-03-02');
    const other = buildReferenceData({ institutions: [], arrangements: [], version: '0' });
    expect(() => whyIntroduced(stored, event, other)).toThrow(/not decided as it was/);
  });
});

describe('a rejected claim', () => {
  const rejected = (reason: object) => ({
    subject: 'PT:SNS/1',
    event: JSON.stringify({
      data: { claim: { institution: 'PT:SNS', reference: '1' }, reasons: [reason] },
    }),
  });
  const told = (reason: object, language: 'en' | 'fr') =>
    rejectedViewOf(rejected(reason), [], language);

  it('is told with the version of the data on which it was judged, its reason as published', () => {
    const detail = 'no record of PT:X on 2025-01-05';
    const place = { key: 'part.on-day', inputs: { what: 'PT:X', day: '2025-01-05' } };
    const said = [{ key: 'refused.no-record', inputs: { places: [place] } }];
    const rule = 'reference/institutions';
    const reason = { code: 'unknown-institution', rule, detail, said, dataVersion: '12' };
    const { why, reasons } = told(reason, 'en');
    expect(why.map(({ text }) => text)).toEqual([`${detail} [institutions, data version 12]`]);
    expect(why[0]?.inputs).toMatchObject({ data: 'institutions', dataVersion: '12' });
    expect(reasons).toEqual([{ code: 'unknown-institution', rule, detail }]);
    expect(told(reason, 'fr').why.map(({ text }) => text)).toEqual([
      'aucun enregistrement pour PT:X au 2025-01-05 [institutions, données en version 12]',
    ]);
  });

  it('is told as it was stored by earlier releases', () => {
    const started = [{ key: 'part.recorded', inputs: { recordedOn: '2021-02-15' } }];
    const inputs = { started, by: '2022-06-30', introducedOn: '2026-03-02' };
    const reason = {
      ...{ code: 'late', rule: 'EU-987-2009/67(1)', dataVersion: '3' },
      detail: 'recorded 2021-02-15, to be introduced by 2022-06-30, introduced 2026-03-02',
      said: [{ key: 'refused.late', inputs }],
    };
    expect(told(reason, 'fr').why.map(({ text }) => text)).toEqual([
      'comptabilisée le 2021-02-15, créance à introduire au plus tard le 2022-06-30, introduite le 2026-03-02 [instruments, données en version 3]',
    ]);
    const nowhere = {
      ...{ code: 'not-entitled', rule: 'FR-MC/forms', detail: 'EHIC is accepted for no care' },
      said: [
        {
          key: 'refused.document',
          inputs: {
            ...{ document: 'EHIC', care: 'planned' },
            accepted: [{ key: 'part.no-care', inputs: {} }],
          },
        },
      ],
    };
    expect(told(nowhere, 'fr').why.map(({ text }) => text)).toEqual([
      'admis au titre de EHIC : aucun soin ; demandé : soins programmés',
    ]);
  });

  it('for a rule about the claim itself names no version', () => {
    const detail = 'benefits add up to 1.00 EUR, total 2.00';
    const said = [{ key: 'refused.sum', inputs: { sum: '1.00 EUR', total: '2.00' } }];
    const reason = { code: 'total-mismatch', rule: 'claim/total', detail, said };
    expect(told(reason, 'en').why).toEqual([
      { rule: 'claim/total', text: detail, inputs: { sum: '1.00 EUR', total: '2.00' } },
    ]);
  });
});
