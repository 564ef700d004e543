import { describe, expect, it } from '@jest/globals';
import { actsForState, payerFilter, payerOf, statesOfSettlement } from './batch-access.js';
import { batchOfCursor, cursorAfter } from './page-cursor.js';

describe('who may see and touch a batch', () => {
  it('is told by the payer in its id', () => {
    expect(payerOf('2026-Q1/DE/EUR')).toBe('DE');
    for (const id of ['2026-Q1', '2026-Q1/', '2026-Q1/DE', '2026-Q1/de/EUR']) {
      expect(payerOf(id)).toBeUndefined();
    }
  });

  it('narrows a list to the own State and refuses to look at another', () => {
    const own = { kind: 'state', state: 'FR' } as const;
    expect(payerFilter(own, undefined)).toEqual({ kind: 'payer', payer: 'FR' });
    expect(payerFilter(own, 'FR')).toEqual({ kind: 'payer', payer: 'FR' });
    expect(payerFilter(own, 'DE')).toEqual({ kind: 'foreign' });
    expect(payerFilter({ kind: 'everything' }, undefined)).toEqual({ kind: 'all' });
    expect(payerFilter({ kind: 'everything' }, 'DE')).toEqual({ kind: 'payer', payer: 'DE' });
    expect(payerFilter({ kind: 'nothing' }, undefined)).toEqual({ kind: 'none' });
    expect(payerFilter({ kind: 'nothing' }, 'DE')).toEqual({ kind: 'foreign' });
  });

  it('is told for a settlement by the States in its id', () => {
    expect(statesOfSettlement('2026-Q1/DE-FR/EUR')).toEqual(['DE', 'FR']);
    expect(statesOfSettlement('2026-Q1/DE-FR/EUR/FR')).toEqual(['DE', 'FR']);
    for (const id of ['2026-Q1', '2026-Q1/DE/EUR', '2026-Q1/DE-FR', '2026-Q1/de-fr/EUR', '']) {
      expect(statesOfSettlement(id)).toBeUndefined();
    }
  });

  it('lets only the State itself act', () => {
    expect(actsForState({ state: 'DE' }, 'DE')).toBe(true);
    expect(actsForState({ state: 'FR' }, 'DE')).toBe(false);
    expect(actsForState({}, 'DE')).toBe(false);
  });
});

describe('the cursor of a page', () => {
  it('leads back to its batch, in characters that a URL takes as they are', () => {
    const cursor = cursorAfter('2026-Q1/DE/EUR');
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(batchOfCursor(cursor)).toBe('2026-Q1/DE/EUR');
  });

  it('is refused when no list gave it', () => {
    expect(batchOfCursor('abc')).toBeUndefined();
    expect(batchOfCursor(cursorAfter("x' or 1=1 --"))).toBeUndefined();
  });
});
