import { createHash } from 'node:crypto';
import type { Database, Transaction } from '@reciproca/database';
import { readBankFile, type BankEntry, type BankFileFault } from '../bank-files/index.js';
import { carryOut, lockBatches } from '../batches/index.js';
import { ownersOf } from '../institutions/index.js';
import {
  findEntryViews,
  type BankEntryQuery,
  type BankEntryView,
} from './bank-entry-views.repository.js';
import { keepClaims, keepFile, lockMoney, payableAmong } from './bank-entries.repository.js';
import {
  judgeAssignment,
  type AssignmentRefusal,
  type EntryDecision,
} from './assignment-decision.js';
import { changeByMoney, type MoneyCause } from './money-steps.js';
import { claimsOf, possibleNames } from './named-settlements.js';
import { changed, reconcile } from './settlement-money.js';
import {
  batchesOfSettlements,
  keepAssignments,
  moneyOf,
  type AssignmentRow,
} from './settlement-money.repository.js';

/** Who acts, and for which State. */
export interface Treasurer {
  /** Issuer and subject of the token. */
  readonly person: string;
  readonly state: string;
}

/** What became of a file. */
export type ImportAnswer =
  | { readonly ok: true; readonly entries: readonly BankEntryView[] }
  | {
      readonly ok: false;
      readonly code: 'bank-file-invalid';
      readonly faults: readonly BankFileFault[];
    }
  | { readonly ok: false; readonly code: 'foreign-account'; readonly account: string };

/** What became of a decision on an entry. */
export type EntryAnswer =
  | { readonly ok: true; readonly entry: BankEntryView }
  | { readonly ok: false; readonly refusal: AssignmentRefusal };

/** The banks' side: takes their files, and keeps account of which money counts for what. */
export class PaymentsService {
  constructor(
    private readonly database: Database,
    private readonly clock: () => Date,
  ) {}

  /**
   * Takes a bank file whole or not at all. Entries that were told before change nothing, so neither
   * does the same file again; the answer is what its entries count for now.
   */
  async importFile(source: AsyncIterable<Uint8Array>, treasurer: Treasurer): Promise<ImportAnswer> {
    const digest = createHash('sha256');
    const reading = await readBankFile(digested(source, digest));
    if (!reading.ok) return { ok: false, code: 'bank-file-invalid', faults: reading.faults };
    const { accounts, entries } = reading.file;
    const foreign = await this.foreignAccount(accounts, treasurer.state);
    if (foreign !== undefined) return { ok: false, code: 'foreign-account', account: foreign };
    const name = digest.digest('hex');
    await this.database.transaction((transaction) =>
      this.book(transaction, { digest: name, entries, treasurer }),
    );
    const shown = await findEntryViews(this.database, { ...everything, digest: name });
    return { ok: true, entries: shown };
  }

  /** Entries by day and id. */
  list(query: BankEntryQuery): Promise<BankEntryView[]> {
    return findEntryViews(this.database, query);
  }

  /** Carries out what a treasurer decides on an entry of the own State. */
  async decide(id: string, decision: EntryDecision, treasurer: Treasurer): Promise<EntryAnswer> {
    return this.database.transaction(async (transaction): Promise<EntryAnswer> => {
      await lockMoney(transaction);
      const entry = await entryOf(transaction, id, treasurer.state);
      if (entry === undefined) return { ok: false, refusal: { code: 'not-found' } };
      const payable = await payableAmong(transaction, settlementsOf(entry, decision));
      const money = await moneyOf(transaction, [...payable.keys()]);
      const judged = judgeAssignment(entry, decision, { state: treasurer.state, payable, money });
      if (!judged.ok) return judged;
      const cause = { by: treasurer.person, at: this.now(), reason: reasons[decision.kind] };
      await keepAssignments(transaction, judged.rows, cause);
      await this.bookMoney(transaction, await claimedBy(transaction, id, judged.rows), cause);
      const shown = await entryOf(transaction, id, treasurer.state);
      return shown === undefined
        ? { ok: false, refusal: { code: 'not-found' } }
        : { ok: true, entry: shown };
    });
  }

