import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { AccountStatementsController } from './account-statements/index.js';
import { ClaimsController } from './claims/index.js';
import { PublishedBalancesController } from './confirmations/index.js';
import { DeadlinesController } from './deadlines/index.js';
import { ExplanationsController } from './explanations/index.js';
import { IntakeController } from './intake/index.js';
import { PositionsController } from './ledger/index.js';
import {
  CyclesController,
  SettlementNewsController,
  SettlementsController,
} from './netting/index.js';
import { MirrorController } from './mirror/index.js';
import { OpeningController } from './opening/index.js';
import { ReferenceController } from './reference/index.js';
import { StatementsController } from './statements/index.js';

/** The book of record; what it is made of comes from `clearingApp`. */
@Module({})
export class ClearingModule {
  static with(providers: Provider[]): DynamicModule {
    return {
      module: ClearingModule,
      controllers: [
        IntakeController,
        SettlementNewsController,
        ExplanationsController,
        ClaimsController,
        PositionsController,
        OpeningController,
        MirrorController,
        AccountStatementsController,
        DeadlinesController,
        PublishedBalancesController,
        CyclesController,
        SettlementsController,
        StatementsController,
        ReferenceController,
      ],
      providers,
    };
  }
}
