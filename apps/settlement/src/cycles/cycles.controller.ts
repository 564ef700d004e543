import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { topics } from '@reciproca/contracts';
import { BatchHandler, type BatchContext, type MessageBatch } from '@reciproca/messaging';
import { CyclesService } from './cycles.service.js';

/** The consumer of `clearing.cycles.v1`. */
@Controller()
export class CyclesController {
  constructor(private readonly cycles: CyclesService) {}

  @BatchHandler({ group: 'settlement', topic: topics.clearingCycles.name })
  async take(@Payload() batch: MessageBatch, @Ctx() context: BatchContext): Promise<void> {
    await this.cycles.take(batch, context);
  }
}
