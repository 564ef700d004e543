import { Database } from '@reciproca/database';
import { OutboxRelay } from '@reciproca/messaging';
import {
  background,
  type AppFactory,
  type AppPart,
  type Component,
  type HostServices,
} from '@reciproca/runtime';
import { BatchesService, SilenceService } from './batches/index.js';
import { CyclesService } from './cycles/index.js';
import { InstitutionsService } from './institutions/index.js';
import { Batches1790000000001 } from './migrations/1-batches.migration.js';
import { Institutions1790000000002 } from './migrations/2-institutions.migration.js';
import { Payments1790000000003 } from './migrations/3-payments.migration.js';
import { PaymentsService } from './payments/index.js';
import { SettlementModule } from './settlement.module.js';

/** What the officers' side requires of its environment. */
export type SettlementSections = 'databaseUrl';

/** The officers' side as a part of a process. */
export const settlementApp: AppFactory<SettlementSections> = (host): AppPart => {
  const database = new Database({
    url: host.config.databaseUrl,
    schema: 'settlement',
    migrations: [Batches1790000000001, Institutions1790000000002, Payments1790000000003],
  });
  const cycles = new CyclesService(database, host.logger, contradictionCounter(host));
  const relay = new OutboxRelay(database, host.kafka, 'settlement-outbox');
  const batches = new BatchesService(database, host.clock);
  const silence = new SilenceService(batches, host.logger, host.config.acceptanceCheckSeconds);
  host.health.register('settlement database', () => database.ping());
  // Only told, not waited for: one bad cycle must not take the others' batches away.
  host.health.register('settlement cycles', () => cycles.hidden());
  return {
    name: 'settlement',
    module: SettlementModule.with([
      { provide: BatchesService, useValue: batches },
      { provide: CyclesService, useValue: cycles },
      { provide: PaymentsService, useValue: new PaymentsService(database, host.clock) },
      { provide: InstitutionsService, useValue: new InstitutionsService(database) },
    ]),
    components: [
      databaseComponent(database),
      background('settlement outbox', relay),
      background('settlement silence', silence),
    ],
  };
};

function contradictionCounter({ metrics }: HostServices<SettlementSections>): () => void {
  const help = 'Times that a closed cycle was found not to agree with its settlements';
  return metrics.counter({ name: 'settlement_cycle_contradictions_total', help });
}

function databaseComponent(database: Database): Component {
  return {
    name: 'settlement database',
    start: () => database.open(),
    stop: () => database.close(),
  };
}
