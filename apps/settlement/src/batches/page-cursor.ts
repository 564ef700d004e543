import { batchIdSchema } from '@reciproca/contracts';

/** The cursor of the page after a batch: opaque to clients, letters, digits, `-` and `_` alone. */
export function cursorAfter(batchId: string): string {
  return Buffer.from(batchId, 'utf8').toString('base64url');
}

/** The batch after which a page begins; undefined when no list ever gave this cursor. */
export function batchOfCursor(cursor: string): string | undefined {
  const batchId = Buffer.from(cursor, 'base64url').toString('utf8');
  return batchIdSchema.safeParse(batchId).success ? batchId : undefined;
}
