import { Money } from '@reciproca/money';
import type { Fault } from '../errors/problem.js';
import { subjectOf } from '../events/envelope.js';
import { benefitKinds } from '../events/inbound.js';
import { openItemSchema, type OpenItem } from '../events/open-item.js';
import {
  claimsCsvData,
  claimsCsvType,
  readClaimsCsvHeader,
  type ClaimsCsvHeader,
  type ClaimsCsvHeaderReading,
} from './claims-csv.js';
import { checkClaimSubmitted } from './field-checks.js';
import { readShape, type ShapeReading } from './shape.js';

/** An open item, typed; or every place where it is not as the contract says. */
export type OpenItemReading =
  | { readonly ok: true; readonly item: OpenItem }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** The columns of open items as CSV. */
export const openItemColumns: readonly string[] = Object.freeze([
  'claim.reference',
  'claim.statement',
  'creditor.institution',
  'debtor.institution',
  'basis',
  'recordedOn',
  'introducedOn',
  'competentInstitutionKnownOn',
  'entitlement.document',
  'entitlement.number',
  'entitlement.form',
  'beneficiary.id',
  'care.type',
  'care.from',
  'care.to',
  ...benefitKinds.map((kind) => `benefits.${kind}`),
  'fixedAmount.year',
  'fixedAmount.group',
  'fixedAmount.ageGroup',
  'fixedAmount.months',
  'fixedAmount.persons',
  'total.amount',
  'total.currency',
  'settled',
  'credited',
  'contestation.reference',
  'contestation.reason',
  'contestation.amount',
  'contestation.day',
]);

/** What a file of claims may name beside; of these an open item can only contradict the type. */
const envelopeColumns: readonly string[] = ['id', 'time', 'type', 'source'];
const neededColumns: readonly string[] = [
  'claim.reference',
  'claim.statement',
  'creditor.institution',
  'debtor.institution',
  'recordedOn',
  'introducedOn',
  'total.amount',
  'total.currency',
];

/**
 * Reads the header line of open items as CSV: that of a claims CSV with `settled`, `credited` and the
 * parts of `contestation`. Other columns are refused, since an amount under a misspelt name would be
 * lost in silence.
 * @param names the cells of the header, in order
 */
export function readOpenItemsCsvHeader(names: readonly string[]): ClaimsCsvHeaderReading {
  const trimmed = names.map((name) => name.trim());
  const known = new Set([...openItemColumns, ...envelopeColumns]);
  const reading = readClaimsCsvHeader(trimmed);
  const unknown = trimmed
    .filter((name) => !known.has(name))
    .map((path) => ({ path, detail: 'is not a column of open items', line: 1 }));
  const missing = neededColumns
    .filter((name) => !trimmed.includes(name))
    .map((path) => ({ path, detail: 'must be among the columns', line: 1 }));
  const contradictions = reading.ok ? [] : reading.faults;
  const faults = new Map<string, Fault>();
  for (const fault of [...unknown, ...missing, ...contradictions]) {
    if (!faults.has(fault.path)) faults.set(fault.path, fault);
  }
  return reading.ok && faults.size === 0 ? reading : { ok: false, faults: [...faults.values()] };
}

/**
 * Reads an open item from a line of CSV. A line that says by its type that it is another message than
 * a claim is refused: it was not meant for this.
 * @param cells as many as the header has columns
 */
export function readOpenItemLine(
  header: ClaimsCsvHeader,
  cells: readonly string[],
): OpenItemReading {
  const reading = readOpenItem(claimsCsvData(header, cells));
  const type = claimsCsvType(header, cells);
  if (type === undefined || type === 'claim.submitted.v1') return reading;
  const detail = 'must be claim.submitted or empty: an open item is a claim';
  const faults = reading.ok ? [] : reading.faults;
  return { ok: false, faults: [{ path: 'type', detail }, ...faults] };
}

/**
 * Reads an open item: its shape, the decimals of its currency, and that no more was settled, credited
 * and contested than was claimed.
 * @param data a record of JSON, or the data of a line of CSV
 */
