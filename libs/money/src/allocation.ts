import { moneyLimits } from './limits.js';

/**
 * Splits minor units by weights with the largest-remainder method; the rule and its tie order are
 * described at `Money.allocate`.
 *
 * @throws RangeError for no, too many, a negative or only zero weights
 */
export function allocateMinorUnits(total: bigint, weights: readonly bigint[]): bigint[] {
  const weightOfAll = checkedSum(weights);
  const size = total < 0n ? -total : total;
  const parts: bigint[] = [];
  const remainders: { readonly index: number; readonly remainder: bigint }[] = [];
  let left = size;
  weights.forEach((weight, index) => {
    const scaled = size * weight;
    const part = scaled / weightOfAll;
    parts.push(part);
    left -= part;
    remainders.push({ index, remainder: scaled % weightOfAll });
  });
  remainders.sort(byLargestRemainderThenIndex);
  for (const { index } of remainders) {
    if (left === 0n) {
      break;
    }
    parts[index] = (parts[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return total < 0n ? parts.map((part) => -part) : parts;
}

function byLargestRemainderThenIndex(
  a: { readonly index: number; readonly remainder: bigint },
  b: { readonly index: number; readonly remainder: bigint },
): number {
  if (a.remainder === b.remainder) {
    return a.index - b.index;
  }
  return a.remainder > b.remainder ? -1 : 1;
}

function checkedSum(weights: readonly bigint[]): bigint {
  if (weights.length > moneyLimits.allocationPartsMax) {
    throw new RangeError(`more than ${String(moneyLimits.allocationPartsMax)} parts`);
  }
  let sum = 0n;
  for (const weight of weights) {
    if (weight < 0n) {
      throw new RangeError('a weight is negative');
    }
    sum += weight;
  }
  if (sum === 0n) {
    throw new RangeError('no weight above zero');
  }
  return sum;
}
