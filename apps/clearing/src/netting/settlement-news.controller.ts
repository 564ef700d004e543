import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { topics } from '@reciproca/contracts';
import { BatchHandler, type BatchContext, type MessageBatch } from '@reciproca/messaging';
import { SettlementNewsService } from './settlement-news.service.js';

/** The consumer of `settlements.v1`. */
@Controller()
export class SettlementNewsController {
  constructor(private readonly news: SettlementNewsService) {}

  @BatchHandler({ group: 'clearing', topic: topics.settlements.name })
  async take(@Payload() batch: MessageBatch, @Ctx() context: BatchContext): Promise<void> {
    await this.news.take(batch, context);
  }
}
