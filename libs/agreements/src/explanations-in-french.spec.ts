import { describe, expect, it } from '@jest/globals';
import { factsOf, institution, oneBenefit } from './claim.builder.js';
import type { ClaimChange } from './claim.builder.js';
import { decide, refusalsOf } from './decide.js';
import { reasonCodes } from './decision.js';
import { explanations, words } from './explanations.data.js';
import { tell, tellAll } from './explanations.js';
import type { Told } from './fields.schema.js';
import type { ShippedInstrument } from './instrument.schema.js';
import { shippedInstruments } from './instruments/shipped-instruments.data.js';
import { buildReferenceData } from './reference-data.js';
import { tellRefusal, tellWhy } from './why.js';

const withoutCare = shippedInstruments.flatMap((one) => (one.refundsCare ? [] : [one]));

/** Everything that can stand in an explanation, in both languages. */
const texts: readonly Told[] = [
  ...Object.values(explanations),
  ...words.values(),
  ...shippedInstruments.map(({ title }) => title),
  ...withoutCare.map(({ scope }) => scope.covers),
];

/** What is spelled alike in both languages, names of places first. */
const shared = new Set(
  [
    "Canada Congo Côte d'Ivoire France Gabon Jersey Kosovo Liechtenstein Madagascar Mali Mayotte",
    'Miquelon Monaco Niger Philippines Pierre Québec Saint Togo Uruguay',
    'accidents arrangement contestation convention coordination correction cycle cycles document et institution institutions instrument instruments introduction',
    'message note pensions plus silence total transition transport union version',
  ].flatMap((line) => wordsOf(line)),
);

const english = new Set(texts.flatMap(({ en }) => wordsOf(en)).filter((word) => !shared.has(word)));

/** The words of a text in small letters, without placeholders and codes in capitals. */
function wordsOf(text: string): readonly string[] {
  return text
    .replaceAll(/\{[^}]*\}/g, ' ')
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 1 && word !== word.toUpperCase())
    .map((word) => word.toLowerCase());
}

function englishIn(text: string): readonly string[] {
  return wordsOf(text).filter((word) => english.has(word));
}

const reference = buildReferenceData({
  institutions: ['FR:CNAM', 'IE:HSE', 'DE:AOK-BY', 'GB:X', 'US:X', 'MC:CCSS', 'SK:X'].map((id) =>
    institution(id),
  ),
  arrangements: [],
  version: '1',
});

describe('what can stand in a French explanation', () => {
  it('has no English word in it', () => {
    expect(english.size).toBeGreaterThan(150);
    expect(texts.filter(({ fr }) => englishIn(fr).length > 0)).toEqual([]);
  });

  it('is typed in one way: plain apostrophes, a plain space before colon and semicolon', () => {
    for (const { fr } of texts) {
      expect(fr).not.toMatch(/[’\u00A0\u202F«»]/);
      expect(fr.replaceAll(/\{[^}]*\}/g, 'x')).not.toMatch(/[^ ][;:]|\s{2}/);
    }
  });
});

const months = [
  ...['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet'],
  ...['août', 'septembre', 'octobre', 'novembre', 'décembre'],
];

/** `1er octobre 1980` as the data write days: `1.10.1980`. */
function frenchDaysIn(text: string): readonly string[] {
  return [...text.matchAll(/(\d{1,2})(?:er)? (\p{L}+) (\d{4})/gu)].map(
    ([, day = '', month = '', year = '']) => `${day}.${String(months.indexOf(month) + 1)}.${year}`,
  );
}

function daysIn(text: string): readonly string[] {
  return text.match(/\b\d{1,2}\.\d{1,2}\.\d{4}\b/g) ?? [];
}

function numbersIn(text: string): readonly string[] {
  return text.match(/\b\d+[/-]\d+\b/g) ?? [];
}

