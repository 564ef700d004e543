import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  exampleAttributes,
  exampleClaim,
  exampleFixedAmountClaim,
  exampleMessages,
} from '../examples.fixture.js';
import type { InboundType } from '../events/inbound.js';
import { limits } from '../limits.js';
import { parseInboundData } from './parse-inbound-data.js';

type Fields = Record<string, unknown>;

const subject = exampleAttributes.subject;
const type = 'claim.submitted.v1';

/** The example claim with one place changed, or taken away by undefined. */
function claimWith(path: string, value: unknown, claim: Fields = exampleClaim()): Fields {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const parent = steps.reduce<Fields>((fields, step) => fields[step] as Fields, claim);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return claim;
}

function pathsOf(data: unknown, messageSubject: string = subject): readonly string[] {
  const parsed = parseInboundData(type, data, { subject: messageSubject });
  return parsed.ok ? [] : parsed.faults.map((fault) => fault.path).sort();
}

describe('parseInboundData', () => {
  it('takes the examples of the contract as they stand', () => {
    expect(parseInboundData(type, exampleClaim(), { subject })).toEqual({
      ok: true,
      data: exampleClaim(),
    });
    expect(
      parseInboundData(type, exampleFixedAmountClaim(), { subject: 'IE:HSE/IE-2018-F-U20' }),
    ).toEqual({ ok: true, data: exampleFixedAmountClaim() });
    for (const [name, example] of Object.entries(exampleMessages)) {
      const parsed = parseInboundData(name as InboundType, example.data, example);
      expect(parsed).toEqual({ ok: true, data: example.data });
    }
  });

  it('drops unknown fields', () => {
    const claim = claimWith('care.ward', 'B2', claimWith('extra', 1));
    expect(parseInboundData(type, claim, { subject })).toEqual({ ok: true, data: exampleClaim() });
  });

  it('leaves the sign of an amount, its sum and the order of dates to the decision', () => {
    expect(pathsOf(claimWith('total.amount', '-1134.56'))).toEqual([]);
    expect(pathsOf(claimWith('total.amount', '1.00'))).toEqual([]);
    expect(pathsOf(claimWith('care.from', '2026-01-01'))).toEqual([]);
    expect(pathsOf(claimWith('debtor.institution', 'XX:NOBODY'))).toEqual([]);
  });

  it.each<[string, unknown, readonly string[]]>([
    ['total.amount', 1134.56, ['data.total.amount']],
    ['total.amount', '1e3', ['data.total.amount']],
    ['total.amount', 'NaN', ['data.total.amount']],
    ['total.amount', '1134.567', ['data.total.amount']],
    ['total.amount', '0.00', ['data.total.amount']],
    ['total.amount', '-0', ['data.total.amount']],
    ['total.amount', undefined, ['data.total.amount']],
    ['total.currency', 'eur', ['data.total.currency']],
    ['total.currency', 'ZZZ', ['data.total.currency']],
    ['total', '1134.56 EUR', ['data.total']],
    ['recordedOn', '2025-02-30', ['data.recordedOn']],
    ['introducedOn', null, ['data.introducedOn']],
    ['competentInstitutionKnownOn', 'soon', ['data.competentInstitutionKnownOn']],
    ['care.to', '2025-02-29', ['data.care.to']],
    ['care.type', 'dental', ['data.care.type']],
    ['care', undefined, ['data.care']],
    ['basis', 'lump-sum', ['data.basis']],
    ['basis', undefined, ['data.basis']],
    ['entitlement.document', 'E111', ['data.entitlement.document']],
    ['entitlement', undefined, ['data.entitlement']],
    ['entitlement.number', 'a\u0000b', ['data.entitlement.number']],
    ['beneficiary', undefined, ['data.beneficiary']],
    ['beneficiary.id', '', ['data.beneficiary.id']],
    ['benefits', [], ['data.benefits']],
    ['benefits', {}, ['data.benefits']],
    ['benefits.0.amount', '1100.001', ['data.benefits[0].amount']],
    ['benefits.1.kind', 'spa', ['data.benefits[1].kind']],
    ['fixedAmount', { year: 2018 }, ['data.fixedAmount']],
    ['debtor.institution', 'de:aok', ['data.debtor.institution']],
    ['claim.statement', "x'; drop table claim; --", ['data.claim.statement']],
    ['claim.reference', '2025-H1-000124', ['subject']],
    ['creditor.institution', 'FR:MGEN', ['subject']],
  ])('names the path when %s is %j', (path, value, expected) => {
    expect(pathsOf(claimWith(path, value))).toEqual(expected);
  });

  it('names every faulty path at once, also those that the schema alone does not see', () => {
    let claim = claimWith('total.amount', '0.00');
    claim = claimWith('benefits.1.amount', '34.561', claim);
    claim = claimWith('care.from', '2025-02-30', claim);
    claim = claimWith('claim.reference', 'OTHER', claim);
    expect(pathsOf(claim)).toEqual([
      'data.benefits[1].amount',
      'data.care.from',
      'data.total.amount',
      'subject',
    ]);
  });

  it('names the other faults of a claim whose basis is unknown', () => {
    let claim = claimWith('basis', 'lump-sum');
    claim = claimWith('recordedOn', '2025-02-30', claim);
    claim = claimWith('benefits.0.kind', 'spa', claim);
    expect(pathsOf(claim)).toEqual(['data.basis', 'data.benefits[0].kind', 'data.recordedOn']);
    expect(parseInboundData(type, claimWith('basis', 'lump-sum'), { subject })).toEqual({
      ok: false,
      faults: [{ path: 'data.basis', detail: 'must be actual-expenditure or fixed-amount' }],
    });
  });

  it.each([undefined, null, 'text', 7, [], true])('names the data itself when it is %j', (data) => {
    expect(parseInboundData(type, data, { subject })).toEqual({
      ok: false,
      faults: [{ path: 'data', detail: 'must be an object' }],
    });
  });

  it.each<[string, unknown, readonly string[]]>([
    ['fixedAmount.months', '24', ['data.fixedAmount.months']],
    ['fixedAmount.months', 0, ['data.fixedAmount.months']],
    ['fixedAmount.months', 1.5, ['data.fixedAmount.months']],
    ['fixedAmount.group', 'student', ['data.fixedAmount.group']],
    ['fixedAmount', undefined, ['data.fixedAmount']],
    ['care', exampleClaim()['care'], ['data.care']],
    ['benefits', exampleClaim()['benefits'], ['data.benefits']],
  ])('names the path when %s of a fixed-amount claim is %j', (path, value, expected) => {
    const claim = claimWith(path, value, exampleFixedAmountClaim());
    expect(pathsOf(claim, 'IE:HSE/IE-2018-F-U20')).toEqual(expected);
  });

  it.each<[string, string, boolean]>([
    ['JPY', '1134', true],
    ['JPY', '1134.5', false],
    ['XPF', '12345', true],
    ['XPF', '12345.0', false],
    ['TND', '1.234', true],
    ['TND', '1.2345', false],
    ['HRK', '1.23', true],
  ])('knows the decimals of %s: %s', (currency, amount, fits) => {
    const claim = claimWith('total', { amount, currency });
    claim['benefits'] = [{ kind: 'other', amount }];
    expect(pathsOf(claim)).toEqual(fits ? [] : ['data.benefits[0].amount', 'data.total.amount']);
  });

  it('tells of ten thousand benefits as of one fault', () => {
    const benefits = Array.from({ length: 10_000 }, () => ({ kind: 'spa', amount: 1 }));
    expect(pathsOf(claimWith('benefits', benefits))).toEqual(['data.benefits']);
    const most = Array.from({ length: limits.benefitsMax }, () => ({ kind: 'other', amount: '1' }));
    expect(pathsOf(claimWith('benefits', most))).toEqual([]);
  });

  it.each<{ name: keyof typeof exampleMessages; path: string; value: unknown; fault: string }>([
    { name: 'statement.announced.v1', path: 'claims', value: '1639', fault: 'data.claims' },
    {
      name: 'statement.announced.v1',
      path: 'debtorState',
      value: 'Germany',
      fault: 'data.debtorState',
    },
    {
      name: 'statement.announced.v1',
      path: 'total.amount',
      value: '0.00',
      fault: 'data.total.amount',
    },
    {
      name: 'claim.contested.v1',
      path: 'contestation.amount.amount',
      value: '-1.00',
      fault: 'data.contestation.amount.amount',
    },
    {
      name: 'claim.contested.v1',
      path: 'contestation.amount.amount',
      value: '1.001',
      fault: 'data.contestation.amount.amount',
    },
    {
      name: 'claim.contested.v1',
      path: 'contestation.reason',
      value: 'no',
      fault: 'data.contestation.reason',
    },
    { name: 'claim.contested.v1', path: 'claim.reference', value: 'OTHER', fault: 'subject' },
    {
      name: 'contestation.answered.v1',
      path: 'acceptedAmount',
      value: undefined,
      fault: 'data.acceptedAmount',
    },
    {
      name: 'claim.credited.v1',
      path: 'creditNote.amount.currency',
      value: 'ZZZ',
      fault: 'data.creditNote.amount.currency',
    },
    { name: 'claim.waived.v1', path: 'waiver.kind', value: 'gift', fault: 'data.waiver.kind' },
    {
      name: 'down-payment.made.v1',
      path: 'payment.paidOn',
      value: '2025-04-31',
      fault: 'data.payment.paidOn',
    },
    { name: 'down-payment.answered.v1', path: 'outcome', value: 'maybe', fault: 'data.outcome' },
  ])('names the path in $name when $path is $value', ({ name, path, value, fault }) => {
    const { subject: messageSubject, data } = exampleMessages[name];
    const changed = claimWith(path, value, structuredClone(data));
    const parsed = parseInboundData(name, changed, { subject: messageSubject });
    expect(parsed.ok ? [] : parsed.faults.map((found) => found.path)).toEqual([fault]);
  });

  it('never repeats what was found, whatever stands where', () => {
    const secret = 'Marie-8025';
    const places = [
      ...['beneficiary', 'beneficiary.id', 'entitlement', 'entitlement.number', 'entitlement.form'],
      ...['basis', 'care', 'care.type', 'total.amount', 'total.currency', 'claim.reference'],
      ...['benefits', 'benefits.0.kind', 'recordedOn', 'fixedAmount', 'debtor.institution'],
    ];
    const forms = [secret, `${secret}\u0000`, [secret], { [secret]: secret }, secret.repeat(99)];
    fc.assert(
      fc.property(
        fc.subarray(places, { minLength: 1 }),
        fc.constantFrom(...forms),
        (some, form) => {
          const claim = exampleClaim();
          // Inner places first: an outer one takes them away again.
          for (const place of [...some].sort((a, b) => b.length - a.length)) {
            claimWith(place, form, claim);
          }
          const parsed = parseInboundData(type, claim, { subject });
          const told = parsed.ok ? '' : JSON.stringify(parsed.faults);
          expect(told).not.toContain(secret);
        },
      ),
    );
  });
});
