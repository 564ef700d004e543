import type { Output, routes } from '@reciproca/contracts';
import { aClaim, type Answer, type ClaimEvent } from '@reciproca/testing';
import { ClearingBooks, pathOf } from './hosted-clearing.fixture.js';

/*
 * Open items of an old system, as lines of CSV, and books that take them over. On 10 July 2026.
 */

type Claim = Output<typeof routes.readClaim>;

/** What an import answers when it is taken. */
export type Opened = Output<typeof routes.importOpenItems>;

/** What it answers when it is refused. */
export interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly faults: readonly { line: number; path: string; code?: string; detail: string }[];
}

/** The first line of a file. */
export const header =
  'claim.reference,claim.statement,creditor.institution,debtor.institution,recordedOn,introducedOn,entitlement.document,entitlement.number,beneficiary.id,care.type,care.from,care.to,benefits.hospital,total.amount,total.currency,settled,credited,contestation.reference,contestation.reason,contestation.amount,contestation.day';

/** A line of CSV with these cells. */
function lineOf(cells: Readonly<Record<string, string>>): string {
  return header
    .split(',')
    .map((name) => cells[name] ?? '')
    .join(',');
}

/** A line that says no more than it must, and what is told beside. */
export const bare = (
  reference: string,
  amount: string,
  more: Readonly<Record<string, string>> = {},
): string =>
  lineOf({
    'claim.reference': reference,
    'claim.statement': 'OLD',
    'creditor.institution': 'FR:CNAM',
    'debtor.institution': 'DE:AOK-BY',
    recordedOn: '2020-01-15',
    introducedOn: '2024-11-20',
    'total.amount': amount,
    'total.currency': 'EUR',
    ...more,
  });

/** The same claim as a line and as the message of its creditor. */
export const knownWish = {
  reference: 'OI-2',
  amount: '250.00',
  person: 'p2',
  careFrom: '2024-01-03',
  recordedOn: '2024-02-15',
  introducedOn: '2025-01-31',
};
export const known = aClaim(knownWish);
/** A line with care, person and entitlement. */
export const wholeLine = ({ data }: ClaimEvent): string =>
  bare(data.claim.reference, data.total.amount, {
    'claim.statement': data.claim.statement,
    'creditor.institution': data.creditor.institution,
    'debtor.institution': data.debtor.institution,
    recordedOn: data.recordedOn,
    introducedOn: data.introducedOn ?? '',
    'entitlement.document': data.entitlement?.document ?? '',
    'entitlement.number': data.entitlement?.number ?? '',
    'beneficiary.id': data.beneficiary?.id ?? '',
    'care.type': data.care?.type ?? '',
    'care.from': data.care?.from ?? '',
    'care.to': data.care?.to ?? '',
    'benefits.hospital': data.benefits?.[0]?.amount ?? '',
  });

/** Four items: one contested in part, one whole, one paid, one of another pair. */
export const file = [
  header,
  bare('OI-1', '1000.00', {
    settled: '500.00',
    credited: '200',
    'contestation.reference': 'C-1',
    'contestation.reason': 'amount-error',
    'contestation.amount': '100.00',
    'contestation.day': '2025-08-01',
  }),
  wholeLine(known),
  bare('OI-3', '300.00', {
    'creditor.institution': 'DE:AOK-BY',
    'debtor.institution': 'FR:CNAM',
    settled: '300.00',
  }),
  bare('OI-4', '80.00', {
    'creditor.institution': 'PT:SNS',
    'debtor.institution': 'FR:MSA',
    credited: '30.00',
  }),
].join('\n');

/** Books that know the institutions, and what is asked of them here. */
export class MovingBooks {
  private constructor(readonly books: ClearingBooks) {}

  static async begin(): Promise<MovingBooks> {
    return new MovingBooks(await ClearingBooks.withReference());
  }

  /** Asks for an import; when it is taken, waits until its events are on Kafka. */
  async open(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const contentType = typeof body === 'string' ? 'text/csv' : 'application/json';
    const call = { role: 'dispatcher', body, contentType, headers } as const;
    const answer = await this.books.ask('/v1/open-items', call);
    await this.books.published();
    return answer;
  }

  async claimOf(institution: string, reference: string): Promise<Claim> {
    return this.books.read<Claim>(pathOf('claims', institution, reference));
  }

  async countOf(table: string): Promise<number> {
    const rows = await this.books.world.database.query<{ count: number }>(
      `select count(*)::int as count from clearing.${table}`,
    );
    return rows[0]?.count ?? -1;
  }

  /** How much the books hold of everything that an import writes. */
  async sizes(): Promise<number[]> {
    const found: number[] = [];
    for (const table of [
      'claims',
      'journal',
      'open_items',
      'contestations',
      'outbox',
      'balances',
    ]) {
      found.push(await this.countOf(table));
    }
    return found;
  }
}

/** The figures of a claim that are not 0.00. */
export function figuresOf({ obligation }: Claim): Record<string, string> {
  const entries = Object.entries(obligation ?? {}).filter(([, amount]) => amount !== '0.00');
  return Object.fromEntries(entries);
}
