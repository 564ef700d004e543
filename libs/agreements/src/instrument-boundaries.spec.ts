import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { factsOf, institution, oneBenefit } from './claim.builder.js';
import { findBinding, indexInstruments, pairKey } from './compiled-instruments.js';
import type { Binding } from './compiled-instruments.js';
import { addDays } from './dates.js';
import { decide } from './decide.js';
import {
  lawDaysOf,
  lawStates,
  lawWithoutCare,
  lawfulInstrument,
} from './instrument-law.fixture.js';
import type { LawQuery } from './instrument-law.fixture.js';
import { shippedInstruments } from './instruments/shipped-instruments.data.js';
import { buildReferenceData } from './reference-data.js';

const index = indexInstruments(shippedInstruments);

type StatePair = readonly [string, string];

const allPairs: readonly StatePair[] = lawStates.flatMap((one, position) =>
  lawStates.slice(position).map((other): StatePair => [one, other]),
);

const bindingsOf = ([one, other]: StatePair): readonly Binding[] =>
  index.get(pairKey(one, other)) ?? [];

/** The other axes say nothing new of pairs that nothing binds at any time. */
const boundPairs = allPairs.filter((pair) => bindingsOf(pair).length > 0);

/** What the data answer for actual expenditure: `id/part` where care is refunded, null where not. */
function answered(pair: StatePair, { begun, ended, applied }: LawQuery): string | null {
  const binding = findBinding(bindingsOf(pair), {
    creditorState: pair[0],
    debtorState: pair[1],
    basis: 'actual-expenditure',
    careFrom: begun,
    careDay: ended,
    recordedOn: applied,
  });
  return binding?.instrument.refundsCare === true
    ? `${binding.instrument.id}/${binding.instrument.part}`
    : null;
}

/** Every first and last day that the data name for a pair, and every day that the law names for it. */
function boundariesOf(pair: StatePair): readonly string[] {
  const named = bindingsOf(pair).flatMap(({ care, begun, applies }) =>
    [care, begun, applies].flatMap(({ from, to }) => [from ?? [], to ?? []].flat()),
  );
  return [...new Set([...named, ...lawDaysOf(pair)])];
}

const around = (day: string): readonly string[] => [addDays(day, -1), day, addDays(day, 1)];

/** The differences between data and law over many places, as lines. */
function differences(pair: StatePair, places: readonly LawQuery[]): string[] {
  return places.flatMap((place) => {
    const [found, lawful] = [answered(pair, place), lawfulInstrument(pair, place)];
    return found === lawful
      ? []
      : [`${pair.join('-')} ${JSON.stringify(place)}: ${String(found)}, by law ${String(lawful)}`];
  });
}

