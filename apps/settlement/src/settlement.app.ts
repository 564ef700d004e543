import { Database } from '@reciproca/database';
import { OutboxRelay } from '@reciproca/messaging';
import type { AppFactory, AppPart, Component } from '@reciproca/runtime';
import { BatchesService } from './batches/index.js';
import { CyclesService } from './cycles/index.js';
import { Batches1790000000001 } from './migrations/1-batches.migration.js';
import { SettlementModule } from './settlement.module.js';

/** What the officers' side requires of its environment. */
export type SettlementSections = 'databaseUrl';

/** The officers' side as a part of a process. */
export const settlementApp: AppFactory<SettlementSections> = (host): AppPart => {
  const database = new Database({
    url: host.config.databaseUrl,
    schema: 'settlement',
    migrations: [Batches1790000000001],
  });
  const relay = new OutboxRelay(database, host.kafka, 'settlement-outbox');
  host.health.register('settlement database', () => database.ping());
  return {
    name: 'settlement',
    module: SettlementModule.with([
      { provide: BatchesService, useValue: new BatchesService(database, host.clock) },
      { provide: CyclesService, useValue: new CyclesService(database, host.logger) },
    ]),
    components: [databaseComponent(database), relayComponent(relay)],
  };
};

function databaseComponent(database: Database): Component {
  return {
    name: 'settlement database',
    start: () => database.open(),
    stop: () => database.close(),
  };
}

function relayComponent(relay: OutboxRelay): Component {
  return {
    name: 'settlement outbox',
    start: () => {
      relay.start();
      return Promise.resolve();
    },
    stop: () => relay.stop(),
  };
}
