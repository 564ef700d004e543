import { Money } from '@reciproca/money';
import { z } from 'zod';
import type { Fault } from '../errors/problem.js';
import { amountSchema, currencySchema, institutionSchema, referenceSchema } from '../primitives.js';
import { mirrorUploadColumns } from '../routes/opening-resources.js';
import { claimStatusSchema } from '../routes/resources.js';
import { readShape } from './shape.js';

const lineSchema = z.object({
  institution: institutionSchema,
  reference: referenceSchema,
  amount: amountSchema,
  currency: currencySchema,
  status: z.exactOptional(claimStatusSchema),
});

/** One claim of a list of open claims. */
export interface MirrorListLine {
  /** The creditor, as the claim is named. */
  readonly institution: string;
  readonly reference: string;
  /** `toPay + contested`, as the list has it. */
  readonly amount: Money;
  /** Null: not to be compared. */
  readonly status: z.infer<typeof claimStatusSchema> | null;
}

/** Where the columns of a list stand, or what is wrong with its header. */
export type MirrorHeaderReading =
  | { readonly ok: true; readonly columns: readonly string[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** A line, or every fault of it. */
export type MirrorLineReading =
  | { readonly ok: true; readonly line: MirrorListLine }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Reads the header of a list of open claims: its five columns, in any order, and no other; a list
 * without `status` has nothing of it to compare.
 * @param names the cells of the header
 */
export function readMirrorHeader(names: readonly string[]): MirrorHeaderReading {
  const columns = names.map((name) => name.trim());
  const known: readonly string[] = mirrorUploadColumns;
  const missing = known
    .filter((name) => name !== 'status' && !columns.includes(name))
    .map((path) => ({ path, detail: 'must be among the columns', line: 1 }));
  const wrong = columns.flatMap((path, index) => {
    if (!known.includes(path)) {
      return [{ path, detail: `is not a column; there are ${known.join(', ')}`, line: 1 }];
    }
    return columns.indexOf(path) === index ? [] : [{ path, detail: 'stands there twice', line: 1 }];
  });
  const faults = [...missing, ...wrong];
  return faults.length === 0 ? { ok: true, columns } : { ok: false, faults };
}

/**
 * Reads a line of such a list.
 * @param columns of the header
 * @param cells as many as there are columns
 */
export function readMirrorLine(
  columns: readonly string[],
  cells: readonly string[],
): MirrorLineReading {
  // An empty cell is a field that is not there.
  const fields = columns.flatMap((name, index): [string, string][] => {
    const cell = cells[index]?.trim() ?? '';
    return cell === '' ? [] : [[name, cell]];
  });
  const shape = readShape(lineSchema, Object.fromEntries(fields), '');
  if (!shape.ok) return { ok: false, faults: shape.faults };
  const { institution, reference, amount: text, currency, status = null } = shape.value;
  const amount = Money.parse(text, currency);
  if (amount.ok)
    return { ok: true, line: { institution, reference, amount: amount.money, status } };
  const fault =
    amount.code === 'unknown-currency'
      ? { path: 'currency', detail: 'must be a currency of ISO 4217' }
      : { path: 'amount', detail: `must be an amount with at most the decimals of ${currency}` };
  return { ok: false, faults: [fault] };
}
