import type { Provider } from '@nestjs/common';
import { Database } from '@reciproca/database';
import { markConsumed, OutboxRelay } from '@reciproca/messaging';
import {
  background,
  type AppFactory,
  type AppPart,
  type Component,
  type HostServices,
} from '@reciproca/runtime';
import { AccountStatements } from './account-statements/index.js';
import { ClaimReasons, ClaimViews } from './claims/index.js';
import { BalanceViews, PublishedBalances, type BalanceParts } from './confirmations/index.js';
import { ClearingModule } from './clearing.module.js';
import { DailyDeadlines, DeadlineList, DeadlineRuns } from './deadlines/index.js';
import { ClaimIds, IntakeService, type IntakeObserver } from './intake/index.js';
import { LedgerAccounts, PositionsService } from './ledger/index.js';
import { Ledger1790000000001 } from './migrations/1-ledger.migration.js';
import { Deadlines1790000000002 } from './migrations/2-deadlines.migration.js';
import { BalanceTotals1790000000003 } from './migrations/3-balance-totals.migration.js';
import { SettlementNews1790000000004 } from './migrations/4-settlement-news.migration.js';
import { Explanations } from './explanations/index.js';
import { Pseudonyms } from './messages/index.js';
import { MirrorChecks } from './mirror/index.js';
import { Openings } from './opening/index.js';
import {
  CloseService,
  CycleViews,
  SettlementNewsService,
  SettlementViews,
} from './netting/index.js';
import {
  Corrections,
  ReferenceImports,
  ReferenceLists,
  ReferenceStore,
  ShippedData,
  shipment,
  type ImportParts,
} from './reference/index.js';
import { StatementNumbers, StatementViews } from './statements/index.js';

/** What clearing requires of its environment. */
export type ClearingSections = 'databaseUrl' | 'pseudonymKey';

const migrations = [
  Ledger1790000000001,
  Deadlines1790000000002,
  BalanceTotals1790000000003,
  SettlementNews1790000000004,
];

/** The book of record as a part of a process. */
export const clearingApp: AppFactory<ClearingSections> = (host): AppPart => {
  const database = new Database({
    url: host.config.databaseUrl,
    schema: 'clearing',
    migrations,
  });
  const relay = new OutboxRelay(database, host.kafka, 'clearing-outbox');
  const reference = new ReferenceStore();
  const books = {
    database,
    relay,
    reference,
    pseudonyms: new Pseudonyms(host.config.pseudonymKey),
    claimIds: new ClaimIds(database),
    accounts: new LedgerAccounts(database),
    statements: new StatementNumbers(database),
    clock: host.clock,
  };
  const intake = new IntakeService({ ...books, observe: observerOf(host) });
  const closing = new CloseService({
    database,
    relay,
    kafka: host.kafka,
    reference,
    clock: host.clock,
    log: host.logger,
    closed: closeDuration(host),
  });
  const returns = new SettlementNewsService({
    database,
    relay,
    clock: host.clock,
    log: host.logger,
    contradicted: contradictionCounter(host),
  });
  const deadlines = deadlineParts(host, { database, relay });
  host.health.register('clearing database', () => database.ping());
  noteEmptyStretches(host, database);
  return {
    name: 'clearing',
    module: ClearingModule.with([
      { provide: IntakeService, useValue: intake },
      { provide: Openings, useValue: new Openings(books) },
      { provide: CloseService, useValue: closing },
      { provide: SettlementNewsService, useValue: returns },
      { provide: CycleViews, useValue: new CycleViews(database, closing) },
      ...deadlines.providers,
      ...viewProviders({ ...books, database, reference, clock: host.clock }),
      ...accountProviders({ database, relay, clock: host.clock }),
      ...referenceProviders({ database, relay, reference, clock: host.clock }),
    ]),
    components: [
      databaseComponent(database),
      new ShippedData({ database, reference, clock: host.clock, log: host.logger, shipment }),
      background('clearing outbox', relay),
      background('closing', closing),
      background('daily deadlines', deadlines.daily),
    ],
  };
};

