import { keyOf } from '@reciproca/contracts';

/** What the builder asks of a source of chance. */
export interface Chance {
  integer(least: number, most: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
}

/** An event as clearing would publish it. */
export interface BuiltEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly subject: string;
  readonly datacontenttype: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly [attribute: string]: unknown;
}

interface Party {
  readonly institution: string;
  readonly currency: string;
  readonly decimals: number;
  readonly instrument: string;
}

const parties: readonly Party[] = [
  { institution: 'FR:CNAM', currency: 'EUR', decimals: 2, instrument: 'EU-987-2009' },
  { institution: 'FR:MSA', currency: 'EUR', decimals: 2, instrument: 'EU-987-2009' },
  { institution: 'DE:AOK-BY', currency: 'EUR', decimals: 2, instrument: 'EU-987-2009' },
  { institution: 'NC:CAFAT', currency: 'XPF', decimals: 0, instrument: 'FR-DEC-NC' },
  { institution: 'TN:CNAM', currency: 'TND', decimals: 3, instrument: 'FR-TN' },
];

/** Whole minor units as an amount. */
export function amountText(minorUnits: number, decimals: number): string {
  const sign = minorUnits < 0 ? '-' : '';
  const digits = String(Math.abs(minorUnits)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return decimals === 0 ? sign + digits : `${sign}${whole}.${digits.slice(-decimals)}`;
}

/** An event of clearing; the same for the same content. */
export function outcome(
  type: string,
  subject: string,
  data: Readonly<Record<string, unknown>>,
): BuiltEvent {
  return {
    specversion: '1.0',
    id: keyOf(type, subject, JSON.stringify(data)),
    source: 'urn:reciproca:clearing',
    type,
    time: '2026-07-01T09:00:00Z',
    subject,
    datacontenttype: 'application/json',
    data,
  };
}

/** A claim of 1 134.56 EUR of FR:CNAM on DE:AOK-BY, introduced; `data` overrides parts of it. */
export function introduced(data: Readonly<Record<string, unknown>> = {}): BuiltEvent {
  const whole: Record<string, unknown> = {
    inReplyTo: { source: 'urn:institution:FR:CNAM', id: 'message-1' },
    sequence: 1,
    claim: { institution: 'FR:CNAM', reference: '2025-H1-000123', statement: 'FR-DE-2025-H1' },
    debtor: 'DE:AOK-BY',
    basis: 'actual-expenditure',
    instrument: 'EU-987-2009',
    recordedOn: '2025-03-15',
    introducedOn: '2026-03-02',
    entitlement: 'EHIC',
    care: { type: 'unplanned', from: '2024-12-30', to: '2025-01-05' },
    benefits: [{ kind: 'hospital', amount: '1134.56' }],
    person: 'p:0123456789abcdef',
    due: { downPaymentBy: '2026-09-30', payBy: '2027-09-30', disputeEnds: '2029-03-31' },
    total: { amount: '1134.56', currency: 'EUR' },
    ...data,
  };
  const claim = whole['claim'] as { institution: string; reference: string };
  const known = Object.entries(whole).filter(([, value]) => value !== undefined);
  const subject = `${claim.institution}/${claim.reference}`;
  return outcome('claim.introduced.v1', subject, Object.fromEntries(known));
}

/** The figures of a claim; amounts that are not named are nothing. */
export function obligation(figures: Readonly<Record<string, string>>): Record<string, string> {
  return {
    total: '0',
    credited: '0',
    contested: '0',
    disputed: '0',
    waived: '0',
    downPaid: '0',
    inSettlement: '0',
    settled: '0',
    toPay: '0',
    ...figures,
  };
}

/** The histories of some claims between five institutions, four States and three currencies. */
export function claimHistories(chance: Chance, count: number): BuiltEvent[] {
  return Array.from({ length: count }, (_, index) => historyOf(chance, index)).flat();
}

function historyOf(chance: Chance, index: number): BuiltEvent[] {
  const creditor = chance.pick(parties);
  const state = creditor.institution.slice(0, 2);
  const debtor = chance.pick(parties.filter(({ institution }) => !institution.startsWith(state)));
  const reference = `C-${String(index)}`;
  const subject = `${creditor.institution}/${reference}`;
  if (chance.chance(0.05)) return [rejected(creditor.institution, reference)];
  const total = chance.integer(1, 5_000_000);
  const { decimals } = creditor;
  const opening = chance.chance(0.15) ? openingOf(chance, total) : undefined;
  const first = introduced({
    ...dimensionsOf(chance, creditor),
    ...(opening === undefined ? {} : openItemParts(chance, opening, decimals)),
    claim: {
      institution: creditor.institution,
      reference,
      statement: `S-${String(chance.integer(1, 4))}`,
    },
    debtor: debtor.institution,
    total: { amount: amountText(total, creditor.decimals), currency: creditor.currency },
  });
  const later = movementsOf(chance, { subject, total, decimals, opening });
  // The same content under a new id is answered like the first, as an event of its own.
  const again = {
    ...first.data,
    inReplyTo: { source: `urn:institution:${creditor.institution}`, id: 'message-2' },
    sequence: later.length + 2,
  };
  const isAnsweredTwice = chance.chance(0.1);
  return [
    first,
    ...later,
    ...(isAnsweredTwice ? [outcome('claim.introduced.v1', subject, again)] : []),
  ];
}

/** What became of an open item in its old system, in minor units. */
interface Opening {
  readonly settled: number;
  readonly credited: number;
  readonly contested: number;
}

function openingOf(chance: Chance, total: number): Opening {
  const settled = chance.integer(0, total);
  const credited = chance.integer(0, total - settled);
  return { settled, credited, contested: chance.integer(0, total - settled - credited) };
}

/** Answers no message, and need not know the care. */
function openItemParts(
  chance: Chance,
  { settled, credited, contested }: Opening,
  decimals: number,
): Record<string, unknown> {
  return {
    inReplyTo: null,
    opening: {
      settled: amountText(settled, decimals),
      credited: amountText(credited, decimals),
      contested: amountText(contested, decimals),
    },
    ...(chance.chance(0.3) ? { care: undefined, benefits: undefined } : {}),
  };
}

function rejected(institution: string, reference: string): BuiltEvent {
  return outcome('claim.rejected.v1', `${institution}/${reference}`, {
    inReplyTo: { source: `urn:institution:${institution}`, id: 'message-1' },
    sequence: 1,
    claim: { institution, reference, statement: 'S-1' },
    reasons: [{ code: 'late', rule: 'EU-987-2009/67(1)', detail: 'too late' }],
  });
}

function dimensionsOf(chance: Chance, creditor: Party): Record<string, unknown> {
  const year = chance.integer(2023, 2024);
  const hasClock = creditor.instrument === 'EU-987-2009';
  const common = {
    instrument: creditor.instrument,
    recordedOn: `${String(year + 1)}-02-10`,
    introducedOn: `${String(year + chance.integer(1, 2))}-12-31`,
    due: {
      downPaymentBy: null,
      payBy: hasClock ? `${String(year + 3)}-06-30` : null,
      disputeEnds: null,
    },
  };
  if (chance.chance(0.1)) {
    return {
      ...common,
      basis: 'fixed-amount',
      entitlement: null,
      person: null,
      care: undefined,
      benefits: undefined,
      fixedAmount: { year, group: 'family', ageGroup: '20-64', months: 12 },
    };
  }
  return {
    ...common,
    entitlement: hasClock ? chance.pick(['EHIC', 'S1', 'S2']) : 'FORM',
    care: {
      type: chance.pick(['unplanned', 'planned', 'residence', 'medical-check']),
      from: `${String(year)}-12-28`,
      to: chance.pick([`${String(year)}-12-30`, `${String(year + 1)}-01-02`]),
    },
  };
}

/** Payments, payments that go back, and contestations, each with what is owed behind it. */
function movementsOf(
  chance: Chance,
  claim: {
    readonly subject: string;
    readonly total: number;
    readonly decimals: number;
    readonly opening: Opening | undefined;
  },
): BuiltEvent[] {
  const [institution = '', reference = ''] = claim.subject.split('/');
  const text = (minorUnits: number): string => amountText(minorUnits, claim.decimals);
  const events: BuiltEvent[] = [];
  let { settled, contested } = claim.opening ?? { settled: 0, contested: 0 };
  const credited = claim.opening?.credited ?? 0;
  const last = 1 + chance.integer(0, 3);
  for (let sequence = 2; sequence <= last; sequence += 1) {
    const open = claim.total - credited - settled - contested;
    const isPayment = chance.chance(0.8);
    const goesBack = isPayment && settled > 0 && chance.chance(0.4);
    const amount = goesBack ? -settled : chance.integer(0, open);
    if (isPayment) settled += amount;
    else contested += amount;
    const figures = obligation({
      total: text(claim.total),
      credited: text(credited),
      contested: text(contested),
      settled: text(settled),
      toPay: text(claim.total - credited - settled - contested),
    });
    const said = { sequence, claim: { institution, reference }, obligation: figures };
    events.push(
      isPayment
        ? outcome('claim.settled.v1', claim.subject, {
            ...said,
            settlement: '2026-Q1/DE-FR/EUR',
            amount: text(amount),
            paidOn: `${String(chance.integer(2026, 2027))}-03-31`,
          })
        : outcome('message.recorded.v1', claim.subject, contestation(said, text(amount))),
    );
  }
  return events;
}

function contestation(
  said: { readonly sequence: number; readonly claim: object; readonly obligation: object },
  amount: string,
): Record<string, unknown> {
  return {
    ...said,
    inReplyTo: { source: 'urn:institution:DE:AOK-BY', id: `contest-${String(said.sequence)}` },
    type: 'claim.contested.v1',
    day: '2026-05-02',
    recorded: {
      claim: said.claim,
      contestation: {
        reference: `K-${String(said.sequence)}`,
        reason: 'duplicate',
        amount: { amount, currency: 'EUR' },
      },
    },
  };
}