describe('the French title of a text', () => {
  const nameOf = ({ id, part }: ShippedInstrument): string => `${id}/${part}`;

  it.each(shippedInstruments.map((one) => [nameOf(one), one] as const))(
    'of %s has the days and numbers of the data, and no others',
    (_, { id, title }) => {
      expect(frenchDaysIn(title.fr)).toEqual(expect.arrayContaining([...daysIn(title.en)]));
      expect(numbersIn(title.fr)).toEqual(expect.arrayContaining([...numbersIn(title.en)]));
      const data = shippedInstruments
        .filter((one) => one.id === id)
        .flatMap((one) => [one.title.en, ...one.pairs.map(({ source }) => source)])
        .join(' ');
      for (const day of frenchDaysIn(title.fr)) {
        expect(daysIn(data)).toContain(day);
      }
      for (const number of numbersIn(title.fr)) {
        expect(numbersIn(data)).toContain(number);
      }
    },
  );

  it('tells every text from every other', () => {
    const titles = shippedInstruments.map(({ title }) => title.fr);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe('a refusal under an agreement without care', () => {
  it('names the agreement and what it covers in the language asked for', () => {
    const [refusal] = refusalsOf(factsOf({ debtor: { institution: 'US:X' } }), reference);
    const said = JSON.parse(JSON.stringify(refusal?.said)) as NonNullable<typeof refusal>['said'];
    expect(tellAll(said, 'en')).toBe(
      'France-United States, agreement of 2.3.1987 (FR-US) refunds no care: it covers pensions and posting; it binds FR and US from 1988-07-01',
    );
    expect(tellRefusal(said, 'fr')).toEqual({
      text: "Accord de sécurité sociale du 2 mars 1987 entre la France et les États-Unis d'Amérique (FR-US) : aucun remboursement de soins n'est prévu, ce texte couvre les pensions et le détachement ; il lie FR et US à partir du 1988-07-01",
      inputs: {
        title:
          "Accord de sécurité sociale du 2 mars 1987 entre la France et les États-Unis d'Amérique",
        agreement: 'FR-US',
        covers: 'les pensions et le détachement',
        creditorState: 'FR',
        debtorState: 'US',
        span: 'à partir du 1988-07-01',
      },
    });
  });

  it.each(withoutCare.map((one) => [one.id, one] as const))('%s is told in French', (id, one) => {
    const debtor = { institution: `${id.slice(3)}:X` };
    const day = one.parties[0]?.care.from ?? '';
    const care = { type: 'planned', from: day, to: day } as const;
    const change = { debtor, recordedOn: day, care };
    const found = refusalsOf(factsOf(change), reference).find(({ rule }) => rule.startsWith(id));
    const { text } = tellRefusal(found?.said ?? [], 'fr');
    expect(text).toContain(`${one.title.fr} (${id}) : `);
    expect(text).toContain(one.scope.covers.fr);
    expect(englishIn(text)).toEqual([]);
  });

  it('that was stored with texts in English alone is still told', () => {
    const inputs = { title: 'France-Chile', agreement: 'FR-CL', covers: 'pensions' };
    expect(tell({ key: 'refused.no-care', inputs }, 'fr')).toMatch(/^France-Chile \(FR-CL\) : /);
  });
});

const fixedAmount: ClaimChange = {
  creditor: { institution: 'IE:HSE' },
  debtor: { institution: 'FR:CNAM' },
  basis: 'fixed-amount',
  recordedOn: '2022-01-15',
  introducedOn: '2022-02-01',
  total: { amount: '1.00', currency: 'EUR' },
};

/** Claims that are refused for one reason at least, each code among them. */
const refusedClaims: readonly ClaimChange[] = [
  { ...oneBenefit('-5.00', 'EUR') },
  { total: { amount: '1.00', currency: 'GBP' } },
  { care: { type: 'planned', from: '2025-05-05', to: '2025-01-05' } },
  { care: { type: 'medical-check', from: '2025-01-03', to: '2025-05-05' } },
  { care: { type: 'residence', from: '2025-01-03', to: '2025-01-05' } },
  { recordedOn: '2027-01-01', introducedOn: '2026-12-31', messageDay: '2026-03-02' },
  { debtor: { institution: 'DE:NOBODY' } },
  { debtor: { institution: 'FR:CNAM' } },
  { debtor: { institution: 'AU:X' } },
  {
    debtor: { institution: 'DE:AOK-BY' },
    recordedOn: '1960-03-15',
    care: { type: 'unplanned', from: '1960-01-01', to: '1960-01-02' },
  },
  { recordedOn: '2020-03-15', care: { type: 'unplanned', from: '2020-01-01', to: '2020-01-02' } },
  {
    recordedOn: '2020-03-15',
    competentInstitutionKnownOn: '2021-01-01',
    care: { type: 'unplanned', from: '2020-01-01', to: '2020-01-02' },
  },
  { ...fixedAmount, fixedAmount: { year: 2018, group: 'family', ageGroup: 'under-20', months: 1 } },
  {
    ...fixedAmount,
    introducedOn: '2026-03-02',
    fixedAmount: { year: 2018, group: 'family', ageGroup: '20-64', months: 1 },
  },
  { ...fixedAmount, fixedAmount: { year: 2021, group: 'family', ageGroup: '65-plus', months: 1 } },
  { basis: 'fixed-amount', fixedAmount: { year: 2023, group: 'pensioner', months: 1 } },
  {
    ...fixedAmount,
    creditor: { institution: 'GB:X' },
    fixedAmount: { year: 1970, group: 'family', months: 1 },
  },
  // Documents: none of a regulation is known to an agreement, and not every one opens residence.
  { debtor: { institution: 'MC:CCSS' } },
  {
    ...fixedAmount,
    entitlement: { document: 'EHIC' },
    fixedAmount: { year: 2018, group: 'family', ageGroup: 'under-20', months: 1 },
    total: { amount: '124.49', currency: 'EUR' },
  },
  // Average costs: in other age groups, of the year and of an earlier one.
  { ...fixedAmount, fixedAmount: { year: 2018, group: 'family', months: 1 } },
  { ...fixedAmount, fixedAmount: { year: 2017, group: 'family', ageGroup: '20-64', months: 1 } },
  {
    ...fixedAmount,
    creditor: { institution: 'SK:X' },
    fixedAmount: { year: 2005, group: 'family', months: 12 },
    recordedOn: '2009-06-01',
    introducedOn: '2009-06-01',
  },
];

describe('any decision told in French', () => {
  it('meets every reason', () => {
    const found = refusedClaims.flatMap((change) => refusalsOf(factsOf(change), reference));
    expect(new Set(found.map(({ code }) => code))).toEqual(new Set(reasonCodes));
  });

  it.each(refusedClaims)('has no English word for %j', (change) => {
    const refusals = refusalsOf(factsOf(change), reference);
    expect(refusals).not.toEqual([]);
    for (const { said } of refusals) {
      expect([tellAll(said, 'fr'), englishIn(tellAll(said, 'fr'))]).toEqual([
        tellAll(said, 'fr'),
        [],
      ]);
    }
  });

  it('says which days would have been bound', () => {
    const care = { type: 'unplanned', from: '1960-01-01', to: '1960-01-02' } as const;
    const refusals = refusalsOf(factsOf({ recordedOn: '1960-03-15', care }), reference);
    const refusal = refusals.find(({ code }) => code === 'no-instrument');
    expect(tellAll(refusal?.said ?? [], 'fr')).toBe(
      "aucun instrument des données de cette version n'oblige DE à rembourser FR pour des soins du 1960-01-01 au 1960-01-02 comptabilisés le 1960-03-15 ; ces États sont liés par EU-987-2009 (fin des soins : à partir du 1972-10-01, comptabilisation : à partir du 2010-05-01), par EU-574-72 (fin des soins : à partir du 1972-10-01, comptabilisation : jusqu'au 2010-04-30)",
    );
  });

  it('names the age group of fixed amounts that are not published', () => {
    const change: ClaimChange = {
      ...fixedAmount,
      fixedAmount: { year: 2021, group: 'family', ageGroup: '65-plus', months: 1 },
    };
    const [refusal] = refusalsOf(factsOf(change), reference);
    expect(tellAll(refusal?.said ?? [], 'en')).toBe(
      'no average costs of IE for 2021, group family 65-plus, were published by 2022-02-01; after 2023-12-31 the last earlier amount applies',
    );
    expect(tellAll(refusal?.said ?? [], 'fr')).toBe(
      "aucun coût moyen de IE pour 2021 (groupe famille, 65 ans et plus) n'était publié au 2022-02-01 ; après le 2023-12-31, le dernier montant antérieur s'applique",
    );
  });

  it('has no English word in what was applied to an introduced claim', () => {
    const fixed: ClaimChange = {
      ...fixedAmount,
      fixedAmount: { year: 2018, group: 'family', ageGroup: 'under-20', months: 1 },
      total: { amount: '124.49', currency: 'EUR' },
    };
    for (const change of [{}, fixed]) {
      const decision = decide(factsOf(change), reference);
      const why = decision.outcome === 'introduced' ? tellWhy(decision.why, 'fr') : [];
      expect(why).not.toEqual([]);
      expect(why.flatMap(({ text }) => englishIn(text))).toEqual([]);
    }
  });
});
