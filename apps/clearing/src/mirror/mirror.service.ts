import { limits } from '@reciproca/contracts';
import type { Database, Transaction } from '@reciproca/database';
import { csvHeader, csvRows, jsonLines } from './mirror-text.js';
import { readMirrorList, type ListedClaim } from './mirror-list.service.js';
import {
  compare,
  readLines,
  type MirrorCounts,
  type MirrorScope,
  type PlacedLine,
} from './mirror.repository.js';

/** A comparison as it was asked for. */
export interface MirrorRequest {
  /** The list, as CSV. */
  readonly bytes: Uint8Array;
  readonly scope: MirrorScope;
  readonly as: 'json' | 'csv';
}

/** The text of an answer, in pieces. */
export interface MirrorAnswer {
  readonly pieces: readonly Buffer[];
  /** Lines that are counted and not told. */
  readonly omitted: number;
}

/** Lines made into text at once. */
const chunkSize = 5_000;

/** Holds lists of open claims against the books; nothing is stored. */
export class MirrorChecks {
  constructor(private readonly database: Database) {}

  /**
   * Compares a list with the books. The whole answer is written before the first byte leaves, as
   * bytes, so that a slow client keeps no transaction open.
   *
   * @throws ProblemError invalid-request for a list that cannot be read, with its faulty lines
   */
  async check({ bytes, scope, as }: MirrorRequest): Promise<MirrorAnswer> {
    const list: readonly ListedClaim[] = await readMirrorList(bytes);
    return this.database.transaction(async (transaction) => {
      const counts = await compare(transaction, list, scope);
      const omitted = Math.max(0, counts['only-ours'] - limits.mirrorOnlyOursMax);
      const told = counts['only-ours'] - omitted;
      const lines = linesOf(transaction, counts.differs + told);
      const texts = as === 'csv' ? csvPieces(lines) : jsonPieces(lines, { scope, counts, omitted });
      const pieces: Buffer[] = [];
      for await (const text of texts) pieces.push(Buffer.from(text, 'utf8'));
      return { pieces, omitted };
    });
  }
}

async function* linesOf(
  transaction: Transaction,
  oursUpTo: number,
): AsyncGenerator<readonly PlacedLine[]> {
  for (let after: string | undefined = '0'; after !== undefined;) {
    const lines: PlacedLine[] = await readLines(transaction, { after, oursUpTo, limit: chunkSize });
    if (lines.length > 0) yield lines;
    after = lines.length < chunkSize ? undefined : lines.at(-1)?.place;
  }
}

async function* csvPieces(lines: AsyncIterable<readonly PlacedLine[]>): AsyncGenerator<string> {
  yield csvHeader();
  for await (const chunk of lines) yield csvRows(chunk);
}

async function* jsonPieces(
  lines: AsyncIterable<readonly PlacedLine[]>,
  given: { readonly scope: MirrorScope; readonly counts: MirrorCounts; readonly omitted: number },
): AsyncGenerator<string> {
  const { scope, counts, omitted } = given;
  const { agrees, differs } = counts;
  const told = { agrees, differs, onlyOurs: counts['only-ours'], onlyYours: counts['only-yours'] };
  const head = JSON.stringify({ state: scope.state, counts: told, omitted });
  yield `${head.slice(0, -1)},"items":[`;
  let separator = '';
  for await (const chunk of lines) {
    yield separator + jsonLines(chunk);
    separator = ',';
  }
  yield ']}';
}
