import { currencyOf } from '@reciproca/money';
import type { Fault } from '../errors/problem.js';
import type { InboundType } from '../events/inbound.js';
import { subjectOf } from '../events/envelope.js';

/*
 * Checks that look at more than one field. They take data of unknown form, so that a message with
 * a wrong shape is told of these faults in the same answer; a field that is missing or of a wrong
 * type is skipped here, since the schema names it.
 */

/** The field of an object; undefined for anything else. */
function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function textOf(value: unknown, name: string): string | undefined {
  const found = fieldOf(value, name);
  return typeof found === 'string' ? found : undefined;
}

const ZERO = /^-?0+(?:\.0+)?$/;

/** How many decimals an amount is written with. */
function decimalsOf(amount: string): number {
  const dot = amount.indexOf('.');
  return dot < 0 ? 0 : amount.length - dot - 1;
}

/** Pushes a fault when an amount has more decimals than its currency. */
function checkDecimals(
  written: { readonly amount: unknown; readonly decimals: number; readonly path: string },
  faults: Fault[],
): void {
  const { amount, decimals, path } = written;
  if (typeof amount === 'string' && decimalsOf(amount) > decimals) {
    faults.push({ path, detail: `must have at most ${decimals} decimals in this currency` });
  }
}

/** Checks the currency of a money field and gives its decimals; undefined when it has none. */
function checkCurrency(money: unknown, path: string, faults: Fault[]): number | undefined {
  const code = textOf(money, 'currency');
  if (code === undefined) return undefined;
  const currency = currencyOf(code);
  if (currency === undefined) {
    faults.push({ path: `${path}.currency`, detail: 'must be a currency of ISO 4217' });
  }
  return currency?.decimals;
}

function checkSubject(subject: string, claim: SubjectFields, faults: Fault[]): void {
  const { institution, reference } = claim;
  if (institution === undefined || reference === undefined) return;
  if (subject !== subjectOf({ institution, reference })) {
    faults.push({ path: 'subject', detail: 'must be the claim or statement that data names' });
  }
}

/** What data says about the claim or statement it is about, as far as it can be read. */
export interface SubjectFields {
  readonly institution: string | undefined;
  readonly reference: string | undefined;
}

/** The claim or statement that the data of a message names. */
export function subjectFieldsOf(type: InboundType, data: unknown): SubjectFields {
  switch (type) {
    case 'claim.submitted.v1':
      return {
        institution: textOf(fieldOf(data, 'creditor'), 'institution'),
        reference: textOf(fieldOf(data, 'claim'), 'reference'),
      };
    case 'claim.contested.v1':
    case 'contestation.answered.v1':
    case 'claim.credited.v1':
    case 'claim.waived.v1':
      return namedBy(fieldOf(data, 'claim'));
    case 'statement.announced.v1':
    case 'down-payment.made.v1':
    case 'down-payment.answered.v1':
      return namedBy(fieldOf(data, 'statement'));
  }
}

function namedBy(value: unknown): SubjectFields {
  return { institution: textOf(value, 'institution'), reference: textOf(value, 'reference') };
}

/**
 * The checks of a submitted claim that need more than one field: the subject is the claim, the
 * currency exists, no amount has more decimals than it, the total is not zero.
 * @param envelope the attributes of the message
 * @param data its data, in whatever form it came
 * @returns every fault; none when the claim is well-formed in these points
 */
export function checkClaimSubmitted(
  envelope: { readonly subject: string },
  data: unknown,
): Fault[] {
  const faults: Fault[] = [];
  checkSubject(envelope.subject, subjectFieldsOf('claim.submitted.v1', data), faults);
  const total = fieldOf(data, 'total');
  const amount = textOf(total, 'amount');
  if (amount !== undefined && ZERO.test(amount)) {
    faults.push({ path: 'data.total.amount', detail: 'must not be zero' });
  }
  const decimals = checkCurrency(total, 'data.total', faults);
  if (decimals === undefined) return faults;
  checkDecimals({ amount, decimals, path: 'data.total.amount' }, faults);
  const benefits = fieldOf(data, 'benefits');
  if (!Array.isArray(benefits)) return faults;
  for (let index = 0; index < benefits.length; index += 1) {
    const benefit = fieldOf(benefits[index], 'amount');
    // The path is built for a fault only: this runs for every benefit of every claim.
    if (typeof benefit === 'string' && decimalsOf(benefit) > decimals) {
      checkDecimals({ amount: benefit, decimals, path: `data.benefits[${index}].amount` }, faults);
    }
  }
  return faults;
}

/** Where the amounts of the other messages stand. */
const amountPaths: Readonly<Record<Exclude<InboundType, 'claim.submitted.v1'>, readonly string[]>> =
  {
    'statement.announced.v1': ['total'],
    'claim.contested.v1': ['contestation', 'amount'],
    'contestation.answered.v1': ['acceptedAmount'],
    'claim.credited.v1': ['creditNote', 'amount'],
    'claim.waived.v1': ['waiver', 'amount'],
    'down-payment.made.v1': ['payment', 'amount'],
    'down-payment.answered.v1': [],
  };

function checkPositiveMoney(money: unknown, path: string, faults: Fault[]): void {
  const amount = textOf(money, 'amount');
  if (amount !== undefined && (amount.startsWith('-') || ZERO.test(amount))) {
    faults.push({ path: `${path}.amount`, detail: 'must be above zero' });
  }
  const decimals = checkCurrency(money, path, faults);
  if (decimals !== undefined) checkDecimals({ amount, decimals, path: `${path}.amount` }, faults);
}

/**
 * The same for every other message: its subject is the claim or statement, its amount is above
 * zero in a currency that exists, and a partly accepted contestation says how much.
 */
export function checkOtherMessage(
  type: Exclude<InboundType, 'claim.submitted.v1'>,
  envelope: { readonly subject: string },
  data: unknown,
): Fault[] {
  const faults: Fault[] = [];
  checkSubject(envelope.subject, subjectFieldsOf(type, data), faults);
  const steps = amountPaths[type];
  const money = steps.reduce<unknown>(fieldOf, data);
  if (steps.length > 0 && money !== undefined) {
    checkPositiveMoney(money, ['data', ...steps].join('.'), faults);
  }
  if (
    type === 'contestation.answered.v1' &&
    textOf(data, 'outcome') === 'partly-accepted' &&
    money === undefined
  ) {
    faults.push({ path: 'data.acceptedAmount', detail: 'must be given when partly accepted' });
  }
  return faults;
}
