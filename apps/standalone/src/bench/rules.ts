import {
  buildReferenceData,
  decide,
  readClaimFacts,
  type ClaimFacts,
  type EntitlementDocument,
  type ReferenceData,
} from '@reciproca/agreements';
import type { BenchRow } from './rows.js';

interface Case {
  readonly creditor: string;
  readonly debtor: string;
  readonly care: readonly [from: string, to: string];
  readonly recordedOn: string;
  readonly introducedOn: string;
  readonly document: EntitlementDocument;
  readonly currency: string;
}

const recent = {
  care: ['2021-12-20', '2022-01-05'],
  recordedOn: '2022-03-15',
  introducedOn: '2022-05-02',
} as const;

/** One claim by actual expenditure per family of instrument; the last two are refused. */
const cases: readonly Case[] = [
  { ...recent, creditor: 'FR', debtor: 'DE', document: 'EHIC', currency: 'EUR' },
  {
    creditor: 'DE',
    debtor: 'FR',
    care: ['2008-01-03', '2008-01-05'],
    recordedOn: '2010-03-15',
    introducedOn: '2010-04-02',
    document: 'EHIC',
    currency: 'EUR',
  },
  { ...recent, creditor: 'CH', debtor: 'NO', document: 'EHIC', currency: 'CHF' },
  { ...recent, creditor: 'FR', debtor: 'GB', document: 'EHIC', currency: 'EUR' },
  { ...recent, creditor: 'FR', debtor: 'DZ', document: 'FORM', currency: 'EUR' },
  { ...recent, creditor: 'NC', debtor: 'FR', document: 'FORM', currency: 'XPF' },
  { ...recent, creditor: 'FR', debtor: 'US', document: 'FORM', currency: 'EUR' },
  {
    ...recent,
    creditor: 'CH',
    debtor: 'GB',
    care: ['2021-05-20', '2021-06-05'],
    document: 'EHIC',
    currency: 'CHF',
  },
];

/**
 * Milliseconds to read, check and index everything that ships, without a database. Ask first: it is
 * done once in a process.
 */
export function shippedRow(): BenchRow {
  const began = performance.now();
  allInstruments();
  const value = performance.now() - began;
  return { name: 'load', case: 'from memory', value, unit: 'ms', limit: '≤ 500' };
}

/** Decisions per second of one core with all instruments loaded. */
export function decideRow(decisions: number): BenchRow {
  const reference = allInstruments();
  const claims = cases.map(claimOf);
  decideAll(claims, reference, decisions / 10);
  const started = performance.now();
  decideAll(claims, reference, decisions);
  const seconds = (performance.now() - started) / 1_000;
  return {
    name: 'decide',
    case: 'all instruments, one core',
    value: decisions / seconds,
    unit: 'claims/s',
    limit: '≥ 50,000',
  };
}

function allInstruments(): ReferenceData {
  const states = new Set(cases.flatMap(({ creditor, debtor }) => [creditor, debtor]));
  const institutions = [...states].map((state) => ({
    id: `${state}:X`,
    name: state,
    from: '1950-01-01',
    to: null,
    liaisonBody: null,
    accounts: [],
  }));
  return buildReferenceData({ institutions, arrangements: [], version: 'bench' });
}

function claimOf(given: Case): ClaimFacts {
  const [from, to] = given.care;
  const reading = readClaimFacts(
    {
      creditor: { institution: `${given.creditor}:X` },
      debtor: { institution: `${given.debtor}:X` },
      basis: 'actual-expenditure',
      recordedOn: given.recordedOn,
      introducedOn: given.introducedOn,
      entitlement: { document: given.document },
      care: { type: 'unplanned', from, to },
      benefits: [{ kind: 'hospital', amount: '1100' }],
      total: { amount: '1100', currency: given.currency },
    },
    given.introducedOn,
  );
  if (!reading.ok) throw new Error('a claim of the benchmark cannot be read');
  return reading.claim;
}

function decideAll(claims: readonly ClaimFacts[], reference: ReferenceData, times: number): void {
  let introduced = 0;
  for (let round = 0; round < times / claims.length; round += 1) {
    for (const claim of claims) {
      if (decide(claim, reference).outcome === 'introduced') introduced += 1;
    }
  }
  const expected = Math.ceil(times / claims.length) * (claims.length - 2);
  if (introduced !== expected) throw new Error(`${String(introduced)} introduced`);
}
