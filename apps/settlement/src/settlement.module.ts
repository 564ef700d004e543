import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import {
  AcceptancesController,
  BatchesController,
  PaymentFileController,
} from './batches/index.js';
import { CyclesController } from './cycles/index.js';
import { InstitutionsController } from './institutions/index.js';
import { PaymentsController } from './payments/index.js';

/** The officers' side; what it is made of comes from `settlementApp`. */
@Module({})
export class SettlementModule {
  static with(providers: Provider[]): DynamicModule {
    return {
      module: SettlementModule,
      controllers: [
        BatchesController,
        AcceptancesController,
        PaymentFileController,
        CyclesController,
        InstitutionsController,
        PaymentsController,
      ],
      providers,
    };
  }
}
