import { applyDecorators, Catch, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { DeadLetterCode } from '@reciproca/contracts';
import type { KafkaMessage } from './cloud-event.js';

/** Where consumption of a partition goes on once a batch is booked. */
export interface PartitionPosition {
  readonly partition: number;
  /** The offset behind the batch's last message of this partition. */
  readonly nextOffset: bigint;
}

/** Messages of one topic for one call of a handler; those of one partition are in their order. */
export interface MessageBatch {
  /** The product's name of the topic. */
  readonly topic: string;
  readonly messages: readonly KafkaMessage[];
  /** One position per partition in the batch; never empty. */
  readonly positions: readonly [PartitionPosition, ...PartitionPosition[]];
}

/** What a handler may ask for while it works. */
export interface BatchContext {
  /** Puts a message aside with a stable code; it is on the dead-letter topic before the offset moves. */
  deadLetter(message: KafkaMessage, code: DeadLetterCode, detail: string): void;
}

/** The pattern under which Nest keeps a batch handler. */
export interface BatchPattern {
  readonly group: string;
  readonly topic: string;
}

/**
 * Nest turns a handler's error into a reply that hides it; the consumer needs the error itself to
 * decide between waiting and parking.
 */
@Catch()
export class RethrowFilter implements RpcExceptionFilter {
  catch(exception: unknown): Observable<never> {
    return throwError(() => exception);
  }
}

/**
 * Marks a controller method that takes a whole Kafka batch: `(@Payload() batch: MessageBatch,
 * @Ctx() context: BatchContext) => Promise<void>`. It returns once everything is booked and
 * published (the offset is committed then), and throws when the batch must be tried again.
 */
export function BatchHandler(pattern: BatchPattern): MethodDecorator {
  return applyDecorators(EventPattern(pattern, pattern), UseFilters(RethrowFilter));
}
