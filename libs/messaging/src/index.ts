export {
  BatchHandler,
  RethrowFilter,
  type BatchContext,
  type BatchPattern,
  type MessageBatch,
} from './batch-handler.js';
export {
  readCloudEvent,
  type CloudEventReading,
  type KafkaMessage,
  type RawCloudEvent,
} from './cloud-event.js';
export { DeadLetterDesk, type ParkedMessage } from './dead-letter-desk.js';
export { deadLetterTopicOf } from './dead-letters.js';
export { EventProducer, type ProducedEvent } from './event-producer.js';
export { KafkaBatchServer, type EmptyStretchListener } from './kafka-batch.server.js';
export {
  KafkaConnection,
  isKafkaError,
  type KafkaConnectionOptions,
  type TopicSpecification,
} from './kafka-connection.js';
export { messagingLimits } from './limits.js';
export type { MessagingLog } from './log.js';
export { OutboxRelay, type OutgoingEvent } from './outbox-relay.js';
export { outboxTablesSql } from './outbox-tables.js';
export {
  markConsumed,
  openOutboxBatch,
  writeOutbox,
  type OutboxRow,
  type Resend,
} from './outbox.js';
export {
  TopicReader,
  readWholeTopic,
  type TopicReaderOptions,
  type TopicStretch,
} from './topic-reader.js';
