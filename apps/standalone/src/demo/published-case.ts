/** One published amount: what a creditor State's institutions claim from a debtor State. */
export interface PublishedCell {
  readonly creditor: string;
  readonly debtor: string;
  /** Millions of euro with two decimals, as published. */
  readonly amountMillions: string;
  /** Computed from a published share of a published total, instead of printed as an amount. */
  readonly computed: boolean;
}

/**
 * Open claims between States at 31 December 2020 whose creditor uses the euro. Source: CLEISS,
 * "Créances et dettes de soins de santé" (European study, document D26), pages 6 and 11: map labels;
 * the cells marked `computed` are the printed share times the printed German total of 830.23.
 */
export const publishedCells: readonly PublishedCell[] = [
  { creditor: 'FR', debtor: 'DE', amountMillions: '199.90', computed: false },
  { creditor: 'DE', debtor: 'FR', amountMillions: '57.35', computed: false },
  { creditor: 'FR', debtor: 'NL', amountMillions: '76.42', computed: false },
  { creditor: 'FR', debtor: 'GB', amountMillions: '260.56', computed: false },
  { creditor: 'PT', debtor: 'FR', amountMillions: '237.06', computed: false },
  { creditor: 'BE', debtor: 'FR', amountMillions: '180.82', computed: false },
  { creditor: 'AT', debtor: 'DE', amountMillions: '145.29', computed: true },
  { creditor: 'IT', debtor: 'DE', amountMillions: '109.59', computed: true },
  { creditor: 'GR', debtor: 'DE', amountMillions: '78.04', computed: true },
  { creditor: 'ES', debtor: 'DE', amountMillions: '53.96', computed: true },
];

/** The cut-off of the published figures, and the cycle that the demo closes. */
export const cutoff = '2020-12-31';

/** A published cell divided by the scale, half-up to the cent. */
export function cellCents(cell: PublishedCell, scale: bigint): bigint {
  const cents = BigInt(cell.amountMillions.replace('.', '')) * 1_000_000n;
  return (2n * cents + scale) / (2n * scale);
}

/** What one State must pay another according to the published figures. */
export interface ExpectedNet {
  readonly payer: string;
  readonly payee: string;
  readonly cents: bigint;
}

/**
 * The nets that the published figures give, by plain subtraction of whole cents: the measure that
 * the product's own netting is held against.
 */
export function expectedNets(scale: bigint): ExpectedNet[] {
  const owed = new Map<string, bigint>();
  for (const cell of publishedCells) {
    const [first, second] = [cell.creditor, cell.debtor].sort();
    const signed = cell.creditor === first ? cellCents(cell, scale) : -cellCents(cell, scale);
    const pair = `${first ?? ''} ${second ?? ''}`;
    owed.set(pair, (owed.get(pair) ?? 0n) + signed);
  }
  return [...owed].map(([pair, cents]) => {
    const [first = '', second = ''] = pair.split(' ');
    return cents < 0n
      ? { payer: first, payee: second, cents: -cents }
      : { payer: second, payee: first, cents };
  });
}
