import { Money } from '@reciproca/money';
import type { IsoDate, MoneyFaultCode } from '@reciproca/money';
import { isRealDate } from './dates.js';

/** The two bases of a claim: IR 987/2009 Art 62 and Art 63. */
export type Basis = 'actual-expenditure' | 'fixed-amount';
export const bases = ['actual-expenditure', 'fixed-amount'] as const satisfies readonly Basis[];

/** What care was given for. */
export type CareType = 'unplanned' | 'planned' | 'residence' | 'medical-check';
export const careTypes = [
  'unplanned',
  'planned',
  'residence',
  'medical-check',
] as const satisfies readonly CareType[];

/** Why the debtor must pay. `FORM` stands for a form of an older or another instrument. */
export type EntitlementDocument = 'EHIC' | 'PRC' | 'S1' | 'S2' | 'S3' | 'DA1' | 'FORM';
export const entitlementDocuments = [
  'EHIC',
  'PRC',
  'S1',
  'S2',
  'S3',
  'DA1',
  'FORM',
] as const satisfies readonly EntitlementDocument[];

/** What a benefit was. */
export type BenefitKind = 'medical' | 'dental' | 'medicines' | 'hospital' | 'transport' | 'other';
export const benefitKinds = [
  'medical',
  'dental',
  'medicines',
  'hospital',
  'transport',
  'other',
] as const satisfies readonly BenefitKind[];

interface FactsOfEveryClaim {
  /** Institution that gave the care, `State:CODE`. */
  readonly creditor: string;
  /** Institution that must refund it, `State:CODE`. */
  readonly debtor: string;
  /** Day on which the creditor booked the cost. */
  readonly recordedOn: IsoDate;
  /** Day on which the claim reached the debtor's liaison body. */
  readonly introducedOn: IsoDate;
  /** UTC day of the message that brought the claim. */
  readonly messageDay: IsoDate;
  /** Provisional application (IR 987/2009 Art 6(5)): day on which the competent institution became known. */
  readonly competentInstitutionKnownOn: IsoDate | null;
  /** What is claimed, in the currency of the claim. */
  readonly total: Money;
}

/**
 * The facts of a claim for what the care really cost. What an open item of an old system does not
 * know is null; a claim that is submitted knows all.
 */
export interface ActualExpenditureFacts extends FactsOfEveryClaim {
  readonly basis: 'actual-expenditure';
  readonly entitlement: EntitlementDocument | null;
  readonly care: { readonly type: CareType; readonly from: IsoDate; readonly to: IsoDate } | null;
  /** In the currency of the total. */
  readonly benefits: readonly { readonly kind: BenefitKind; readonly amount: Money }[] | null;
}

/** The facts of a claim for a published average cost times months of cover. */
export interface FixedAmountFacts extends FactsOfEveryClaim {
  readonly basis: 'fixed-amount';
  /** Null where the claim names no document, which it need not. */
  readonly entitlement: EntitlementDocument | null;
  readonly fixedAmount: {
    /** Reference year. */
    readonly year: number;
    readonly group: 'family' | 'pensioner';
    /** Null where the published table has no age groups. */
    readonly ageGroup: string | null;
    /** Months of the inventory. */
    readonly months: number;
  };
}

/** Everything about a claim that the rules look at; its shape has been checked before. */
export type ClaimFacts = ActualExpenditureFacts | FixedAmountFacts;

/** The claim as the wire carries it (the parts that rules need); types have been checked before. */
export interface ClaimData {
  readonly creditor: { readonly institution: string };
  readonly debtor: { readonly institution: string };
  readonly basis: Basis;
  readonly recordedOn: string;
  readonly introducedOn?: string | undefined;
  readonly competentInstitutionKnownOn?: string | undefined;
  readonly entitlement?: { readonly document: EntitlementDocument } | undefined;
  readonly care?:
    { readonly type: CareType; readonly from: string; readonly to: string } | undefined;
  readonly benefits?:
    readonly { readonly kind: BenefitKind; readonly amount: string }[] | undefined;
  readonly fixedAmount?:
    | {
        readonly year: number;
        readonly group: 'family' | 'pensioner';
        readonly ageGroup?: string | undefined;
        readonly months: number;
      }
    | undefined;
  readonly total: { readonly amount: string; readonly currency: string };
}

/** One thing that keeps {@link readClaimFacts} from reading a claim; all of them make it `malformed`. */
export interface ClaimFault {
  /** Dotted path below the message's data, e.g. `benefits.0.amount`. */
  readonly path: string;
  readonly code: MoneyFaultCode | 'zero-total' | 'impossible-date' | 'missing';
}

/** What {@link readClaimFacts} gives. */
export type ClaimReading =
  | { readonly ok: true; readonly claim: ClaimFacts }
  | { readonly ok: false; readonly faults: readonly ClaimFault[] };

