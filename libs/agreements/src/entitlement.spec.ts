import { describe, expect, it } from '@jest/globals';
import { factsOf, institution } from './claim.builder.js';
import type { ClaimChange } from './claim.builder.js';
import { entitlementDocuments } from './claim.js';
import type { EntitlementDocument } from './claim.js';
import { decide, refusalsOf } from './decide.js';
import { tellAll } from './explanations.js';
import { averageCostTable } from './average-costs.js';
import { averageCost } from './average-cost.builder.js';
import { buildReferenceData } from './reference-data.js';
import { shippedTables } from './shipped/shipped-tables.js';

const reference = buildReferenceData({
  institutions: ['IE:X', 'FR:X', 'DE:X', 'MC:X', 'TR:X', 'GB:X', 'IT:X', 'NL:X'].map((id) =>
    institution(id),
  ),
  arrangements: [],
  version: '1',
  averageCosts: averageCostTable([
    ...shippedTables().averageCosts.records,
    averageCost({ year: 2018, state: 'TR', group: 'family', age_group: null, currency: 'TRY' }),
  ]),
});

const states = (creditor: string, debtor: string): ClaimChange => ({
  creditor: { institution: `${creditor}:X` },
  debtor: { institution: `${debtor}:X` },
});

const onDocument = (document: EntitlementDocument, change: ClaimChange): ClaimChange => ({
  ...change,
  entitlement: { document },
});

const codesOf = (change: ClaimChange): readonly string[] =>
  refusalsOf(factsOf(change), reference).map(({ code }) => code);

const acceptedFor = (change: ClaimChange): readonly string[] =>
  entitlementDocuments.filter((document) => {
    const codes = codesOf(onDocument(document, change));
    expect(codes.filter((code) => code !== 'not-entitled')).toEqual([]);
    return codes.length === 0;
  });

describe('a document on a claim for a fixed amount, which is for residents', () => {
  const irish: ClaimChange = {
    ...states('IE', 'FR'),
    basis: 'fixed-amount',
    fixedAmount: { year: 2018, group: 'family', ageGroup: 'under-20', months: 10 },
    recordedOn: '2022-01-15',
    introducedOn: '2022-02-01',
    total: { amount: '1244.90', currency: 'EUR' },
  };
  const turkish: ClaimChange = {
    ...states('TR', 'FR'),
    basis: 'fixed-amount',
    fixedAmount: { year: 2018, group: 'family', months: 10 },
    recordedOn: '2022-06-15',
    introducedOn: '2022-07-01',
    total: { amount: '666.70', currency: 'TRY' },
  };

  it('need not be named', () => {
    expect([codesOf(irish), codesOf(turkish)]).toEqual([[], []]);
  });

  it('is one accepted for residence: S1, S3, DA1, FORM, under an agreement FORM alone', () => {
    expect(acceptedFor(irish)).toEqual(['S1', 'S3', 'DA1', 'FORM']);
    expect(acceptedFor(turkish)).toEqual(['FORM']);
  });

  it('is refused in words that say which are accepted', () => {
    const [refusal, ...others] = refusalsOf(factsOf(onDocument('PRC', irish)), reference);
    expect(others).toEqual([]);
    expect(refusal?.rule).toBe('EU-987-2009/25');
    expect(tellAll(refusal?.said ?? [], 'en')).toBe(
      'PRC is accepted for unplanned, medical-check, fixed amounts are for residence; EU-987-2009 accepts for residence: S1, S3, DA1, FORM',
    );
    expect(tellAll(refusal?.said ?? [], 'fr')).toBe(
      'admis au titre de PRC : soins inopinés, contrôle médical ; les forfaits visent : soins au lieu de résidence ; documents admis par EU-987-2009 pour soins au lieu de résidence : S1, S3, DA1, FORM',
    );
  });

  it('is told among what was applied where it is named', () => {
    const why = (change: ClaimChange): readonly string[] => {
      const decision = decide(factsOf(change), reference);
      return decision.outcome === 'introduced' ? decision.why.map(({ text }) => text) : [];
    };
    expect(why(onDocument('S1', irish))).toContain(
      'S1 is accepted for care of type residence [instruments, data version 2].',
    );
    expect(why(irish).filter((text) => text.includes('accepted'))).toEqual([]);
  });
});

describe('a document that opens no care here', () => {
  it('under an agreement is told that a form of it does', () => {
    const claim = factsOf(states('FR', 'MC'));
    const [refusal] = refusalsOf(claim, reference);
    expect(tellAll(refusal?.said ?? [], 'en')).toBe(
      'EHIC is not accepted here; FR-MC accepts for unplanned: FORM',
    );
    expect(tellAll(refusal?.said ?? [], 'fr')).toBe(
      "EHIC n'est pas admis ici ; documents admis par FR-MC pour soins inopinés : FORM",
    );
    expect(acceptedFor(states('FR', 'MC'))).toEqual(['FORM']);
  });

  it.each([
    ['unplanned', ['EHIC', 'PRC', 'DA1', 'FORM']],
    ['planned', ['S2', 'DA1', 'FORM']],
    ['residence', ['S1', 'S3', 'DA1', 'FORM']],
    ['medical-check', [...entitlementDocuments]],
  ] as const)('for %s care is any but %j', (type, documents) => {
    const care = { type, from: '2025-01-03', to: '2025-01-05' };
    const change: ClaimChange = { ...states('FR', 'DE'), care };
    expect(acceptedFor(change)).toEqual(documents);
    for (const document of entitlementDocuments.filter(
      (one) => !acceptedFor(change).includes(one),
    )) {
      const [refusal] = refusalsOf(factsOf(onDocument(document, change)), reference);
      expect(tellAll(refusal?.said ?? [], 'en')).toMatch(
        new RegExp(`; EU-987-2009 accepts for ${type}: ${documents.join(', ')}$`),
      );
    }
  });
});

describe('the list of States that claim fixed amounts', () => {
  it.each([
    ['a State that never did', ['DE', 'FR', 2018], 'EU-987-2009/Annex 3'],
    ['one that no longer does', ['IT', 'FR', 2018], 'EU-987-2009/Annex 3'],
    ['one of the other side of a protocol', ['NL', 'GB', 2022], 'GB-TCA/Annex SSC-7'],
    ['the side of an agreement that has no flat rates', ['FR', 'TR', 2018], 'FR-TR/refunds'],
  ] as const)('is cited for %s', (_, [creditor, debtor, year], rule) => {
    const claim = factsOf({
      ...states(creditor, debtor),
      basis: 'fixed-amount',
      fixedAmount: { year, group: 'family', months: 1 },
    });
    const found = refusalsOf(claim, reference).find(({ code }) => code === 'not-entitled');
    expect(found?.rule).toBe(rule);
  });
});
