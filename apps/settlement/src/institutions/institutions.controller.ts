import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { topics } from '@reciproca/contracts';
import { BatchHandler, type BatchContext, type MessageBatch } from '@reciproca/messaging';
import { InstitutionsService } from './institutions.service.js';

/** The consumer of `reference.v1`. */
@Controller()
export class InstitutionsController {
  constructor(private readonly institutions: InstitutionsService) {}

  @BatchHandler({ group: 'settlement', topic: topics.reference.name })
  async take(@Payload() batch: MessageBatch, @Ctx() context: BatchContext): Promise<void> {
    await this.institutions.take(batch, context);
  }
}