export function readOpenItem(data: unknown): OpenItemReading {
  const shape = readItemShape(withoutEmptyContestation(data));
  if (!shape.ok) return { ok: false, faults: shape.faults };
  const item = shape.value;
  const subject = subjectOf({
    institution: item.creditor.institution,
    reference: item.claim.reference,
  });
  const claimFaults = checkClaimSubmitted({ subject }, item).map(({ path, detail }) => ({
    path: path.replace(/^data\./, ''),
    detail,
  }));
  // In a currency that does not exist, or with too many decimals, amounts cannot be added up.
  const faults = claimFaults.length > 0 ? claimFaults : openingFaults(item);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, item };
}

/** Without a basis there are no other fields to look at, so they are looked at by the likely one. */
function readItemShape(data: unknown): ShapeReading<OpenItem> {
  const shape = readShape(openItemSchema, data, '');
  if (shape.ok || typeof data !== 'object' || data === null || Array.isArray(data)) return shape;
  if (!shape.faults.some(({ path }) => path === 'basis')) return shape;
  const basis = 'fixedAmount' in data ? 'fixed-amount' : 'actual-expenditure';
  const others = readShape(openItemSchema, { ...data, basis }, '');
  return others.ok ? shape : { ok: false, faults: [...shape.faults, ...others.faults] };
}

const zero = /^-?0+(?:\.0+)?$/;

/** Old systems write 0.00 where nothing is contested. */
function withoutEmptyContestation(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('contestation' in data)) return data;
  const { contestation, ...rest } = data;
  if (typeof contestation !== 'object' || contestation === null) return data;
  const [only, ...others] = Object.entries(contestation);
  const isNothing =
    others.length === 0 &&
    only?.[0] === 'amount' &&
    typeof only[1] === 'string' &&
    zero.test(only[1]);
  return isNothing ? rest : data;
}

function openingFaults(item: OpenItem): Fault[] {
  const { currency } = item.total;
  const faults: Fault[] = [];
  const parts = [
    amountAt('settled', item.settled ?? '0', currency),
    amountAt('credited', item.credited ?? '0', currency),
    amountAt('contestation.amount', item.contestation?.amount ?? '0', currency),
  ];
  for (const part of parts) {
    if ('fault' in part) faults.push(part.fault);
  }
  if (item.contestation !== undefined) faults.push(...contestationFaults(item, item.contestation));
  if (faults.length > 0) return faults;
  const amounts = parts.flatMap((part) => ('money' in part ? part.money : []));
  const total = Money.of(item.total.amount, currency);
  // What is below zero is for the rules of claims to refuse.
  if (total.isNegative() || Money.sum(amounts, currency).compare(total) <= 0) return [];
  const detail = `settled, credited and contested are ${Money.sum(amounts, currency).toString()} together, the total is ${total.toString()}`;
  return [{ path: '', detail, code: 'exceeds-claim' }];
}

function amountAt(
  path: string,
  amount: string,
  currency: string,
): { readonly money: Money } | { readonly fault: Fault } {
  const parsed = Money.parse(amount, currency);
  if (!parsed.ok) {
    const detail = `must be an amount with at most the decimals of ${currency}`;
    return { fault: { path, detail } };
  }
  if (!parsed.money.isNegative()) return { money: parsed.money };
  return { fault: { path, detail: 'must not be below zero', code: 'negative-amount' } };
}

function contestationFaults(
  { introducedOn }: OpenItem,
  { amount, day }: NonNullable<OpenItem['contestation']>,
): Fault[] {
  const faults: Fault[] = [];
  if (zero.test(amount)) {
    const detail = 'must be above zero; leave the contestation out where nothing is contested';
    faults.push({ path: 'contestation.amount', detail });
  }
  if (day < introducedOn) {
    const detail = `must not lie before the introduction, ${introducedOn}`;
    faults.push({ path: 'contestation.day', detail, code: 'period-invalid' });
  }
  return faults;
}
