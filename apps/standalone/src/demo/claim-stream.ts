import { amountText } from '../amount-text.js';
import { Randomness } from '../randomness.js';
import { cellCents, publishedCells, type PublishedCell } from './published-case.js';
import { institutionsOf } from './institutions.js';

/** One message on its way to Kafka: text for a readable event, bytes for what is not one. */
export interface DemoMessage {
  readonly key: string;
  readonly value: string;
}

/** What the demo sends, counted while it is made. */
export interface SentCounts {
  /** Claims whose amounts make up the published totals. */
  claims: number;
  /** Messages that must be refused, by what is wrong with them. */
  readonly wrong: Map<string, number>;
  /** Messages sent a second time. */
  repeated: number;
  messages: number;
}

interface DemoClaim {
  readonly reference: string;
  readonly creditor: string;
  readonly debtor: string;
  readonly cents: bigint;
  readonly person: string;
  readonly currency: string;
}

/**
 * How an invoice's amount is drawn: so many of a thousand lie between two amounts in cents. A heavy
 * tail with a mean of about 1 220 EUR, which is what one invoice between States costs.
 */
const amountBands = [
  { perMille: 300, from: 2_000, to: 8_000 },
  { perMille: 250, from: 8_000, to: 20_000 },
  { perMille: 200, from: 20_000, to: 60_000 },
  { perMille: 120, from: 60_000, to: 150_000 },
  { perMille: 80, from: 150_000, to: 400_000 },
  { perMille: 35, from: 400_000, to: 1_000_000 },
  { perMille: 12, from: 1_000_000, to: 2_900_000 },
  { perMille: 3, from: 2_900_000, to: 15_000_000 },
] as const;

/** Messages held back so that those of different references mix; it bounds the memory too. */
const mixedMessages = 20_000;
const wrongPerMille = 20;
const repeatedPerMille = 10;
const sentAt = '2020-12-30T09:00:00Z';

/** Makes the claims of the bundled case, shuffled, with what must be refused among them. */
export class ClaimStream {
  readonly counts: SentCounts = { claims: 0, wrong: new Map(), repeated: 0, messages: 0 };
  private readonly random: Randomness;
  /** Messages that must follow another one of their reference, by that one's place. */
  private readonly followers = new Map<DemoMessage, DemoMessage[]>();

  constructor(
    private readonly scale: bigint,
    seed: number,
  ) {
    this.random = new Randomness(seed);
  }

  /** All messages: any two references in any order, those of one reference in theirs. */
  *messages(): Generator<DemoMessage> {
    const pool: DemoMessage[] = [];
    for (const message of this.inOrder()) {
      pool.push(message);
      if (pool.length >= mixedMessages) yield* this.leave(pool);
    }
    while (pool.length > 0) yield* this.leave(pool);
  }

  private *leave(pool: DemoMessage[]): Generator<DemoMessage> {
    const place = this.random.integer(0, pool.length - 1);
    const message = pool[place];
    const last = pool.pop();
    if (message === undefined || last === undefined) return;
    if (place < pool.length) pool[place] = last;
    this.counts.messages += 1;
    yield message;
    pool.push(...(this.followers.get(message) ?? []));
    this.followers.delete(message);
  }

  private *inOrder(): Generator<DemoMessage> {
    for (const cell of publishedCells) {
      let left = cellCents(cell, this.scale);
      for (let number = 1; left > 0n; number += 1) {
        const cents = this.amount(left);
        left -= cents;
        yield* this.claimAndCompany(cell, number, cents);
      }
    }
  }

  private *claimAndCompany(
    cell: PublishedCell,
    number: number,
    cents: bigint,
  ): Generator<DemoMessage> {
    const claim = this.claim(cell, number, cents);
    const message = toMessage(claim, this.details(claim));
    this.counts.claims += 1;
    if (this.random.happens(repeatedPerMille)) {
      this.counts.repeated += 1;
      this.follow(message, message);
    }
    // Decided before the claim may leave the pool: a changed copy follows it from there.
    const wrong = this.random.happens(wrongPerMille) ? [...this.wrong(claim, message)] : [];
    yield message;
    yield* wrong;
  }

  /** A copy must come after its original, so it joins the pool when the original leaves it. */
  private follow(original: DemoMessage, follower: DemoMessage): void {
    const copy = { ...follower };
    this.followers.set(original, [...(this.followers.get(original) ?? []), copy]);
  }

  private amount(left: bigint): bigint {
    const draw = this.random.integer(1, 1000);
    let sum = 0;
    const band =
      amountBands.find((each) => {
        sum += each.perMille;
        return draw <= sum;
      }) ?? amountBands[0];
    const cents = BigInt(this.random.integer(band.from, band.to));
    // The last invoice of a cell takes what is left, so that the cell's total is met to the cent.
    return left - cents < 2_000n ? left : cents;
  }

