import { describe, expect, it } from '@jest/globals';
import { factsOf, institution, oneBenefit } from './claim.builder.js';
import type { ClaimChange } from './claim.builder.js';
import { decide, refusalsOf } from './decide.js';
import { explanations, words } from './explanations.data.js';
import { tell, tellAll } from './explanations.js';
import type { ExplanationKey } from './explanations.js';
import { buildReferenceData } from './reference-data.js';
import { tellWhy } from './why.js';

const reference = buildReferenceData({
  institutions: ['FR:CNAM', 'DE:AOK-BY', 'US:X', 'GB:X'].map((id) => institution(id)),
  arrangements: [],
  version: { instruments: 'I', 'state-currencies': 'S' },
});

const keys = Object.keys(explanations) as ExplanationKey[];
const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{[^}]*\}/g)].map(([one]) => one.replace('word:', '')).sort();

describe('the catalogue', () => {
  it.each(keys)('tells %s in both languages, of the same inputs', (key) => {
    const { en, fr } = explanations[key];
    expect(fr).not.toBe('');
    expect(placeholders(fr)).toEqual(placeholders(en));
    for (const one of placeholders(en)) {
      expect(one).toMatch(/^\{\w+\}$/);
    }
  });

  it('has every word in both languages', () => {
    for (const { en, fr } of words.values()) {
      expect([en, fr]).not.toContain('');
    }
  });

  it('fills sentences with texts, words and lists of sentences', () => {
    const sentence = {
      key: 'refused.document',
      inputs: {
        document: 'S1',
        accepted: ['residence', 'medical-check'].map((code) => ({
          key: 'part.word' as const,
          inputs: { code },
        })),
        care: 'planned',
      },
    } as const;
    expect(tell(sentence, 'en')).toBe('S1 is accepted for residence, medical-check, care planned');
    expect(tell(sentence, 'fr')).toBe(
      'admis au titre de S1 : soins au lieu de résidence, contrôle médical ; demandé : soins programmés',
    );
  });

  it('fills nothing in twice, and keeps unknown codes', () => {
    const tricky = { key: 'part.on-day', inputs: { what: '{day} $& $1', day: 'X' } } as const;
    expect(tell(tricky, 'en')).toBe('{day} $& $1 on X');
    expect(tell({ key: 'part.word', inputs: { code: 'constructor' } }, 'fr')).toBe('constructor');
  });

  it('does not leave a gap', () => {
    expect(() => tell({ key: 'refused.sum', inputs: { sum: '1' } }, 'en')).toThrow(
      'refused.sum needs total',
    );
  });
});

describe('why a claim was introduced', () => {
  it('is told in French from what a decision stores', () => {
    const decision = decide(factsOf(), reference);
    const why = decision.outcome === 'introduced' ? decision.why : [];
    const stored = JSON.parse(JSON.stringify(why)) as typeof why;
    expect(tellWhy(stored, 'en').map(({ text }) => text)).toEqual(why.map(({ text }) => text));
    const french = tellWhy(stored, 'fr');
    expect(french.map(({ text }) => text)).toEqual([
      'Ce qui lie FR et DE pour des soins du 2025-01-03 au 2025-01-05 comptabilisés le 2025-03-15 : Règlements (CE) n° 883/2004 et n° 987/2009, remboursements entre institutions (EU-987-2009) [instruments, données en version I].',
      'Admis au titre de EHIC : soins inopinés [instruments, données en version I].',
      'Les créances de FR comptabilisées le 2025-03-15 sont en EUR [monnaies des États, données en version S].',
      'Créance comptabilisée le 2025-03-15, à introduire au plus tard le 2026-06-30, introduite le 2026-03-02 [instruments, données en version I].',
      "Seul un acompte versé au plus tard le 2026-09-30 peut préserver des intérêts de retard : 6 mois après la fin du mois d'introduction (2026-03-02) [instruments, données en version I].",
      "Paiement au plus tard le 2027-09-30 : 18 mois après la fin du mois d'introduction (2026-03-02) [instruments, données en version I].",
      "Contestation possible jusqu'au 2029-03-31 : 36 mois après la fin du mois d'introduction (2026-03-02) [instruments, données en version I].",
    ]);
    const titled = (inputs: object): unknown => ({ ...inputs, title: undefined });
    expect(french.map(({ rule, inputs }) => ({ rule, inputs: titled(inputs) }))).toEqual(
      why.map(({ rule, inputs }) => ({ rule, inputs: titled(inputs) })),
    );
    expect(french[0]?.inputs['title']).toBe(
      'Règlements (CE) n° 883/2004 et n° 987/2009, remboursements entre institutions',
    );
    expect(Object.keys(french[0] ?? {})).toEqual(['rule', 'text', 'inputs']);
  });
});

describe('why a claim was refused', () => {
  const cases: readonly ClaimChange[] = [
    { ...oneBenefit('-5.00', 'EUR') },
    { total: { amount: '1.00', currency: 'GBP' } },
    { care: { type: 'planned', from: '2025-05-05', to: '2025-01-05' } },
    { recordedOn: '2027-01-01', introducedOn: '2026-12-31', messageDay: '2026-03-02' },
    { debtor: { institution: 'DE:NOBODY' } },
    { debtor: { institution: 'FR:CNAM' } },
    { debtor: { institution: 'US:X' } },
    { debtor: { institution: 'AU:X' } },
    { recordedOn: '2020-03-15', care: { type: 'unplanned', from: '2020-01-01', to: '2020-01-02' } },
    {
      recordedOn: '2020-03-15',
      competentInstitutionKnownOn: '2021-01-01',
      care: { type: 'unplanned', from: '2020-01-01', to: '2020-01-02' },
    },
    {
      basis: 'fixed-amount',
      fixedAmount: { year: 2023, group: 'family', months: 1 },
    },
  ];

  it.each(cases)('%j is told in both languages, in English as in the decision', (change) => {
    const claim = factsOf(change);
    const decision = decide(claim, reference);
    const refusals = refusalsOf(claim, reference);
    expect(refusals.length).toBeGreaterThan(0);
    const reasons = decision.outcome === 'rejected' ? decision.reasons : [];
    expect(reasons.map(({ code, rule, said }) => ({ code, rule, said }))).toEqual(refusals);
    expect(reasons.map(({ detail }) => detail)).toEqual(
      refusals.map(({ said }) => tellAll(said, 'en')),
    );
    for (const { said } of refusals) {
      const french = tellAll(said, 'fr');
      expect(french).not.toBe(tellAll(said, 'en'));
      expect(french).not.toContain('{');
    }
  });

  it('is none for a claim that was introduced', () => {
    expect(refusalsOf(factsOf(), reference)).toEqual([]);
  });
});
