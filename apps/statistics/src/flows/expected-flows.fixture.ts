import type { BuiltEvent } from './flow-events.builder.js';

/** The figures of a flow, counted one claim after the other; amounts in millionths. */
interface Count {
  readonly claims: Set<string>;
  readonly statements: Set<string>;
  introduced: bigint;
  paid: bigint;
  outstanding: bigint;
}

/** What the flows must say, by key: `claims statements introduced paid outstanding`. */
export type ExpectedFlows = ReadonlyMap<string, string>;

interface Claim {
  readonly subject: string;
  readonly data: Data;
  readonly movements: ReadonlyMap<number, Data>;
}

type Data = Readonly<Record<string, unknown>>;

/**
 * Counts flows from events as the definitions say and in no other way than the product's code: claim
 * by claim, without groups, differences or batches.
 */
export function expectedFlows(events: readonly BuiltEvent[]): ExpectedFlows {
  const flows = new Map<string, Count>();
  for (const claim of claimsOf(events)) {
    const { data } = claim;
    const total = millionths(get(data, 'total', 'amount'));
    const movements = [...claim.movements].sort(([one], [other]) => one - other);
    const opening = openingOf(data);
    const paid = movements.reduce((sum, [, each]) => sum + paidBy(each), opening.settled);
    const newest = movements.at(-1)?.[1];
    const outstanding =
      newest === undefined
        ? total - opening.settled - opening.credited
        : millionths(get(newest, 'obligation', 'toPay')) +
          millionths(get(newest, 'obligation', 'contested'));
    for (const [timeBasis, date] of datesOf(data)) {
      count(flows, claim, { timeBasis, year: date.slice(0, 4) }, { total, paid, outstanding });
    }
    const introduced = data['introducedOn'] as string;
    const years = new Map([[introduced.slice(0, 4), opening.settled]]);
    for (const [, each] of movements) {
      const paidOn = each['paidOn'] as string | undefined;
      const year = paidOn?.slice(0, 4);
      if (year !== undefined) years.set(year, (years.get(year) ?? 0n) + paidBy(each));
    }
    for (const [year, sum] of years) {
      if (sum === 0n) continue;
      count(
        flows,
        claim,
        { timeBasis: 'settled', year },
        { total: 0n, paid: sum, outstanding: 0n },
      );
    }
  }
  return new Map([...flows].map(([key, figures]) => [key, textOf(figures)]));
}

function claimsOf(events: readonly BuiltEvent[]): Claim[] {
  const introductions = new Map<string, Data>();
  const movements = new Map<string, Map<number, Data>>();
  for (const { type, subject, data } of events) {
    if (type === 'claim.introduced.v1') introductions.set(subject, data);
    if (type !== 'claim.settled.v1' && type !== 'message.recorded.v1') continue;
    const ofClaim = movements.get(subject) ?? new Map<number, Data>();
    movements.set(subject, ofClaim.set(data['sequence'] as number, data));
  }
  return [...introductions].map(([subject, data]) => ({
    subject,
    data,
    movements: movements.get(subject) ?? new Map<number, Data>(),
  }));
}

function datesOf(data: Data): (readonly [string, string])[] {
  const care = data['care'] as { readonly to: string } | undefined;
  const fixedAmount = data['fixedAmount'] as { readonly year: number } | undefined;
  const payBy = (data['due'] as { readonly payBy: string | null }).payBy;
  return [
    ...caredIn(care?.to ?? fixedAmount?.year),
    ['recorded', data['recordedOn'] as string],
    ['introduced', data['introducedOn'] as string],
    ...(payBy === null ? [] : [['due', payBy] as const]),
  ];
}

/** What was paid and credited before an open item was taken over. */
function openingOf(data: Data): { readonly settled: bigint; readonly credited: bigint } {
  if (data['opening'] === undefined) return { settled: 0n, credited: 0n };
  const { settled = '', credited = '' } = data['opening'] as Readonly<Record<string, string>>;
  return { settled: millionths(settled), credited: millionths(credited) };
}

/** An open item may not know when care was given. */
function caredIn(when: string | number | undefined): (readonly [string, string])[] {
  return when === undefined ? [] : [['care', String(when)]];
}

function count(
  flows: Map<string, Count>,
  { subject, data }: Claim,
  ...[when, sums]: [
    { readonly timeBasis: string; readonly year: string },
    { readonly total: bigint; readonly paid: bigint; readonly outstanding: bigint },
  ]
): void {
  const creditor = get(data, 'claim', 'institution');
  const debtor = data['debtor'] as string;
  const care = data['care'] as { readonly type: string } | undefined;
  const what = [
    data['instrument'],
    data['basis'],
    data['entitlement'] ?? '',
    care?.type ?? '',
    get(data, 'total', 'currency'),
  ];
  const states = [creditor.slice(0, 2), debtor.slice(0, 2)];
  const start = [when.year, when.timeBasis];
  for (const key of [
    [...start, ...states, 'receivable', creditor, ...what].join('|'),
    [...start, ...states.reverse(), 'payable', debtor, ...what].join('|'),
  ]) {
    const figures = flows.get(key) ?? {
      claims: new Set<string>(),
      statements: new Set<string>(),
      introduced: 0n,
      paid: 0n,
      outstanding: 0n,
    };
    figures.claims.add(subject);
    figures.statements.add(`${creditor} ${get(data, 'claim', 'statement')}`);
    figures.introduced += sums.total;
    figures.paid += sums.paid;
    figures.outstanding += sums.outstanding;
    flows.set(key, figures);
  }
}

function textOf(figures: Count): string {
  const { claims, statements, introduced, paid, outstanding } = figures;
  return [claims.size, statements.size, introduced, paid, outstanding].join(' ');
}

/** The figures of a found flow in the form of {@link ExpectedFlows}. */
export function foundFigures(flow: {
  readonly claims: number;
  readonly statements: number;
  readonly introduced: string;
  readonly paid: string;
  readonly outstanding: string;
}): string {
  const amounts = [flow.introduced, flow.paid, flow.outstanding].map(millionths);
  return [flow.claims, flow.statements, ...amounts].join(' ');
}

function paidBy(movement: Data): bigint {
  const amount = movement['amount'] as string | undefined;
  return amount === undefined ? 0n : millionths(amount);
}

function get(data: Data, outer: string, inner: string): string {
  return (data[outer] as Readonly<Record<string, string>>)[inner] ?? '';
}

function millionths(amount: string): bigint {
  const [whole = '', decimals = ''] = amount.split('.');
  return BigInt(whole + decimals.padEnd(6, '0'));
}
