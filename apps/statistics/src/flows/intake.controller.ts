import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { topics } from '@reciproca/contracts';
import { BatchHandler, type BatchContext, type MessageBatch } from '@reciproca/messaging';
import { IntakeService } from './intake.service.js';

const group = 'statistics';

/** The consumer of everything that bears on the flows; it reads published events and nothing else. */
@Controller()
export class IntakeController {
  constructor(private readonly intake: IntakeService) {}

  @BatchHandler({ group, topic: topics.claimsOutcomes.name })
  async takeOutcomes(@Payload() batch: MessageBatch, @Ctx() context: BatchContext): Promise<void> {
    await this.intake.take(batch, context);
  }

  @BatchHandler({ group, topic: topics.clearingCycles.name })
  async takeCycles(@Payload() batch: MessageBatch, @Ctx() context: BatchContext): Promise<void> {
    await this.intake.take(batch, context);
  }

  @BatchHandler({ group, topic: topics.settlements.name })
  async takeSettlements(
    @Payload() batch: MessageBatch,
    @Ctx() context: BatchContext,
  ): Promise<void> {
    await this.intake.take(batch, context);
  }
}
