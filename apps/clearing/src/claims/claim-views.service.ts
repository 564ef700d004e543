import type { Language } from '@reciproca/agreements';
import type { claimStatuses } from '@reciproca/contracts';
import type { Database, Transaction } from '@reciproca/database';
import type { ReferenceStore } from '../reference/index.js';
import { cursorOf, pageOf, readOneState, startOf, type Page } from '../requests/index.js';
import {
  findAccounts,
  findIntroduced,
  findRejected,
  readClaims,
  readHistory,
  readRejected,
  readSettlements,
  readSteps,
  type ClaimQuery,
} from './claim-views.repository.js';
import { toldHistory } from './claim-history.js';
import {
  rejectedSummaryOf,
  rejectedViewOf,
  summaryOf,
  toldRules,
  whyIntroduced,
  type ClaimSummary,
  type ClaimView,
} from './claim-view.js';

/** A list of claims as it was asked for. */
export interface ClaimListRequest extends ClaimQuery {
  readonly status: (typeof claimStatuses)[number] | undefined;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** Claims read in one go while a page is looked for. */
const chunkSize = 1_000;
/** Claims looked at for one page; then it ends, however short, and the next one goes on. */
const lookedAtMax = 50_000;

/** Shows claims: what is owed on each, its history, and why. */
export class ClaimViews {
  constructor(
    private readonly database: Database,
    private readonly reference: ReferenceStore,
  ) {}

  /**
   * A claim by its subject `STATE:CODE/reference`, from one state of the books.
   *
   * @param language in which it is told why
   * @returns undefined when it was neither introduced nor rejected; what strangers said about it
   *   (`message.refused`) does not make it a claim
   */
  async read(subject: string, language: Language): Promise<ClaimView | undefined> {
    return this.database.transaction(async (transaction) => {
      await readOneState(transaction);
      const introduced = await findIntroduced(transaction, subject);
      if (introduced !== undefined) {
        return this.view(transaction, { subject, language }, introduced);
      }
      const rejected = await findRejected(transaction, subject);
      if (rejected === undefined) return undefined;
      const history = await readHistory(transaction, { subject, claimId: null });
      return rejectedViewOf(rejected, toldHistory(history, [], language), language);
    });
  }

  /**
   * A page of claims. Introduced ones come in the order of their ids. Where a claim stands follows
   * from its journal alone, so a list by status looks at claims until the page is full or enough
   * were looked at: a page may be shorter than its limit, or empty, although another one follows.
   *
   * Rejected claims are listed for `status=rejected` only: they have no clock and no account, and are
   * found through an index of their own. They come in the order of their names.
   */
  async list(request: ClaimListRequest): Promise<Page<ClaimSummary>> {
    return this.database.transaction(async (transaction) => {
      await readOneState(transaction);
      return request.status === 'rejected'
        ? rejectedPage(transaction, request)
        : introducedPage(transaction, request);
    });
  }

  private async view(
    transaction: Transaction,
    { subject, language }: { readonly subject: string; readonly language: Language },
    claim: NonNullable<Awaited<ReturnType<typeof findIntroduced>>>,
  ): Promise<ClaimView> {
    const { claimId } = claim;
    const reference = await this.reference.asOf(transaction, claim.referenceVersion);
    const history = await readHistory(transaction, { subject, claimId });
    const steps = await readSteps(transaction, claimId);
    return {
      ...summaryOf(claim),
      settlements: await readSettlements(transaction, claimId),
      history: toldHistory(history, steps, language),
      why: toldRules(whyIntroduced(claim, claim.event, reference), language),
      reasons: [],
    };
  }
}

async function introducedPage(
  transaction: Transaction,
  request: ClaimListRequest,
): Promise<Page<ClaimSummary>> {
  const { status, limit, dueBefore } = request;
  let [after = '0'] = startOf(request.cursor, [/^\d{1,18}$/]) ?? [];
  const accounts = await findAccounts(transaction, request);
  const items: ClaimSummary[] = [];
  const chunk = status === undefined ? limit + 1 : chunkSize;
  for (let lookedAt = 0; accounts.length > 0 && lookedAt < lookedAtMax; lookedAt += chunk) {
    const rows = await readClaims(transaction, { accounts, dueBefore, after, limit: chunk });
    for (const row of rows) {
      if (items.length === limit) return { items, next: cursorOf([after]) };
      const summary = summaryOf(row);
      if (status === undefined || summary.status === status) items.push(summary);
      after = row.claimId;
    }
    if (rows.length < chunk) return { items, next: null };
  }
  return { items, next: accounts.length > 0 ? cursorOf([after]) : null };
}

async function rejectedPage(
  transaction: Transaction,
  request: ClaimListRequest,
): Promise<Page<ClaimSummary>> {
  const { creditor, debtor, dueBefore, visible, limit } = request;
  const [after = ''] = startOf(request.cursor, [/^[A-Z]{2}:.+$/]) ?? [];
  if (dueBefore !== null) return { items: [], next: null };
  const wanted = { creditor, debtor, visible, after, limit: limit + 1 };
  const found = await readRejected(transaction, wanted);
  const page = pageOf(found, limit, ({ subject }) => [subject]);
  return { items: page.items.map(rejectedSummaryOf), next: page.next };
}
