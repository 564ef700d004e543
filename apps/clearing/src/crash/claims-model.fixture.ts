import {
  isComplete,
  restOf,
  StatementsModel,
  type ModelStatement,
} from './statements-model.fixture.js';

/*
 * The life of claims in the simplest words: plain cents in memory, written from the domain's text. It
 * imports nothing of the product, so that what both say is said twice.
 */

/** A part of a claim that its debtor objects to. */
interface Objection {
  readonly reference: string;
  readonly day: string;
  contested: bigint;
  disputed: bigint;
  answered: boolean;
}

/** A claim and everything that has become of it. */
export interface ModelClaim {
  readonly reference: string;
  readonly creditor: 'FR' | 'DE';
  readonly statement: string;
  readonly introducedOn: string;
  readonly total: bigint;
  credited: bigint;
  waived: bigint;
  downPaid: bigint;
  settled: bigint;
  /** What open settlements hold of it. */
  readonly inSettlement: Map<string, bigint>;
  readonly objections: Objection[];
  /** What each reference was used for. */
  readonly said: Map<string, string>;
}

/** Who speaks, in the eyes of a claim or statement. */
export type Speaker = 'creditor' | 'debtor' | 'third';

/** What is said about a claim. */
export type ModelMessage = {
  readonly claim: string;
  readonly day: string;
  readonly speaker: Speaker;
} & (
  | { readonly kind: 'contest'; readonly reference: string; readonly cents: bigint }
  | {
      readonly kind: 'answer';
      readonly reference: string;
      readonly outcome: 'accepted' | 'partly-accepted' | 'maintained';
      readonly cents: bigint;
    }
  | { readonly kind: 'credit'; readonly reference: string; readonly cents: bigint }
  | { readonly kind: 'waive'; readonly reference: string; readonly cents: bigint }
);

/** What a cycle takes of each direction, in cents. */
export interface ModelCycle {
  readonly settlement: string;
  readonly gross: Readonly<Record<'DE' | 'FR', bigint>>;
}

/** Last day of the month that lies some months after the month of a day. */
export function monthEnd(day: string, months: number): string {
  const [year = 0, month = 0] = day.split('-').map((part) => Number.parseInt(part, 10));
  return new Date(Date.UTC(year, month + months, 0)).toISOString().slice(0, 10);
}

const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);
const sum = (amounts: Iterable<bigint>): bigint =>
  [...amounts].reduce((all, amount) => all + amount, 0n);

/** The books of two States that offset, as the domain tells them. */
export class ClaimsModel {
  readonly claims = new Map<string, ModelClaim>();
  readonly statements = new StatementsModel();
  private readonly held = new Map<string, Map<string, bigint>>();

  /** A claim comes; one that was introduced before changes nothing. */
  introduce(
    claim: Pick<ModelClaim, 'reference' | 'creditor' | 'statement' | 'introducedOn' | 'total'>,
  ): void {
    if (this.claims.has(claim.reference)) return;
    this.claims.set(claim.reference, {
      ...claim,
      credited: 0n,
      waived: 0n,
      downPaid: 0n,
      settled: 0n,
      inSettlement: new Map(),
      objections: [],
      said: new Map(),
    });
  }

  /** Says something about a claim: the codes of its refusal, none when it is recorded. */
  say(message: ModelMessage): string[] {
    const claim = this.claims.get(message.claim);
    // Whose debtor it is nobody knows of a claim that is not there.
    if (message.kind === 'contest' && claim === undefined) return ['unknown-claim'];
    const mayBeSaidBy = message.kind === 'contest' ? 'debtor' : 'creditor';
    if (message.speaker !== mayBeSaidBy) return ['not-your-claim'];
    if (claim === undefined) return ['unknown-claim'];
    const name = `${message.kind} ${message.reference}`;
    const content = JSON.stringify({ ...message, day: '', cents: message.cents.toString() });
    if (claim.said.get(name) === content) return [];
    if (claim.said.has(name) && message.kind !== 'answer') return ['same-reference-other-content'];
    const codes = take(claim, message);
    if (codes.length === 0) claim.said.set(name, content);
    return codes;
  }

  /** What a close takes, once down payments are allocated; nothing where no claim is eligible. */
  close(cycle: string, cutoff: string): ModelCycle | undefined {
    for (const statement of this.statements.all.values()) this.allocate(statement);
    const settlement = `${cycle}/DE-FR/EUR`;
    const gross = { DE: 0n, FR: 0n };
    const taken = new Map<string, bigint>();
    for (const claim of this.claims.values()) {
      const open = openOf(claim);
      if (claim.introducedOn > cutoff || open === 0n) continue;
      claim.inSettlement.set(settlement, open);
      taken.set(claim.reference, open);
      gross[claim.creditor] += open;
    }
    if (taken.size === 0) return undefined;
    this.held.set(settlement, taken);
    return { settlement, gross };
  }

  /** The officers reject a settlement: it goes back, and what was disputed in time is contested. */
  reject(settlement: string): void {
    for (const claim of this.takenIn(settlement)) {
      claim.inSettlement.delete(settlement);
      for (const objection of claim.objections) {
        if (objection.day > payByOf(claim)) continue;
        const open = openOf(claim);
        const moved = least(objection.disputed, open > 0n ? open : 0n);
        objection.disputed -= moved;
        objection.contested += moved;
      }
    }
  }

