import { ProblemError } from '@reciproca/contracts';

/** One page of a list; `next` is the cursor of the following page, null on the last. */
export interface Page<Item> {
  readonly items: Item[];
  readonly next: string | null;
}

/** The cursor of the page after an item whose place in the order is told by these texts. */
export function cursorOf(place: readonly string[]): string {
  return Buffer.from(JSON.stringify(place), 'utf8').toString('base64url');
}

/**
 * Where a page begins: the place of the last item before it.
 *
 * @param form what each part of a place looks like
 * @returns undefined without a cursor: at the beginning
 * @throws ProblemError invalid-request for a cursor that no page of this list gave
 */
export function startOf(
  cursor: string | undefined,
  form: readonly RegExp[],
): readonly string[] | undefined {
  if (cursor === undefined) return undefined;
  const place = parsed(Buffer.from(cursor, 'base64url').toString('utf8'));
  const fits =
    Array.isArray(place) &&
    place.length === form.length &&
    form.every((part, index) => typeof place[index] === 'string' && part.test(place[index]));
  if (fits) return place as string[];
  const detail = 'must be the `next` of an earlier page of this list';
  throw new ProblemError('invalid-request', { faults: [{ path: 'query.cursor', detail }] });
}

/**
 * Makes a page of what was found.
 *
 * @param found up to one item more than `limit`: that one tells that a page follows
 * @param placeOf the place of an item, as {@link cursorOf} takes it
 */
export function pageOf<Item>(
  found: readonly Item[],
  limit: number,
  placeOf: (item: Item) => readonly string[],
): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const next = found.length > limit && last !== undefined ? cursorOf(placeOf(last)) : null;
  return { items, next };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
