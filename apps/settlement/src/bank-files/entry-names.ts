import { keyOf } from '@reciproca/contracts';
import type { BookedEntry } from './entry-reader.js';

/**
 * Names entries so that the same one has the same name in every file that tells it: a statement that
 * is sent again, a notification and the statement after it. The name is made of the account, what was
 * booked when, and the bank's reference; where the bank gives none, of the end-to-end ids and words.
 * Of entries of one statement that are alike in all of it, the second is told from the first by being
 * second.
 */
export class EntryNames {
  private readonly seen = new Map<string, number>();

  /** The name of an entry, the next one of a statement in its order. */
  nameOf(account: string, entry: BookedEntry): string {
    const { direction, amount, on, reference, movements } = entry;
    const said =
      reference ??
      JSON.stringify(movements.map(({ endToEndId, remittance }) => [endToEndId, remittance]));
    const name = keyOf('bank-entry', account, direction, amount.toString(), on, said);
    const count = (this.seen.get(name) ?? 0) + 1;
    this.seen.set(name, count);
    return count === 1 ? name : keyOf('bank-entry', name, String(count));
  }

  /** The id of a movement of an entry, by its place among them. */
  idOf(name: string, index: number): string {
    return index === 0 ? name : keyOf('bank-entry', name, 'movement', String(index));
  }
}
