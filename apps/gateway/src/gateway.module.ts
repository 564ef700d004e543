import { Module, type DynamicModule } from '@nestjs/common';
import { EventProducer } from '@reciproca/messaging';
import type { AppFactory, AppPart, Component } from '@reciproca/runtime';
import { ClaimsController, SubmissionService } from './claims/index.js';
import { InstitutionDirectory, InstitutionFeed } from './institutions/index.js';

/** The HTTP door for institutions without Kafka. */
@Module({})
export class GatewayModule {
  static with(submissions: SubmissionService): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [ClaimsController],
      providers: [{ provide: SubmissionService, useValue: submissions }],
    };
  }
}

/** The gateway as a part of a process. It keeps nothing: no database, no consumer group. */
export const gatewayApp: AppFactory = (host): AppPart => {
  const { kafka, logger, clock } = host;
  const directory = new InstitutionDirectory();
  const feed = new InstitutionFeed({ kafka, directory, logger });
  const producer = new EventProducer(kafka);
  const submissions = new SubmissionService({
    sink: producer,
    directory,
    directoryIsComplete: () => feed.isComplete,
    clock,
  });
  return {
    name: 'gateway',
    module: GatewayModule.with(submissions),
    components: [producerComponent(producer), feed],
  };
};

function producerComponent(producer: EventProducer): Component {
  return {
    name: 'gateway producer',
    start: () => producer.open(),
    stop: () => producer.close(),
  };
}
