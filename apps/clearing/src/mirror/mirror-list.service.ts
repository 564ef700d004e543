import {
  limits,
  ProblemError,
  readMirrorHeader,
  readMirrorLine,
  type Fault,
  type MirrorListLine,
} from '@reciproca/contracts';
import { csvLines } from '../requests/index.js';

/** A claim of a list, and the line on which it stands, the header being 1. */
export interface ListedClaim extends MirrorListLine {
  readonly number: number;
}

/**
 * Reads a list of open claims.
 *
 * @throws ProblemError invalid-request when it is not one, with its faulty lines
 */
export async function readMirrorList(bytes: Uint8Array): Promise<ListedClaim[]> {
  const list = new MirrorList();
  for await (const { line, cells } of csvLines(bytes)) list.take(line, cells);
  return list.result();
}

class MirrorList {
  private columns: readonly string[] | undefined;
  private readonly claims: ListedClaim[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly faults: Fault[] = [];

  take(number: number, cells: readonly string[]): void {
    if (this.columns === undefined) {
      this.columns = columnsOf(cells);
      return;
    }
    const faults = this.faultsOf(number, cells, this.columns);
    this.faults.push(...faults.map((fault) => ({ ...fault, line: number })));
    if (this.claims.length > limits.mirrorLinesMax) {
      throw unusable(`holds more than ${limits.mirrorLinesMax} lines`);
    }
    if (this.faults.length >= limits.faultsMax) throw faulty(this.faults);
  }

  result(): ListedClaim[] {
    if (this.columns === undefined) throw unusable('has no header line');
    if (this.faults.length > 0) throw faulty(this.faults);
    return this.claims;
  }

  /** What is wrong with a line; one that is right is kept. */
  private faultsOf(
    number: number,
    cells: readonly string[],
    columns: readonly string[],
  ): readonly Fault[] {
    if (cells.length !== columns.length) {
      return [{ path: '', detail: `has ${cells.length} cells, the header has ${columns.length}` }];
    }
    const reading = readMirrorLine(columns, cells);
    if (!reading.ok) return reading.faults;
    const { institution, reference } = reading.line;
    const before = this.numbers.get(`${institution}/${reference}`);
    if (before !== undefined) {
      return [{ path: 'reference', detail: `stands on line ${before} already` }];
    }
    this.numbers.set(`${institution}/${reference}`, number);
    this.claims.push({ ...reading.line, number });
    return [];
  }
}

function columnsOf(names: readonly string[]): readonly string[] {
  const reading = readMirrorHeader(names);
  if (!reading.ok) throw faulty(reading.faults);
  return reading.columns;
}

function faulty(faults: readonly Fault[]): ProblemError {
  return unusable('is at fault', faults.slice(0, limits.faultsMax));
}

function unusable(what: string, faults: readonly Fault[] = []): ProblemError {
  return new ProblemError('invalid-request', { detail: `the list ${what}`, faults });
}
