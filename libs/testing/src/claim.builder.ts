/** A CloudEvent in structured mode, as it is sent. */
export interface ClaimEvent {
  readonly specversion: string;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly subject: string;
  readonly datacontenttype: string;
  readonly data: ClaimData;
}

/** The data of `claim.submitted.v1`. */
export interface ClaimData {
  readonly claim: { readonly reference: string; readonly statement: string };
  readonly creditor: { readonly institution: string };
  readonly debtor: { readonly institution: string };
  readonly basis: string;
  readonly recordedOn: string;
  readonly introducedOn?: string;
  readonly competentInstitutionKnownOn?: string;
  readonly entitlement?: {
    readonly document: string;
    readonly number?: string;
    readonly form?: string;
  };
  readonly beneficiary?: { readonly id: string };
  readonly care?: { readonly type: string; readonly from: string; readonly to: string };
  readonly benefits?: readonly { readonly kind: string; readonly amount: string }[];
  readonly fixedAmount?: {
    readonly year: number;
    readonly group: string;
    readonly ageGroup?: string;
    readonly months: number;
    readonly persons?: number;
  };
  readonly total: { readonly amount: string; readonly currency: string };
}

/** What a test says about a claim; everything else is a plain, admissible French claim on Bavaria. */
export interface ClaimWish {
  readonly reference?: string;
  readonly statement?: string;
  /** The message's id; without it `<reference>#1`. */
  readonly id?: string;
  readonly creditor?: string;
  readonly debtor?: string;
  /** The `source`; without it the creditor's. */
  readonly source?: string;
  readonly time?: string;
  readonly recordedOn?: string;
  readonly introducedOn?: string | null;
  readonly document?: string;
  readonly careType?: string;
  readonly careFrom?: string;
  readonly careTo?: string;
  readonly person?: string;
  /** The total; without `benefits` it is one hospital line. */
  readonly amount?: string;
  readonly currency?: string;
  readonly benefits?: readonly { readonly kind: string; readonly amount: string }[];
}

/** A `claim.submitted.v1` by actual expenditure that is admissible unless the wish makes it otherwise. */
export function aClaim(wish: ClaimWish = {}): ClaimEvent {
  const reference = wish.reference ?? '2025-H1-000123';
  const amount = wish.amount ?? '1134.56';
  const introducedOn = wish.introducedOn === undefined ? '2026-03-02' : wish.introducedOn;
  return envelope(wish, reference, {
    claim: { reference, statement: wish.statement ?? 'FR-DE-2025-H1' },
    creditor: { institution: wish.creditor ?? 'FR:CNAM' },
    debtor: { institution: wish.debtor ?? 'DE:AOK-BY' },
    basis: 'actual-expenditure',
    recordedOn: wish.recordedOn ?? '2025-03-15',
    ...(introducedOn === null ? {} : { introducedOn }),
    entitlement: {
      document: wish.document ?? 'EHIC',
      number: `80250000${(wish.person ?? '9f2c41').padStart(12, '0')}`,
    },
    beneficiary: { id: wish.person ?? '9f2c41' },
    care: {
      type: wish.careType ?? 'unplanned',
      from: wish.careFrom ?? '2025-01-03',
      to: wish.careTo ?? wish.careFrom ?? '2025-01-05',
    },
    benefits: wish.benefits ?? [{ kind: 'hospital', amount }],
    total: { amount, currency: wish.currency ?? 'EUR' },
  });
}

/** What a test says about a claim by fixed amounts. */
export interface FixedAmountWish extends Omit<
  ClaimWish,
  'document' | 'careType' | 'careFrom' | 'careTo' | 'person' | 'benefits'
> {
  readonly fixedAmount?: NonNullable<ClaimData['fixedAmount']>;
}

/**
 * A `claim.submitted.v1` by fixed amounts. Unless told otherwise: Ireland on France, 24 months of family
 * members under 20 in 2018, 24 × 124.49 EUR (OJ C 251, 28.6.2021, p. 4), in time for that publication.
 */
export function aFixedAmountClaim(wish: FixedAmountWish = {}): ClaimEvent {
  const reference = wish.reference ?? 'FA-2018-0001';
  const creditor = wish.creditor ?? 'IE:HSE';
  const time = wish.time ?? '2022-05-02T09:00:00Z';
  const introducedOn = wish.introducedOn === undefined ? time.slice(0, 10) : wish.introducedOn;
  return envelope({ ...wish, creditor, time }, reference, {
    claim: { reference, statement: wish.statement ?? 'IE-FR-2018' },
    creditor: { institution: creditor },
    debtor: { institution: wish.debtor ?? 'FR:CNAM' },
    basis: 'fixed-amount',
    recordedOn: wish.recordedOn ?? '2022-03-01',
    ...(introducedOn === null ? {} : { introducedOn }),
    fixedAmount: wish.fixedAmount ?? {
      year: 2018,
      group: 'family',
      ageGroup: 'under-20',
      months: 24,
    },
    total: { amount: wish.amount ?? '2987.76', currency: wish.currency ?? 'EUR' },
  });
}

function envelope(wish: ClaimWish, reference: string, data: ClaimData): ClaimEvent {
  return {
    specversion: '1.0',
    id: wish.id ?? `${reference}#1`,
    source: wish.source ?? `urn:institution:${data.creditor.institution}`,
    type: 'claim.submitted.v1',
    time: wish.time ?? '2026-03-02T09:00:00Z',
    subject: `${data.creditor.institution}/${reference}`,
    datacontenttype: 'application/json',
    data,
  };
}
