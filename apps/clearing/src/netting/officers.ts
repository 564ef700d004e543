import type { ArrangementRecord } from '@reciproca/agreements';
import { Money } from '@reciproca/money';

const withoutArrangement = 2;

/**
 * How many different officers of the payer approve a batch with this settlement in it.
 *
 * @param arrangement the one that the settlement was made under; undefined: two officers
 * @param net what is paid. Only a net strictly above the arrangement's threshold passes it. The
 * threshold is meant in the currency of the settlement, whichever that is.
 */
export function officersFor(
  arrangement: Pick<ArrangementRecord, 'approvals'> | undefined,
  net: Money,
): number {
  if (arrangement === undefined) return withoutArrangement;
  const { officers, threshold, officersAbove } = arrangement.approvals;
  if (threshold === null) return officers;
  return net.compare(inCurrencyOf(net, threshold)) > 0 ? officersAbove : officers;
}

/**
 * Drops decimals that the currency has not: no amount of the currency lies between the threshold and
 * what is left of it, so what passes the one passes the other.
 */
function inCurrencyOf(net: Money, threshold: string): Money {
  const [whole = '', decimals = ''] = threshold.split('.');
  const kept = decimals.slice(0, net.decimals);
  return Money.of(kept === '' ? whole : `${whole}.${kept}`, net.currency);
}
