import { aClaim } from './claim.builder.js';
import type { ClaimEvent } from './claim.builder.js';
import { SeededRandom } from './seeded-random.js';

/** A direction of claims: who claims from whom. */
export interface ClaimDirection {
  readonly creditor: string;
  readonly debtor: string;
}

/** What a crowd of claims is made of. */
export interface ManyClaimsWish {
  readonly seed: number;
  readonly count: number;
  /** The directions to draw from; FR↔DE and PT→FR unless told. */
  readonly directions?: readonly ClaimDirection[];
  /** Stands before every reference, so that two crowds do not meet; `C` unless told. */
  readonly prefix?: string;
  /** All of one currency, `EUR` unless told. */
  readonly currency?: string;
}

const defaultDirections: readonly ClaimDirection[] = [
  { creditor: 'FR:CNAM', debtor: 'DE:AOK-BY' },
  { creditor: 'DE:AOK-BY', debtor: 'FR:CNAM' },
  { creditor: 'PT:SNS', debtor: 'FR:CNAM' },
];
const kinds = ['medical', 'dental', 'medicines', 'hospital', 'transport', 'other'];
/** Log-normal: half of the claims below 339 EUR, and yet a mean of about 1 220 EUR. */
const deviation = 1.6;
const meanEuro = 1_220;
const centsMax = 50_000_000;

/**
 * Admissible claims by actual expenditure, the same for the same wish: amounts with a heavy tail,
 * several benefits, all recorded and introduced in time, all different in person or reference.
 */
export function manyClaims(wish: ManyClaimsWish): ClaimEvent[] {
  const random = new SeededRandom(wish.seed);
  return Array.from({ length: wish.count }, (_, index) => oneOfMany(wish, random, index));
}

function oneOfMany(wish: ManyClaimsWish, random: SeededRandom, index: number): ClaimEvent {
  const { creditor, debtor } = random.pick(wish.directions ?? defaultDirections);
  const reference = `${wish.prefix ?? 'C'}-${wish.seed.toString()}-${index.toString().padStart(7, '0')}`;
  const month = random.integer(1, 6);
  const day = random.integer(1, 28);
  const cents = heavyTailedCents(random);
  return aClaim({
    reference,
    statement: `${creditor.slice(0, 2)}-${debtor.slice(0, 2)}-2025-H1`,
    creditor,
    debtor,
    person: `P${random.next().toString(16).padStart(8, '0')}`,
    careFrom: date(2025, month, day),
    careTo: date(2025, month, Math.min(28, day + random.integer(0, 6))),
    recordedOn: date(2025, month + 1, random.integer(1, 28)),
    introducedOn: date(2026, random.integer(1, 6), random.integer(1, 28)),
    time: '2026-07-01T09:00:00Z',
    amount: euros(cents),
    currency: wish.currency ?? 'EUR',
    benefits: split(random, cents),
  });
}

function heavyTailedCents(random: SeededRandom): bigint {
  const euro = Math.exp(Math.log(meanEuro) - deviation ** 2 / 2 + deviation * random.normal());
  return BigInt(Math.min(centsMax, Math.max(1, Math.round(euro * 100))));
}

/** One to four lines that add up to the cents; none of them zero. */
function split(random: SeededRandom, cents: bigint): { kind: string; amount: string }[] {
  const lines: { kind: string; amount: string }[] = [];
  let rest = cents;
  for (let count = random.integer(0, 3); count > 0 && rest > 1n; count -= 1) {
    const part = 1n + ((rest - 2n) * BigInt(random.integer(0, 999))) / 1_000n;
    lines.push({ kind: random.pick(kinds), amount: euros(part) });
    rest -= part;
  }
  return [...lines, { kind: random.pick(kinds), amount: euros(rest) }];
}

/** Cents as an amount with two decimals. */
function euros(cents: bigint): string {
  const text = cents.toString().padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}

function date(year: number, month: number, day: number): string {
  return `${year.toString()}-${month.toString().padStart(2, '0')}-${day.toString().padStart(2, '0')}`;
}
