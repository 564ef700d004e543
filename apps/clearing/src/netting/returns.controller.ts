import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { topics } from '@reciproca/contracts';
import { BatchHandler, type BatchContext, type MessageBatch } from '@reciproca/messaging';
import { ReturnsService } from './returns.service.js';

/** The consumer of `settlements.v1`. */
@Controller()
export class ReturnsController {
  constructor(private readonly returns: ReturnsService) {}

  @BatchHandler({ group: 'clearing', topic: topics.settlements.name })
  async take(@Payload() batch: MessageBatch, @Ctx() context: BatchContext): Promise<void> {
    await this.returns.take(batch, context);
  }
}
