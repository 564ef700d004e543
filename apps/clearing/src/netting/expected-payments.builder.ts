/** A line of a settlement, in minor units of its currency. */
export interface ExpectedLine {
  /** `STATE:CODE`; the creditor of its claim. */
  readonly institution: string;
  readonly reference: string;
  /** `YYYY-MM-DD`; without a clock, the day of introduction. */
  readonly dueOn: string;
  /** Signed: a refund is negative. */
  readonly amount: bigint;
}

export interface ExpectedMoney {
  readonly on: string;
  readonly amount: bigint;
}

/**
 * What is paid of each line on each day, said as plainly as it can be: coin by coin off a heap.
 * Lines in the payer's favour are paid on the cut-off day; the same sum pays for the others on that
 * day, then the money of each day, by day due, institution and reference.
 *
 * @param settlement `payer`: a State
 * @returns `institution/reference day` → amount
 */
export function expectedPayments(
  lines: readonly ExpectedLine[],
  money: readonly ExpectedMoney[],
  settlement: { readonly payer: string; readonly cutoff: string },
): Record<string, bigint> {
  const paid: Record<string, bigint> = {};
  const pay = (line: ExpectedLine, day: string, amount: bigint): void => {
    if (amount === 0n) return;
    const key = `${line.institution}/${line.reference} ${day}`;
    paid[key] = (paid[key] ?? 0n) + (line.amount < 0n ? -amount : amount);
  };
  const isForPayer = ({ institution, amount }: ExpectedLine): boolean =>
    amount > 0n
      ? institution.startsWith(`${settlement.payer}:`)
      : !institution.startsWith(`${settlement.payer}:`);
  const heap: { on: string; amount: bigint }[] = [{ on: settlement.cutoff, amount: 0n }];
  for (const line of lines.filter(isForPayer)) {
    pay(line, settlement.cutoff, sizeOf(line));
    for (const first of heap) first.amount += sizeOf(line);
  }
  heap.push(...money.map((each) => ({ ...each })));
  for (const line of lines.filter((each) => !isForPayer(each)).sort(byTurn)) {
    let open = sizeOf(line);
    for (const coins of heap) {
      const taken = coins.amount < open ? coins.amount : open;
      coins.amount -= taken;
      open -= taken;
      pay(line, coins.on, taken);
    }
  }
  return paid;
}

function sizeOf({ amount }: ExpectedLine): bigint {
  return amount < 0n ? -amount : amount;
}

function byTurn(left: ExpectedLine, right: ExpectedLine): number {
  const turn = ({ dueOn, institution, reference }: ExpectedLine): string =>
    [dueOn, institution, reference].join('\0');
  return turn(left) < turn(right) ? -1 : 1;
}