describe('every boundary day of every pair of States, the day before and the day after', () => {
  it('on the axis of care, recorded at once and long after', () => {
    const wrong = allPairs.flatMap((pair) =>
      differences(
        pair,
        boundariesOf(pair)
          .flatMap(around)
          .flatMap((day) =>
            [day, '2026-06-30'].map((applied) => ({ begun: day, ended: day, applied })),
          ),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('on the axis of the first day of care, ended the same month or long after', () => {
    const wrong = boundPairs.flatMap((pair) =>
      differences(
        pair,
        boundariesOf(pair)
          .flatMap(around)
          .flatMap((begun) =>
            [addDays(begun, 20), addDays(begun, 1_100)].map((ended) => ({
              begun,
              ended,
              applied: ended,
            })),
          ),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('on the axis of recording, for care just before and years before', () => {
    const wrong = boundPairs.flatMap((pair) =>
      differences(
        pair,
        boundariesOf(pair)
          .flatMap(around)
          .flatMap((applied) =>
            [addDays(applied, -1), addDays(applied, -900)].map((ended) => ({
              begun: ended,
              ended,
              applied,
            })),
          ),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('on the axis of reference years of fixed amounts', () => {
    const wrong: string[] = [];
    for (const pair of boundPairs) {
      for (let year = 1971; year <= 2026; year += 1) {
        const place = {
          begun: `${String(year)}-01-01`,
          ended: `${String(year)}-12-31`,
          applied: `${String(year)}-12-31`,
        };
        const binding = findBinding(bindingsOf(pair), {
          creditorState: pair[0],
          debtorState: pair[1],
          basis: 'fixed-amount',
          careFrom: place.begun,
          careDay: place.ended,
          // However late the averages came, the reference year decides.
          recordedOn: '2026-06-30',
        });
        const found =
          binding?.instrument.refundsCare === true
            ? `${binding.instrument.id}/${binding.instrument.part}`
            : null;
        const lawful = lawfulInstrument(pair, place);
        if (found !== lawful) {
          wrong.push(
            `${pair.join('-')} ${String(year)}: ${String(found)}, by law ${String(lawful)}`,
          );
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  // The same transitions in the words of the law: the day, what holds on it, what held the day before.
  it.each([
    ['DE-FR', 'applied', '2010-05-01', 'EU-987-2009', 'EU-574-72', 'IR Art 97'],
    ['CH-FR', 'applied', '2012-04-01', 'EU-987-2009', 'EU-574-72', 'Joint Committee 1/2012'],
    ['FR-NO', 'applied', '2012-06-01', 'EU-987-2009', 'EU-574-72', 'EEA JCD 76/2011'],
    ['IS-NO', 'applied', '2012-06-01', 'EU-987-2009', 'EU-574-72', 'EEA JCD 76/2011'],
    ['CH-LI', 'applied', '2016-01-01', 'EFTA', 'EFTA', 'EFTA Council 5/2015'],
    ['DE-PL', 'ended', '2004-05-01', 'EU-987-2009', null, 'accession'],
    ['BG-RO', 'ended', '2007-01-01', 'EU-987-2009', null, 'accession'],
    ['DE-HR', 'ended', '2013-07-01', 'EU-987-2009', null, 'accession'],
    ['CH-HR', 'ended', '2017-01-01', 'EU-987-2009', null, 'protocol on Croatia'],
    ['CH-PL', 'ended', '2006-04-01', 'EU-987-2009', null, 'protocol of 2006'],
    ['HR-NO', 'ended', '2014-04-12', 'EU-987-2009', null, 'EEA enlargement'],
    ['FR-GB', 'begun', '2021-01-01', 'GB-TCA', 'GB-WA', 'end of the transition period'],
    ['CH-GB', 'ended', '2021-11-01', 'GB-TCA', null, 'convention of 9.9.2021'],
    ['GB-NO', 'ended', '2024-01-01', 'GB-TCA', null, 'convention of 30.6.2023'],
    ['FR-RS', 'ended', '2023-12-01', 'FR-RS', 'FR-RS', 'agreement of 6.11.2014'],
    ['FR-PF', 'ended', '1995-01-01', 'FR-DEC-PF', null, 'decree 94-1146'],
    ['FR-PM', 'ended', '2011-06-01', 'FR-DEC-PM', null, 'decree 2011-512'],
    ['FR-YT', 'ended', '2022-04-01', 'FR-DEC-YT', 'FR-DEC-YT', 'decree 2022-187'],
  ] as const)('%s on the axis %s changes on %s to %s from %s (%s)', (...row) => {
    const [states, axis, day, onTheDay, dayBefore] = row;
    const [one = '', other = ''] = states.split('-');
    const idOn = (moved: string): string | null => {
      const places: Record<typeof axis, LawQuery> = {
        applied: { begun: '2009-01-05', ended: '2009-01-05', applied: moved },
        ended: { begun: moved, ended: moved, applied: '2026-06-30' },
        begun: { begun: moved, ended: addDays(moved, 30), applied: '2026-06-30' },
      };
      return answered([one, other], places[axis])?.split('/')[0] ?? null;
    };
    expect([idOn(addDays(day, -1)), idOn(day)]).toEqual([dayBefore, onTheDay]);
  });
});

describe('between the first day on which two States are bound and today', () => {
  it('nothing is left out but what the law leaves out', () => {
    const gaps = boundPairs.flatMap((pair) => {
      const days = [...new Set(boundariesOf(pair).flatMap(around))].sort();
      const bound = days.map((day) => answered(pair, { begun: day, ended: day, applied: day }));
      const first = bound.findIndex((id) => id !== null);
      const open = days.filter((_, at) => first >= 0 && at > first && bound[at] === null);
      return open.length === 0 ? [] : [`${pair.join('-')} ${open[0] ?? ''}..${open.at(-1) ?? ''}`];
    });
    expect(gaps).toEqual([
      'CH-GB 2021-01-01..2021-10-31',
      'GB-IS 2021-01-01..2023-12-31',
      'GB-LI 2021-01-01..2023-12-31',
      'GB-NO 2021-01-01..2023-12-31',
    ]);
  });
});

const day = fc
  .integer({ min: 0, max: 21_000 })
  .map((daysAfter) => addDays('1970-01-01', daysAfter));

type ThreeDays = [string, string, string];

/** The same three days, the earliest first. */
function inOrder(days: ThreeDays): ThreeDays {
  return days.sort();
}

describe('for any claim', () => {
  const institutions = lawStates.map((state) => institution(`${state}:X`));
  const reference = buildReferenceData({ institutions, arrangements: [], version: '1' });

  it('at most one text binds, and it is the one of the law', () => {
    fc.assert(
      fc.property(fc.constantFrom(...allPairs), day, day, day, (pair, ...days) => {
        const [begun, ended, applied] = inOrder(days);
        const holding = bindingsOf(pair).filter(
          (binding) =>
            findBinding([binding], {
              creditorState: pair[1],
              debtorState: pair[0],
              basis: 'actual-expenditure',
              careFrom: begun,
              careDay: ended,
              recordedOn: applied,
            }) !== undefined,
        );
        expect(holding.length).toBeLessThanOrEqual(1);
        expect(differences(pair, [{ begun, ended, applied }])).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('the decision names the instrument of the law, or refuses with a reason', () => {
    fc.assert(
      fc.property(fc.constantFrom(...allPairs), day, day, day, (pair, ...days) => {
        const [begun, ended, recordedOn] = inOrder(days);
        const claim = factsOf({
          creditor: { institution: `${pair[0]}:X` },
          debtor: { institution: `${pair[1]}:X` },
          care: { type: 'unplanned', from: begun, to: ended },
          entitlement: { document: 'FORM' },
          recordedOn,
          introducedOn: recordedOn,
          messageDay: recordedOn,
          ...oneBenefit('10', reference.currencyOfStateOn(pair[0], recordedOn) ?? 'EUR'),
        });
        const decision = decide(claim, reference);
        const lawful = lawfulInstrument(pair, { begun, ended, applied: recordedOn });
        if (decision.outcome === 'introduced') {
          expect(decision.instrument).toBe(lawful?.split('/')[0]);
        } else {
          const codes = decision.reasons.map(({ code }) => code);
          expect(codes.length).toBeGreaterThan(0);
          expect(codes.includes('no-instrument')).toBe(lawful === null);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a claim without an instrument', () => {
  const states = [...lawStates, 'AU'].map((state) => institution(`${state}:X`));
  const reference = buildReferenceData({ institutions: states, arrangements: [], version: '1' });
  const refusal = (creditor: string, debtor: string, careDay: string) => {
    const currency = reference.currencyOfStateOn(creditor, careDay) ?? 'EUR';
    const decision = decide(
      factsOf({
        creditor: { institution: `${creditor}:X` },
        debtor: { institution: `${debtor}:X` },
        care: { type: 'unplanned', from: careDay, to: careDay },
        recordedOn: careDay,
        introducedOn: careDay,
        messageDay: careDay,
        ...oneBenefit('10.00', currency),
      }),
      reference,
    );
    return decision.outcome === 'rejected' ? decision.reasons : [];
  };

  it.each(Object.entries(lawWithoutCare))(
    'is refused with the name of the agreement of France with %s, in force since %s',
    (partner, entryIntoForce) => {
      for (const careDay of [addDays(entryIntoForce, 400), '2025-06-30']) {
        for (const [creditor, debtor] of [
          ['FR', partner],
          [partner, 'FR'],
        ] as const) {
          const reasons = refusal(creditor, debtor, careDay);
          expect(reasons.map(({ code }) => code)).toEqual(['no-instrument']);
          expect(reasons[0]?.rule).toMatch(new RegExp(`^FR-${partner}/`));
          expect(reasons[0]?.detail).toMatch(
            new RegExp(`^France-.* \\(FR-${partner}\\) refunds no care: it covers `),
          );
        }
      }
      const bound = index.get(pairKey('FR', partner))?.[0]?.care.from;
      expect(bound).toBe(entryIntoForce);
    },
  );

  it('names the first and the second agreement with Canada, each in its time', () => {
    expect(refusal('FR', 'CA', '2017-07-31')[0]?.detail).toContain('agreement of 9.2.1979');
    expect(refusal('FR', 'CA', '2017-08-01')[0]?.detail).toContain('agreement of 14.3.2013');
  });

  it('says when the two States are bound', () => {
    expect(refusal('GB', 'CH', '2021-05-01')).toMatchObject([
      {
        code: 'no-instrument',
        rule: 'reference/instruments',
        detail:
          'no instrument in the data of this release makes CH refund GB for care from 2021-05-01 to 2021-05-01 recorded on 2021-05-01; bound by EU-987-2009 for care ended from 2002-06-01 to 2020-12-31, recorded from 2012-04-01, by EU-574-72 for care ended from 2002-06-01 to 2020-12-31, recorded until 2012-03-31, by GB-WA for care begun until 2020-12-31, care ended from 2021-01-01, by GB-TCA for care begun from 2021-01-01, care ended from 2021-11-01',
      },
    ]);
  });

  it('says nothing more where no text binds them at any time', () => {
    expect(refusal('FR', 'AU', '2025-01-05')[0]?.detail).toBe(
      'no instrument in the data of this release makes AU refund FR for care from 2025-01-05 to 2025-01-05 recorded on 2025-01-05',
    );
    expect(refusal('FR', 'FR', '2025-01-05')[0]?.detail).toMatch(
      /^FR is both creditor and debtor State/,
    );
  });
});
