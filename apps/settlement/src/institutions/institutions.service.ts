import { eventSchemas } from '@reciproca/contracts';
import type { Database } from '@reciproca/database';
import {
  markConsumed,
  readCloudEvent,
  type BatchContext,
  type KafkaMessage,
  type MessageBatch,
} from '@reciproca/messaging';
import { keepVersions, type InstitutionVersion } from './institutions.repository.js';

/** Keeps the institutions that clearing makes known, every version once, in whatever order. */
export class InstitutionsService {
  constructor(private readonly database: Database) {}

  async take(batch: MessageBatch, context: BatchContext): Promise<void> {
    const versions = batch.messages.flatMap((message) => readVersion(message, context));
    await this.database.transaction(async (transaction) => {
      await keepVersions(transaction, versions);
      await markConsumed(transaction, batch);
    });
  }
}

function readVersion(message: KafkaMessage, context: BatchContext): InstitutionVersion[] {
  const reading = readCloudEvent(message);
  if (!reading.ok) {
    context.deadLetter(message, reading.code, reading.detail);
    return [];
  }
  if (reading.event.attributes['type'] !== 'reference.updated.v1') {
    context.deadLetter(message, 'unknown-type', 'not an event of this topic');
    return [];
  }
  const parsed = eventSchemas['reference.updated.v1'].safeParse(reading.event.data);
  if (!parsed.success) {
    const paths = parsed.error.issues.map((issue) => issue.path.join('.'));
    context.deadLetter(message, 'invalid-data', paths.join(', '));
    return [];
  }
  const { data } = parsed;
  return data.kind === 'institutions' ? [{ version: data.version, record: data.record }] : [];
}
