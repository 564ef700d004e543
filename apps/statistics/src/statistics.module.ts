import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { FlowsController } from './flows/flows.controller.js';
import { IntakeController } from './flows/intake.controller.js';

/** The flows between States; what it is made of comes from `statisticsApp`. */
@Module({})
export class StatisticsModule {
  static with(providers: Provider[]): DynamicModule {
    return {
      module: StatisticsModule,
      controllers: [IntakeController, FlowsController],
      providers,
    };
  }
}
