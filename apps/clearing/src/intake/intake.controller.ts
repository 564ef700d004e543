import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { topics } from '@reciproca/contracts';
import { BatchHandler, type BatchContext, type MessageBatch } from '@reciproca/messaging';
import { IntakeService } from './intake.service.js';

/** The consumer of `claims.inbound.v1`. */
@Controller()
export class IntakeController {
  constructor(private readonly intake: IntakeService) {}

  @BatchHandler({ group: 'clearing', topic: topics.claimsInbound.name })
  async take(@Payload() batch: MessageBatch, @Ctx() context: BatchContext): Promise<void> {
    await this.intake.take(batch, context);
  }
}