  private claim(cell: PublishedCell, number: number, cents: bigint): DemoClaim {
    return {
      reference: `2020-${cell.debtor}-${String(number).padStart(7, '0')}`,
      creditor: this.random.pick(institutionsOf(cell.creditor)),
      debtor: this.random.pick(institutionsOf(cell.debtor)),
      cents,
      person: `${cell.debtor}${String(this.random.integer(10_000_000, 99_999_999))}-${String(number)}`,
      currency: 'EUR',
    };
  }

  private details(claim: DemoClaim): ClaimDetails {
    const halves = [
      { recordedOn: '2019-05-14', careYear: 2019, careMonth: 2, half: '2019-H1' },
      { recordedOn: '2019-10-22', careYear: 2019, careMonth: 8, half: '2019-H2' },
      { recordedOn: '2020-03-15', careYear: 2020, careMonth: 1, half: '2020-H1' },
    ];
    const half = this.random.pick(halves);
    const day = this.random.integer(1, 20);
    const month = half.careMonth + this.random.integer(0, 1);
    const [document, type] = this.random.pick(entitlements);
    return {
      recordedOn: half.recordedOn,
      introducedOn: `2020-${two(this.random.integer(4, 6))}-${two(this.random.integer(1, 30))}`,
      careFrom: `${String(half.careYear)}-${two(month)}-${two(day)}`,
      careTo: `${String(half.careYear)}-${two(month)}-${two(day + this.random.integer(0, 7))}`,
      document,
      careType: type,
      statement: `${claim.creditor.slice(0, 2)}-${claim.debtor.slice(0, 2)}-${half.half}`,
      hospitalCents: claim.cents - (claim.cents * BigInt(this.random.integer(0, 40))) / 100n,
    };
  }

  private *wrong(claim: DemoClaim, original: DemoMessage): Generator<DemoMessage> {
    const kind = this.random.pick(wrongKinds);
    this.counts.wrong.set(kind, (this.counts.wrong.get(kind) ?? 0) + 1);
    const other = { ...claim, reference: `${claim.reference}-W` };
    const details = this.details(other);
    switch (kind) {
      case 'late':
        yield toMessage(other, {
          ...details,
          recordedOn: '2018-03-15',
          careFrom: '2018-01-03',
          careTo: '2018-01-05',
        });
        return;
      case 'total-mismatch':
        yield toMessage(other, details, 1n);
        return;
      case 'unknown-institution':
        yield toMessage({ ...other, debtor: `${claim.debtor.slice(0, 2)}:NOBODY` }, details);
        return;
      case 'currency-not-allowed':
        yield toMessage({ ...other, currency: this.random.pick(['CHF', 'LTL']) }, details);
        return;
      case 'same-reference-other-content':
        this.follow(original, toMessage({ ...claim, cents: claim.cents + 100n }, details));
        return;
      case 'unreadable':
        yield { key: `${other.creditor}/${other.reference}`, value: original.value.slice(0, 200) };
    }
  }
}

const wrongKinds = [
  'late',
  'total-mismatch',
  'unknown-institution',
  'currency-not-allowed',
  'same-reference-other-content',
  'unreadable',
] as const;

const entitlements = [
  ['EHIC', 'unplanned'],
  ['EHIC', 'unplanned'],
  ['EHIC', 'unplanned'],
  ['S1', 'residence'],
  ['S2', 'planned'],
] as const;

interface ClaimDetails {
  readonly recordedOn: string;
  readonly introducedOn: string;
  readonly careFrom: string;
  readonly careTo: string;
  readonly document: string;
  readonly careType: string;
  readonly statement: string;
  readonly hospitalCents: bigint;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** The message of a claim; `tooMuchCents` makes the benefits miss the total. */
function toMessage(claim: DemoClaim, details: ClaimDetails, tooMuchCents = 0n): DemoMessage {
  const subject = `${claim.creditor}/${claim.reference}`;
  const rest = claim.cents - details.hospitalCents;
  const benefits = [{ kind: 'hospital', amount: amountText(details.hospitalCents + tooMuchCents) }];
  if (rest > 0n) benefits.push({ kind: 'medicines', amount: amountText(rest) });
  const event = {
    specversion: '1.0',
    id: `${subject} ${amountText(claim.cents)} ${claim.currency}`,
    source: `urn:institution:${claim.creditor}`,
    type: 'claim.submitted.v1',
    time: sentAt,
    subject,
    datacontenttype: 'application/json',
    data: {
      claim: { reference: claim.reference, statement: details.statement },
      creditor: { institution: claim.creditor },
      debtor: { institution: claim.debtor },
      basis: 'actual-expenditure',
      recordedOn: details.recordedOn,
      introducedOn: details.introducedOn,
      entitlement: { document: details.document, number: `80${claim.person}` },
      beneficiary: { id: claim.person },
      care: { type: details.careType, from: details.careFrom, to: details.careTo },
      benefits,
      total: { amount: amountText(claim.cents), currency: claim.currency },
    },
  };
  return { key: subject, value: JSON.stringify(event) };
}
