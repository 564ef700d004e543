/** A claim as a spec books it; amounts in whole units. */
export interface ExpectedClaim {
  readonly reference: string;
  readonly debtor: string;
  readonly currency: string;
  readonly basis: string;
  /** Day to pay by, or without a clock of introduction. */
  readonly dueOn: string;
  readonly hasClock: boolean;
  readonly open: bigint;
  readonly contested: bigint;
}

/** A down payment as a spec books it. */
export interface ExpectedPayment {
  readonly reference: string;
  readonly payer: string;
  readonly forState: boolean;
  readonly currency: string;
  readonly amount: bigint;
  readonly allocated: bigint;
  readonly status: string;
}

/** A statement as a spec books it; what is announced is in euro and by actual expenditure. */
export interface ExpectedStatement {
  readonly claims: readonly ExpectedClaim[];
  /** In the order in which they were recorded. */
  readonly payments: readonly ExpectedPayment[];
  readonly announced: { readonly debtorState: string; readonly claims: number } | null;
  /** Rejected claims of which nothing could be read. */
  readonly rejected: number;
}

/** What is allocated: `payment claim` → amount; how many rests went to a last claim, and waited. */
export interface ExpectedAllocation {
  readonly shares: Record<string, string>;
  readonly rests: number;
  readonly waits: number;
}

const stateOf = (institution: string): string => institution.slice(0, 2);

/** The rule of down payments, one down payment and one claim after the other. */
export function expectedAllocation(statement: ExpectedStatement): ExpectedAllocation {
  const { announced, payments } = statement;
  const claims = statement.claims
    .filter(
      ({ debtor, currency, basis }) =>
        announced === null ||
        (stateOf(debtor) === announced.debtorState &&
          currency === 'EUR' &&
          basis === 'actual-expenditure'),
    )
    .sort((one, other) => Buffer.compare(placeOf(one), placeOf(other)));
  const isComplete = announced !== null && claims.length + statement.rejected >= announced.claims;
  const isContested = claims.some(({ contested }) => contested !== 0n);
  const open = new Map(claims.map((claim) => [claim, claim.open]));
  const shares = new Map<string, bigint>();
  const result = { rests: 0, waits: 0 };
  for (const payment of payments) {
    const { payer, forState, currency } = payment;
    let rest = payment.status === 'accepted' ? payment.amount - payment.allocated : 0n;
    const isDebtor = forState || claims.some(({ debtor }) => debtor === payer);
    const own = claims.filter(
      (claim) =>
        isDebtor && stateOf(claim.debtor) === stateOf(payer) && claim.currency === currency,
    );
    const give = (claim: ExpectedClaim, amount: bigint): void => {
      const name = `${payment.reference} ${claim.reference}`;
      shares.set(name, (shares.get(name) ?? 0n) + amount);
      open.set(claim, (open.get(claim) ?? 0n) - amount);
      rest -= amount;
    };
    for (const claim of own) {
      const free = open.get(claim) ?? 0n;
      const amount = free < rest ? free : rest;
      if (amount > 0n) give(claim, amount);
    }
    const last = own.at(-1);
    if (rest > 0n && last !== undefined && isComplete && !isContested) {
      give(last, rest);
      result.rests += 1;
    } else if (rest > 0n) {
      result.waits += 1;
    }
  }
  const texts = [...shares].map(([name, amount]) => [name, amount.toString()] as const);
  return { ...result, shares: Object.fromEntries(texts) };
}

function placeOf({ dueOn, reference }: ExpectedClaim): Buffer {
  return Buffer.from(`${dueOn} ${reference}`);
}
