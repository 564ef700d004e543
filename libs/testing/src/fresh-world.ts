import { randomBytes } from 'node:crypto';
import { allTopics, buildAsyncApi, deadLetterDefinition } from '@reciproca/contracts';
import { freshDatabase } from './fresh-database.js';
import type { FreshDatabase } from './fresh-database.js';
import { KafkaTester } from './kafka-tester.js';
import type { FoundMessage, TopicWish } from './kafka-tester.js';
import { EventValidator } from './schema-validation.js';
import { keepsWorlds, sharedServers } from './shared-servers.js';
import { killSpawnedApps } from './spawned-app.js';

/** How a world differs from the product's own. */
export interface WorldWish {
  /** Makes all topics of the product (else none); a number is the partitions of each. */
  readonly topics?: boolean | number;
}

/** An event that was found on a topic, parsed and held against the AsyncAPI document. */
export interface FoundEvent {
  readonly message: FoundMessage;
  readonly event: {
    readonly id: string;
    readonly source: string;
    readonly type: string;
    readonly subject: string;
    readonly time: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

/** A database and topics that no other spec file knows. */
export interface FreshWorld {
  readonly database: FreshDatabase;
  readonly kafka: KafkaTester;
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  /** The variables that lead a program here; add its own. */
  environment(): Record<string, string>;
  /**
   * Reads a topic of structured CloudEvents to its end.
   * @throws when one of them does not fit the AsyncAPI document
   */
  readEvents(topic: string): Promise<FoundEvent[]>;
  /** Kills what was spawned, drops the database and the topics; with `KEEP=1` they stay. */
  end(): Promise<void>;
}

/** A topic prefix that nobody else has: `spec-<random>.`. */
export function freshTopicPrefix(): string {
  return `spec-${randomBytes(5).toString('hex')}.`;
}

/** Makes a world; in `beforeAll`, with `end` in `afterAll`. */
export async function freshWorld(wish: WorldWish = {}): Promise<FreshWorld> {
  const { brokers } = sharedServers();
  const topicPrefix = freshTopicPrefix();
  const kafka = new KafkaTester(brokers, topicPrefix);
  const [database] = await Promise.all([
    freshDatabase(),
    kafka.createTopics(topicsOf(wish.topics ?? true)),
  ]);
  let validator: EventValidator | null = null;
  return {
    database,
    kafka,
    brokers,
    topicPrefix,
    environment: () => ({
      DATABASE_URL: database.url,
      KAFKA_BROKERS: brokers.join(','),
      TOPIC_PREFIX: topicPrefix,
    }),
    readEvents: async (topic) => {
      validator ??= new EventValidator(buildAsyncApi());
      const check = validator;
      return (await kafka.readToEnd(topic)).map((message) => {
        const event = JSON.parse(message.value?.toString() ?? 'null') as FoundEvent['event'];
        check.check(event);
        return { message, event };
      });
    },
    end: async () => {
      await killSpawnedApps();
      if (keepsWorlds()) process.stderr.write(`[reciproca] kept topics ${topicPrefix}*\n`);
      else await kafka.deleteTopics();
      await kafka.close();
      await database.drop();
    },
  };
}

function topicsOf(wish: boolean | number): TopicWish[] {
  if (wish === false) return [];
  return allTopics
    .flatMap((topic) => [topic, deadLetterDefinition(topic)])
    .map(({ name, partitions, compacted }) => ({
      name,
      partitions: typeof wish === 'number' ? wish : partitions,
      configuration: { 'cleanup.policy': compacted ? 'compact' : 'delete' },
    }));
}
