import { attributePattern, type Envelope } from '../events/envelope.js';
import { benefitKinds, careTypes, entitlementDocuments } from '../events/inbound.js';
import type { ClaimSubmitted } from '../events/inbound.js';
import { limits } from '../limits.js';
import { patterns } from '../primitives.js';

/*
 * Nearly every message is a well-formed claim by actual expenditure. These readers recognise it and
 * give what its schema gives, with the fields in the same order, at a quarter of the cost. Whatever
 * they do not recognise they leave to the schema, which alone decides what is at fault. Form comes
 * from the same patterns and lists; a spec holds both against each other.
 */

type Fields = Readonly<Record<string, unknown>>;
type UsualClaim = Extract<ClaimSubmitted, { basis: 'actual-expenditure' }>;

const nothing: Fields = {};

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : nothing;
}

function fits(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}

function isAttribute(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= limits.attributeLengthMax &&
    attributePattern.test(value)
  );
}

function isPersonIdentifier(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= limits.personIdentifierLengthMax &&
    patterns.text.test(value)
  );
}

function isOneOf<Word extends string>(value: unknown, words: readonly Word[]): value is Word {
  return (words as readonly unknown[]).includes(value);
}

/** The attributes without the subject, where all are there and as they should be. */
export function readUsualAttributes(
  given: unknown,
): Required<Omit<Envelope, 'subject'>> | undefined {
  const { specversion, id, source, type, time, datacontenttype } = fieldsOf(given);
  return specversion === '1.0' &&
    isAttribute(id) &&
    isAttribute(source) &&
    isAttribute(type) &&
    fits(time, patterns.instant) &&
    isAttribute(datacontenttype)
    ? { specversion, id, source, type, time, datacontenttype }
    : undefined;
}

/** A claim by actual expenditure with the fields that it usually has; undefined for any other data. */
export function readUsualClaim(given: unknown): UsualClaim | undefined {
  const data = fieldsOf(given);
  if (data['basis'] !== 'actual-expenditure') return undefined;
  if (data['competentInstitutionKnownOn'] !== undefined) return undefined;
  if (data['fixedAmount'] !== undefined) return undefined;
  const { recordedOn, introducedOn } = data;
  const parties = partiesOf(data);
  const person = personOf(data);
  const care = careOf(fieldsOf(data['care']));
  const benefits = benefitsOf(data['benefits']);
  const total = totalOf(fieldsOf(data['total']));
  return parties !== undefined &&
    person !== undefined &&
    care !== undefined &&
    benefits !== undefined &&
    total !== undefined &&
    fits(recordedOn, patterns.date) &&
    fits(introducedOn, patterns.date)
    ? {
        claim: parties.claim,
        creditor: parties.creditor,
        debtor: parties.debtor,
        recordedOn,
        introducedOn,
        total,
        basis: 'actual-expenditure',
        entitlement: person.entitlement,
        beneficiary: person.beneficiary,
        care,
        benefits,
      }
    : undefined;
}

function partiesOf(data: Fields): Pick<UsualClaim, 'claim' | 'creditor' | 'debtor'> | undefined {
  const { reference, statement } = fieldsOf(data['claim']);
  const creditor = fieldsOf(data['creditor'])['institution'];
  const debtor = fieldsOf(data['debtor'])['institution'];
  return fits(reference, patterns.reference) &&
    fits(statement, patterns.reference) &&
    fits(creditor, patterns.institution) &&
    fits(debtor, patterns.institution)
    ? {
        claim: { reference, statement },
        creditor: { institution: creditor },
        debtor: { institution: debtor },
      }
    : undefined;
}

function personOf(data: Fields): Pick<UsualClaim, 'entitlement' | 'beneficiary'> | undefined {
  const { document, number, form } = fieldsOf(data['entitlement']);
  const { id } = fieldsOf(data['beneficiary']);
  return isOneOf(document, entitlementDocuments) &&
    isPersonIdentifier(number) &&
    form === undefined &&
    isPersonIdentifier(id)
    ? { entitlement: { document, number }, beneficiary: { id } }
    : undefined;
}

function careOf({ type, from, to }: Fields): UsualClaim['care'] | undefined {
  return isOneOf(type, careTypes) && fits(from, patterns.date) && fits(to, patterns.date)
    ? { type, from, to }
    : undefined;
}

function benefitsOf(given: unknown): UsualClaim['benefits'] | undefined {
  if (!Array.isArray(given) || given.length === 0 || given.length > limits.benefitsMax) {
    return undefined;
  }
  const benefits: UsualClaim['benefits'] = [];
  for (const each of given) {
    const { kind, amount } = fieldsOf(each);
    if (!isOneOf(kind, benefitKinds) || !fits(amount, patterns.amount)) return undefined;
    benefits.push({ kind, amount });
  }
  return benefits;
}

function totalOf({ amount, currency }: Fields): UsualClaim['total'] | undefined {
  return fits(amount, patterns.amount) && fits(currency, patterns.currency)
    ? { amount, currency }
    : undefined;
}