  /** All of a settlement is paid. */
  pay(settlement: string): void {
    for (const claim of this.takenIn(settlement)) {
      claim.settled += claim.inSettlement.get(settlement) ?? 0n;
      claim.inSettlement.delete(settlement);
    }
  }

  /** What the other State owes a State on balance: everything not settled, also what is contested. */
  owedTo(state: 'DE' | 'FR'): bigint {
    return sum(
      [...this.claims.values()].map((claim) => {
        const left = toPayOf(claim) + contestedOf(claim);
        return claim.creditor === state ? left : -left;
      }),
    );
  }

  /** The claims of a statement, by the day to pay by, then reference. */
  claimsOf({ reference }: ModelStatement): ModelClaim[] {
    const rank = (claim: ModelClaim): string => `${payByOf(claim)} ${claim.reference}`;
    return [...this.claims.values()]
      .filter(({ statement }) => statement === reference)
      .sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
  }

  private allocate(statement: ModelStatement): void {
    const claims = this.claimsOf(statement);
    const last = claims.at(-1);
    for (const payment of statement.payments.values()) {
      if (payment.answer !== 'accepted') continue;
      const give = (claim: ModelClaim, cents: bigint): void => {
        payment.given += cents;
        claim.downPaid += cents;
      };
      for (const claim of claims) {
        const open = openOf(claim);
        give(claim, least(restOf(payment), open > 0n ? open : 0n));
      }
      const nothingContested = claims.every((claim) => contestedOf(claim) === 0n);
      if (last !== undefined && nothingContested && isComplete(statement, claims.length)) {
        give(last, restOf(payment));
      }
    }
  }

  private takenIn(settlement: string): ModelClaim[] {
    const taken = [...(this.held.get(settlement)?.keys() ?? [])];
    this.held.delete(settlement);
    return taken.flatMap((reference) => this.claims.get(reference) ?? []);
  }
}

/** The figures that the contract shows of a claim, in cents. */
export function figuresOf(claim: ModelClaim): Record<string, bigint> {
  return {
    total: claim.total,
    credited: claim.credited,
    contested: sum(claim.objections.map(({ contested }) => contested)),
    disputed: sum(claim.objections.map(({ disputed }) => disputed)),
    waived: claim.waived,
    downPaid: claim.downPaid,
    inSettlement: sum(claim.inSettlement.values()),
    settled: claim.settled,
    toPay: toPayOf(claim),
  };
}

function payByOf({ introducedOn }: ModelClaim): string {
  return monthEnd(introducedOn, 18);
}

function contestedOf({ objections }: ModelClaim): bigint {
  return sum(objections.map(({ contested }) => contested));
}

function toPayOf(claim: ModelClaim): bigint {
  const { total, credited, waived, downPaid, settled } = claim;
  return total - credited - contestedOf(claim) - waived - downPaid - settled;
}

function openOf(claim: ModelClaim): bigint {
  return toPayOf(claim) - sum(claim.inSettlement.values());
}

function take(claim: ModelClaim, message: ModelMessage): string[] {
  switch (message.kind) {
    case 'contest':
      return contest(claim, message);
    case 'answer':
      return answer(claim, message);
    case 'credit':
    case 'waive':
      return forgive(claim, message);
  }
}

function contest(claim: ModelClaim, message: ModelMessage & { kind: 'contest' }): string[] {
  const { reference, day, cents } = message;
  const disputed = sum(claim.objections.map((each) => each.disputed));
  const left = claim.total - claim.credited - claim.waived - contestedOf(claim) - disputed;
  const codes: string[] = [];
  if (left === 0n) codes.push('nothing-left-to-contest');
  else if (cents > left) codes.push('exceeds-claim');
  if (day > monthEnd(claim.introducedOn, 36)) codes.push('too-late');
  if (codes.length > 0) return codes;
  const open = openOf(claim);
  const contested = day > payByOf(claim) || open < 0n ? 0n : least(cents, open);
  claim.objections.push({
    reference,
    day,
    contested,
    disputed: cents - contested,
    answered: false,
  });
  return [];
}

function answer(claim: ModelClaim, message: ModelMessage & { kind: 'answer' }): string[] {
  const objection = claim.objections.find(({ reference }) => reference === message.reference);
  if (objection === undefined) return ['unknown-contestation'];
  if (objection.answered) return ['already-answered'];
  const left = objection.contested + objection.disputed;
  const accepted = { accepted: left, maintained: 0n, 'partly-accepted': message.cents }[
    message.outcome
  ];
  if (left > 0n && accepted > left) return ['exceeds-claim'];
  if (left > 0n) claim.credited += accepted;
  Object.assign(objection, { contested: 0n, disputed: 0n, answered: true });
  return [];
}

function forgive(
  claim: ModelClaim,
  { kind, cents }: ModelMessage & { kind: 'credit' | 'waive' },
): string[] {
  if (claim.credited + claim.waived + cents > claim.total) return ['exceeds-claim'];
  let rest = cents;
  for (const part of ['contested', 'disputed'] as const) {
    for (const objection of claim.objections) {
      const used = least(rest, objection[part]);
      objection[part] -= used;
      rest -= used;
    }
  }
  if (kind === 'credit') claim.credited += cents;
  else claim.waived += cents;
  return [];
}