/** What only reads the books. */
function viewProviders({
  database,
  reference,
  clock,
  pseudonyms,
}: Pick<ImportParts, 'database' | 'reference' | 'clock'> & {
  readonly pseudonyms: Pseudonyms;
}): Provider[] {
  const explanations = new Explanations(database, new ClaimReasons(reference), pseudonyms);
  return [
    { provide: Explanations, useValue: explanations },
    { provide: ClaimViews, useValue: new ClaimViews(database, reference) },
    { provide: PositionsService, useValue: new PositionsService(database, clock) },
    { provide: StatementViews, useValue: new StatementViews(database) },
    { provide: SettlementViews, useValue: new SettlementViews(database) },
    { provide: MirrorChecks, useValue: new MirrorChecks(database) },
  ];
}

function accountProviders(parts: BalanceParts): Provider[] {
  const { database } = parts;
  return [
    { provide: AccountStatements, useValue: new AccountStatements(database) },
    { provide: BalanceViews, useValue: new BalanceViews(database) },
    { provide: PublishedBalances, useValue: new PublishedBalances(parts) },
  ];
}

function deadlineParts(
  { clock, logger: log, config }: HostServices<ClearingSections>,
  parts: Pick<BalanceParts, 'database'> & { readonly relay: OutboxRelay },
): { readonly providers: Provider[]; readonly daily: DailyDeadlines } {
  const { database } = parts;
  const approachDays = config.deadlineApproachDays;
  const runs = new DeadlineRuns({ ...parts, clock, log, approachDays });
  return {
    providers: [
      { provide: DeadlineList, useValue: new DeadlineList(database, clock) },
      { provide: DeadlineRuns, useValue: runs },
    ],
    daily: new DailyDeadlines({ database, runs, clock, log }),
  };
}

function referenceProviders(parts: Omit<ImportParts, 'corrections'>): Provider[] {
  const { database, reference, clock } = parts;
  const corrections = new Corrections(database, reference, clock);
  return [
    { provide: ReferenceLists, useValue: new ReferenceLists(database) },
    { provide: ReferenceImports, useValue: new ReferenceImports({ ...parts, corrections }) },
    { provide: Corrections, useValue: corrections },
  ];
}

function databaseComponent(database: Database): Component {
  return {
    name: 'clearing database',
    start: () => database.open(),
    stop: () => database.close(),
  };
}

/** A partition may end in records that no handler sees; a close must not wait for those. */
function noteEmptyStretches(host: HostServices<ClearingSections>, database: Database): void {
  host.consumers.onEmptyStretch((stretch) => {
    if (stretch.group !== 'clearing') return;
    const { topic, partition, nextOffset } = stretch;
    const place = { topic, positions: [{ partition, nextOffset }] } as const;
    const note = (): void => {
      database
        .transaction((transaction) => markConsumed(transaction, place))
        .catch((error: unknown) => {
          host.logger.warn({ err: error, topic }, 'an empty stretch is not noted yet');
          setTimeout(note, noteAgainMs).unref();
        });
    };
    note();
  });
}

const noteAgainMs = 1_000;

/** From taking the snapshot to the commit; buckets in seconds. */
function closeDuration({ metrics }: HostServices<ClearingSections>): (seconds: number) => void {
  const help = 'Seconds from the snapshot of a cycle to its commit';
  const buckets = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120];
  return metrics.histogram({ name: 'clearing_close_duration_seconds', help }, buckets);
}

function contradictionCounter({ metrics }: HostServices<ClearingSections>): () => void {
  const help = 'Times that a settlement was said to be settled against the books';
  return metrics.counter({ name: 'clearing_settlement_contradictions_total', help });
}

/** What intake tells becomes figures for Prometheus. */
function observerOf({ metrics }: HostServices<ClearingSections>): IntakeObserver {
  const counter = (name: string, help: string) => metrics.counter({ name, help });
  const messages = counter('clearing_messages_total', 'Messages of claims.inbound.v1 booked');
  const introduced = counter('clearing_claims_introduced_total', 'Claims introduced');
  const resent = counter('clearing_answers_resent_total', 'Stored answers sent once more');
  const dead = counter('clearing_dead_letters_total', 'Messages set aside as dead letters');
  const conflicts = counter('clearing_conflicts_total', 'Units of work redone after a conflict');
  return {
    booked: (figures) => {
      messages(figures.messages);
      introduced(figures.introduced);
      resent(figures.resent);
      dead(figures.dead);
    },
    conflict: () => {
      conflicts();
    },
  };
}