/**
 * Turns a claim's data into facts: amounts become money, an absent introduction day becomes the
 * message's day, dates are checked against the calendar.
 *
 * @param data the `data` of a submitted claim, of checked types
 * @param messageDay UTC day of the message, `YYYY-MM-DD`
 * @returns the facts, or every fault with its path
 */
export function readClaimFacts(data: ClaimData, messageDay: IsoDate): ClaimReading {
  const { basis, benefits, care, entitlement } = data;
  const isWhole = benefits !== undefined && care !== undefined && entitlement !== undefined;
  const reading = read(data, messageDay);
  if (isWhole || basis === 'fixed-amount') return reading;
  const faults = reading.ok ? [] : reading.faults;
  return { ok: false, faults: [...faults, ...missingParts(data)] };
}

/**
 * The same for an open item of an old system, which need not know entitlement, care and benefits.
 *
 * @param takenOverOn day on which it is taken over, in the place of the message's day
 */
export function readOpenItemFacts(data: ClaimData, takenOverOn: IsoDate): ClaimReading {
  return read(data, takenOverOn);
}

/** What a claim by actual expenditure must say. */
function missingParts(data: ClaimData): ClaimFault[] {
  return (['benefits', 'care', 'entitlement'] as const)
    .filter((path) => data[path] === undefined)
    .map((path) => ({ path, code: 'missing' }));
}

function read(data: ClaimData, messageDay: IsoDate): ClaimReading {
  const faults: ClaimFault[] = [];
  const introducedOn = data.introducedOn ?? messageDay;
  checkDate(faults, 'recordedOn', data.recordedOn);
  checkDate(faults, 'introducedOn', introducedOn);
  if (data.competentInstitutionKnownOn !== undefined) {
    checkDate(faults, 'competentInstitutionKnownOn', data.competentInstitutionKnownOn);
  }
  const total = readAmount(faults, { ...data.total, path: 'total.amount' });
  if (total?.isZero() === true) {
    faults.push({ path: 'total.amount', code: 'zero-total' });
  }
  const parts =
    data.basis === 'actual-expenditure'
      ? readActualExpenditure(data, faults)
      : readFixedAmount(data, faults);
  if (total === null || parts === null || faults.length > 0) {
    return { ok: false, faults };
  }
  return {
    ok: true,
    claim: {
      creditor: data.creditor.institution,
      debtor: data.debtor.institution,
      recordedOn: data.recordedOn,
      introducedOn,
      messageDay,
      competentInstitutionKnownOn: data.competentInstitutionKnownOn ?? null,
      total,
      ...parts,
    },
  };
}

function readActualExpenditure(
  data: ClaimData,
  faults: ClaimFault[],
): Pick<ActualExpenditureFacts, 'basis' | 'entitlement' | 'care' | 'benefits'> {
  const { care, entitlement } = data;
  const benefits = readBenefits(data, faults);
  if (care !== undefined) {
    checkDate(faults, 'care.from', care.from);
    checkDate(faults, 'care.to', care.to);
  }
  return {
    basis: 'actual-expenditure',
    entitlement: entitlement?.document ?? null,
    care: care ?? null,
    benefits,
  };
}

function readBenefits(data: ClaimData, faults: ClaimFault[]): ActualExpenditureFacts['benefits'] {
  if (data.benefits === undefined) {
    return null;
  }
  const benefits: { kind: BenefitKind; amount: Money }[] = [];
  for (const [index, { kind, amount }] of data.benefits.entries()) {
    const parsed = Money.parse(amount, data.total.currency);
    if (parsed.ok) {
      benefits.push({ kind, amount: parsed.money });
    } else if (parsed.code !== 'unknown-currency') {
      // The currency is the total's and is reported there, once.
      faults.push({ path: `benefits.${String(index)}.amount`, code: parsed.code });
    }
  }
  return benefits;
}

function readFixedAmount(
  data: ClaimData,
  faults: ClaimFault[],
): Pick<FixedAmountFacts, 'basis' | 'entitlement' | 'fixedAmount'> | null {
  if (data.fixedAmount === undefined) {
    faults.push({ path: 'fixedAmount', code: 'missing' });
    return null;
  }
  const { year, group, ageGroup, months } = data.fixedAmount;
  return {
    basis: 'fixed-amount',
    entitlement: data.entitlement?.document ?? null,
    fixedAmount: { year, group, ageGroup: ageGroup ?? null, months },
  };
}

function readAmount(
  faults: ClaimFault[],
  given: { readonly amount: string; readonly currency: string; readonly path: string },
): Money | null {
  const parsed = Money.parse(given.amount, given.currency);
  if (parsed.ok) {
    return parsed.money;
  }
  const path = parsed.code === 'unknown-currency' ? 'total.currency' : given.path;
  faults.push({ path, code: parsed.code });
  return null;
}

function checkDate(faults: ClaimFault[], path: string, text: string): void {
  if (!isRealDate(text)) {
    faults.push({ path, code: 'impossible-date' });
  }
}
