import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { factsOf, institution } from './claim.builder.js';
import type { ClaimFacts } from './claim.js';
import { careTypes, entitlementDocuments } from './claim.js';
import { addDays, isRealDate } from './dates.js';
import { decide } from './decide.js';
import { reasonCodes } from './decision.js';
import { buildReferenceData } from './reference-data.js';

const institutions = ['FR:A', 'DE:B', 'GB:C', 'HR:D', 'CH:E', 'NO:F', 'US:G', 'NC:H', 'DZ:I'];
const reference = buildReferenceData({
  institutions: institutions.map((id) => institution(id)),
  arrangements: [],
  version: '1',
});

const day = fc.integer({ min: 0, max: 7_000 }).map((days) => addDays('2008-01-01', days));
const later = fc.integer({ min: 0, max: 900 });
const amount = fc.integer({ min: -20, max: 500 }).map((euros) => `${String(euros)}.10`);

/** Claims of every kind, many of them good. */
const claims: fc.Arbitrary<ClaimFacts> = fc
  .record({
    creditor: fc.constantFrom(...institutions, 'FR:NOBODY', 'XX:NOBODY'),
    debtor: fc.constantFrom(...institutions, 'DE:NOBODY'),
    document: fc.constantFrom(...entitlementDocuments),
    care: fc.constantFrom(...careTypes),
    from: day,
    steps: fc.record({ stay: fc.integer({ min: -1, max: 40 }), booked: later, filed: later }),
    known: fc.option(later),
    benefits: fc.array(amount, { minLength: 1, maxLength: 4 }),
    currency: fc.constantFrom('EUR', 'GBP', 'HRK', 'CHF', 'NOK'),
    isOff: fc.boolean(),
  })
  .map((drawn) => {
    const to = addDays(drawn.from, drawn.steps.stay);
    const recordedOn = addDays(to, drawn.steps.booked);
    const introducedOn = addDays(recordedOn, drawn.steps.filed);
    const tenths = drawn.benefits.reduce((sum, text) => sum + BigInt(text.replace('.', '')), 0n);
    const total = (tenths === 0n || drawn.isOff ? tenths + 7n : tenths).toString();
    const sign = total.startsWith('-') ? '-' : '';
    const digits = total.replace('-', '').padStart(3, '0');
    return factsOf({
      creditor: { institution: drawn.creditor },
      debtor: { institution: drawn.debtor },
      entitlement: { document: drawn.document },
      care: { type: drawn.care, from: drawn.from, to },
      recordedOn,
      introducedOn,
      competentInstitutionKnownOn:
        drawn.known === null ? undefined : addDays(recordedOn, drawn.known),
      messageDay: introducedOn,
      benefits: drawn.benefits.map((text) => ({ kind: 'medical', amount: text })),
      total: {
        amount: `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`,
        currency: drawn.currency,
      },
    });
  })
  .filter((claim) => !claim.total.isZero());

const isThere = (deadline: string | null): deadline is string => deadline !== null;

describe('decide, for all claims', () => {
  it('draws both answers, so that the properties below say something', () => {
    const outcomes = fc
      .sample(claims, { numRuns: 2_000, seed: 1 })
      .map((claim) => decide(claim, reference).outcome);
    const introduced = outcomes.filter((outcome) => outcome === 'introduced').length;
    expect(introduced).toBeGreaterThan(10);
    expect(introduced).toBeLessThan(outcomes.length - 10);
  });

  it('gives the same bytes for the same input, whatever was decided between', () => {
    fc.assert(
      fc.property(claims, claims, (claim, another) => {
        const first = JSON.stringify(decide(claim, reference));
        decide(another, reference);
        expect(JSON.stringify(decide(claim, reference))).toBe(first);
      }),
    );
  });

  it('introduces, or names at least one reason, each once and in order', () => {
    fc.assert(
      fc.property(claims, (claim) => {
        const decision = decide(claim, reference);
        if (decision.outcome === 'introduced') {
          expect(decision.why.every(({ rule }) => rule.startsWith(`${decision.instrument}/`))).toBe(
            true,
          );
          return;
        }
        const places = decision.reasons.map(({ code }) => reasonCodes.indexOf(code));
        expect(places.length).toBeGreaterThan(0);
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
      }),
      { numRuns: 500 },
    );
  });

  it('never accepts a later introduction where an earlier one was late', () => {
    fc.assert(
      fc.property(claims, fc.integer({ min: 0, max: 3_000 }), (claim, days) => {
        const earlier = decide(claim, reference);
        const introducedOn = addDays(claim.introducedOn, days);
        const delayed = decide({ ...claim, introducedOn, messageDay: introducedOn }, reference);
        const isLate = (decision: typeof earlier): boolean =>
          decision.outcome === 'rejected' && decision.reasons.some(({ code }) => code === 'late');
        if (isLate(earlier)) {
          expect(isLate(delayed)).toBe(true);
        }
        if (earlier.outcome === 'rejected') {
          expect(delayed.outcome).toBe('rejected');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('puts the clocks in their order, on real month ends', () => {
    fc.assert(
      fc.property(claims, (claim) => {
        const decision = decide(claim, reference);
        if (decision.outcome === 'rejected') {
          return;
        }
        const { due, fileBy } = decision;
        const deadlines = [due.downPaymentBy, due.payBy, due.disputeEnds].filter(isThere);
        // An instrument has all three of these clocks or, in these pairs of States, none.
        expect([0, 3]).toContain(deadlines.length);
        const days = [claim.introducedOn, ...deadlines];
        expect(days).toEqual([...days].sort());
        for (const deadline of [...deadlines, ...[fileBy].filter(isThere)]) {
          expect(isRealDate(deadline)).toBe(true);
          expect(addDays(deadline, 1).slice(8)).toBe('01');
        }
        expect(fileBy === null || claim.introducedOn <= fileBy).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('does not depend on the order of the benefits', () => {
    fc.assert(
      fc.property(claims, (claim) => {
        if (claim.basis === 'fixed-amount') {
          return;
        }
        const turned = { ...claim, benefits: (claim.benefits ?? []).toReversed() };
        const codes = (facts: ClaimFacts): unknown => {
          const decision = decide(facts, reference);
          return decision.outcome === 'rejected'
            ? decision.reasons.map(({ code }) => code)
            : decision;
        };
        expect(codes(turned)).toEqual(codes(claim));
      }),
    );
  });
});
