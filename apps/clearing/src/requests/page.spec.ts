import { describe, expect, it } from '@jest/globals';
import { cursorOf, pageOf, startOf } from './page.js';

const form = [/^[A-Z]{2}$/, /^\d+$/];

describe('a page', () => {
  it('ends with the cursor of the next one when one more item was found', () => {
    const page = pageOf([1, 2, 3], 2, (item) => ['FR', String(item)]);
    expect(page.items).toEqual([1, 2]);
    expect(startOf(page.next ?? '', form)).toEqual(['FR', '2']);
    expect(pageOf([1, 2], 2, String as never)).toEqual({ items: [1, 2], next: null });
    expect(pageOf([], 2, String as never)).toEqual({ items: [], next: null });
  });

  it('begins at the beginning without a cursor', () => {
    expect(startOf(undefined, form)).toBeUndefined();
  });

  it.each([
    ['no base64 of JSON', 'abc'],
    ['too few parts', cursorOf(['FR'])],
    ['too many parts', cursorOf(['FR', '1', '2'])],
    ['parts of another form', cursorOf(['FR', "1' or '1"])],
    ['no list', Buffer.from('{"0":"FR"}').toString('base64url')],
  ])('refuses a cursor with %s', (_what, cursor) => {
    expect(() => startOf(cursor, form)).toThrow(
      expect.objectContaining({ code: 'invalid-request' }),
    );
  });
});
