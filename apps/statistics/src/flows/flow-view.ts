import {
  flowColumns,
  type EventData,
  type FlowDimensions,
  type Input,
  type routes,
} from '@reciproca/contracts';
import { Money } from '@reciproca/money';

/** A flow as it is published and answered. */
export type Flow = EventData<'flow.updated.v1'>;

/** The figures of a flow as they are kept; amounts are decimal texts. */
export interface FlowFigures extends FlowDimensions {
  readonly version: number;
  readonly claims: number;
  readonly statements: number;
  readonly introduced: string;
  readonly paid: string;
  readonly outstanding: string;
}

/**
 * A flow with every measure, amounts with the decimals of its currency. Measures that no event
 * consumed so far can move are zero; persons are left out where they are not counted.
 */
export function flowOf(figures: FlowFigures): Flow {
  const { currency } = figures;
  const amount = (text: string): string => Money.of(text, currency).toString();
  const nothing = Money.zero(currency).toString();
  return {
    year: figures.year,
    timeBasis: figures.timeBasis,
    reporter: figures.reporter,
    counterpart: figures.counterpart,
    direction: figures.direction,
    institution: figures.institution,
    instrument: figures.instrument,
    basis: figures.basis,
    entitlement: figures.entitlement,
    careType: figures.careType,
    currency,
    version: figures.version,
    claims: figures.claims,
    statements: figures.statements,
    introduced: amount(figures.introduced),
    contested: nothing,
    refused: nothing,
    credited: nothing,
    waived: nothing,
    writtenOff: nothing,
    paid: amount(figures.paid),
    interest: nothing,
    fee: nothing,
    outstanding: amount(figures.outstanding),
  };
}

/** Flows as CSV (RFC 4180) with a header line; what is missing is an empty field. */
export function flowsCsv(flows: readonly Flow[]): string {
  return csvHeader + csvLines(flows);
}

/** The same for flows that come some at a time: a piece of text for the header and for each chunk. */
export async function* flowsCsvPieces(
  chunks: AsyncIterable<readonly Flow[]>,
): AsyncGenerator<string> {
  yield csvHeader;
  for await (const flows of chunks) yield csvLines(flows);
}

const csvHeader = `${flowColumns.join(',')}\r\n`;

function csvLines(flows: readonly Flow[]): string {
  return flows
    .map((flow) => `${flowColumns.map((column) => csvField(flow[column])).join(',')}\r\n`)
    .join('');
}

function csvField(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The cursor behind a flow: its key, so that a page goes on there whatever came in meanwhile. */
export function cursorAfter(key: string): string {
  return Buffer.from(key, 'utf8').toString('base64url');
}

/** The key in a cursor; undefined when it is none. */
export function keyOfCursor(cursor: string): string | undefined {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  return /^[\x20-\x7e]+$/.test(key) ? key : undefined;
}

/** What a list of flows is narrowed to. */
export type FlowFilter = Partial<Omit<Input<typeof routes.listFlows>['query'], 'limit' | 'cursor'>>;