  private async book(
    transaction: Transaction,
    file: {
      readonly digest: string;
      readonly entries: readonly BankEntry[];
      readonly treasurer: Treasurer;
    },
  ): Promise<void> {
    const { digest, entries, treasurer } = file;
    const { person: by, state } = treasurer;
    const at = this.now();
    await lockMoney(transaction);
    const fresh = await keepFile(transaction, { digest, state, by, at }, entries);
    const added = entries.filter(({ id }) => fresh.has(id));
    const names = [...new Set(added.flatMap(possibleNames))];
    const payable = await payableAmong(transaction, names);
    const claims = added.flatMap((entry) => claimsOf(entry, state, payable));
    await keepClaims(transaction, claims);
    const touched = [...new Set(claims.map(({ settlement }) => settlement))];
    await this.bookMoney(transaction, touched, { by, at, reason: '' });
  }

  /** Brings what counts for settlements up to date, and their batches with it. */
  private async bookMoney(
    transaction: Transaction,
    settlements: readonly string[],
    cause: MoneyCause,
  ): Promise<void> {
    if (settlements.length === 0) return;
    const batchOf = await batchesOfSettlements(transaction, settlements);
    const batches = await lockBatches(transaction, [...new Set(batchOf.values())].sort());
    const nets = new Map(
      batches.flatMap(({ settlements: own }) => own.map(({ id, net }) => [id, net] as const)),
    );
    const known = await moneyOf(transaction, settlements);
    const rows: AssignmentRow[] = [];
    const money = new Map(
      settlements.map((settlement) => {
        const own = known.get(settlement) ?? [];
        const net = nets.get(settlement);
        const changes = net === undefined ? [] : reconcile(own, net);
        rows.push(...changes.map((each) => ({ ...each, settlement, action: 'matched' as const })));
        return [settlement, changed(own, changes)] as const;
      }),
    );
    await keepAssignments(transaction, rows, cause);
    await carryOut(
      transaction,
      batches.map((batch) => changeByMoney(batch, money, cause)),
    );
  }

  private async foreignAccount(
    accounts: readonly string[],
    state: string,
  ): Promise<string | undefined> {
    const owners = await ownersOf(this.database, accounts);
    return accounts.find((account) => owners.get(account)?.includes(state) !== true);
  }

  private now(): string {
    return this.clock().toISOString();
  }
}

/** What a reversal is told to be for, when a treasurer brought it about. */
const reasons: Readonly<Record<EntryDecision['kind'], string>> = {
  assign: 'a treasurer assigned the return of money',
  undo: 'a treasurer took the assignment back',
  return: 'a treasurer marked the rest as returned',
};

const everything: BankEntryQuery = {
  state: undefined,
  status: undefined,
  ids: undefined,
  digest: undefined,
  after: undefined,
  limit: undefined,
};

async function entryOf(
  transaction: Transaction,
  id: string,
  state: string,
): Promise<BankEntryView | undefined> {
  const [entry] = await findEntryViews(transaction, { ...everything, ids: [id], state });
  return entry;
}

function settlementsOf(entry: BankEntryView, decision: EntryDecision): string[] {
  const named = decision.kind === 'return' ? [] : [decision.settlement];
  return [...new Set([...named, ...entry.assignments.map(({ settlement }) => settlement)])];
}

/** A decision takes an entry out of the machine's hands, for every settlement that it names. */
async function claimedBy(
  transaction: Transaction,
  id: string,
  rows: readonly AssignmentRow[],
): Promise<string[]> {
  const claims = await transaction.query<{ settlement: string }>(
    'select settlement from bank_claims where entry = $1',
    [id],
  );
  const decided = rows.flatMap(({ settlement }) => settlement ?? []);
  return [...new Set([...decided, ...claims.map(({ settlement }) => settlement)])].sort();
}

async function* digested(
  source: AsyncIterable<Uint8Array>,
  digest: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    digest.update(chunk);
    yield chunk;
  }
}
