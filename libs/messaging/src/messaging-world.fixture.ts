import { Database, roleOf, type Migration } from '@reciproca/database';
import { freshWorld, type FreshWorld, type TopicWish } from '@reciproca/testing';
import { KafkaConnection } from './kafka-connection.js';
import type { MessagingLog } from './log.js';
import { outboxTablesSql } from './outbox-tables.js';

/** The tables of an app that takes and publishes. */
class Tables1700000000001 implements Migration {
  readonly name = 'Tables1700000000001';
  async up(runner: Parameters<Migration['up']>[0]): Promise<void> {
    await runner.query(outboxTablesSql(roleOf('app')));
  }
  down(): Promise<void> {
    return Promise.resolve();
  }
}

/** A log that only remembers. */
export class RememberedLog implements MessagingLog {
  readonly lines: string[] = [];
  private readonly note = (details: object, message: string): void => {
    this.lines.push(`${message} ${JSON.stringify(details)}`);
  };
  readonly debug = this.note;
  readonly info = this.note;
  readonly warn = this.note;
  readonly error = this.note;
}

/** A database with the tables of messaging and topics of one spec's own. */
export class MessagingWorld {
  readonly log = new RememberedLog();

  private constructor(
    readonly outside: FreshWorld,
    readonly database: Database,
  ) {}

  static async open(topics: readonly TopicWish[]): Promise<MessagingWorld> {
    const outside = await freshWorld({ topics: false });
    await outside.kafka.createTopics(topics);
    const database = new Database({
      url: outside.database.url,
      schema: 'app',
      migrations: [Tables1700000000001],
    });
    await database.open();
    return new MessagingWorld(outside, database);
  }

  /** A process's way to the broker. */
  connection(): KafkaConnection {
    const { brokers, topicPrefix } = this.outside;
    return new KafkaConnection({ brokers, clientId: 'spec', topicPrefix, log: this.log });
  }

  async end(): Promise<void> {
    await this.database.close();
    await this.outside.end();
  }
}
