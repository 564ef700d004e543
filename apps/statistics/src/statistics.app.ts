import { Database } from '@reciproca/database';
import { OutboxRelay } from '@reciproca/messaging';
import { background, type AppFactory, type Component } from '@reciproca/runtime';
import { FoldService } from './flows/fold.service.js';
import { IntakeService } from './flows/intake.service.js';
import { Flows1790000000101 } from './migrations/1-flows.migration.js';
import { StatisticsModule } from './statistics.module.js';

/** Statistics as a part of a process: takes the product's events, keeps and publishes the flows. */
export const statisticsApp: AppFactory<'databaseUrl'> = (host) => {
  const database = new Database({
    url: host.config.databaseUrl,
    schema: 'statistics',
    migrations: [Flows1790000000101],
  });
  const relay = new OutboxRelay(database, host.kafka, 'statistics-outbox');
  const { logger, clock } = host;
  host.health.register('statistics database', () => database.ping());
  return {
    name: 'statistics',
    module: StatisticsModule.with([
      { provide: Database, useValue: database },
      { provide: IntakeService, useValue: new IntakeService(database) },
    ]),
    components: [
      databaseComponent(database),
      background('statistics outbox', relay),
      background('statistics flows', new FoldService({ database, relay, logger, clock })),
    ],
  };
};

function databaseComponent(database: Database): Component {
  return {
    name: 'statistics database',
    start: () => database.open(),
    stop: () => database.close(),
  };
}
