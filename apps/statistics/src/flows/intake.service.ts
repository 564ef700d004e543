import type { Database } from '@reciproca/database';
import {
  markConsumed,
  readCloudEvent,
  type BatchContext,
  type MessageBatch,
} from '@reciproca/messaging';
import { statisticsLimits } from '../limits.js';
import { readFact, type Introduction, type Movement } from './claim-facts.js';
import { appendFacts, type Facts } from './intake.repository.js';

/** Takes the product's events into the facts from which flows are made. */
export class IntakeService {
  /** Groups that are committed; a group is never changed or deleted. */
  private readonly existingGroups = new Set<string>();

  constructor(private readonly database: Database) {}

  /**
   * Books a batch in one transaction; throws when it must be tried again. What the claims and their
   * movements say decides whether they are new, so the same event counts once however often, in
   * whatever order and in whichever process it is taken.
   */
  async take(batch: MessageBatch, context: BatchContext): Promise<void> {
    const facts = readFacts(batch, context);
    const groups = await this.database.transaction(async (transaction) => {
      const written = await appendFacts(transaction, facts, (id) => this.existingGroups.has(id));
      await markConsumed(transaction, batch);
      return written;
    });
    this.remember(groups);
  }

  private remember(groups: readonly string[]): void {
    if (this.existingGroups.size > statisticsLimits.rememberedGroups) this.existingGroups.clear();
    for (const id of groups) this.existingGroups.add(id);
  }
}

function readFacts(batch: MessageBatch, context: BatchContext): Facts {
  const introductions: Introduction[] = [];
  const movements: Movement[] = [];
  for (const message of batch.messages) {
    const read = readCloudEvent(message);
    if (!read.ok) {
      context.deadLetter(message, read.code, read.detail);
      continue;
    }
    const fact = readFact(read.event.attributes['type'], read.event.data);
    switch (fact.kind) {
      case 'introduction':
        introductions.push(fact.introduction);
        if (fact.opening !== undefined) movements.push(fact.opening);
        break;
      case 'movement':
        movements.push(fact.movement);
        break;
      case 'fault':
        context.deadLetter(message, fact.code, fact.detail);
        break;
      case 'none':
        break;
    }
  }
  return { introductions, movements };
}
