import { Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { allTopics, buildOpenApi, deadLetterDefinition, type AppName } from '@reciproca/contracts';
import { KafkaBatchServer, KafkaConnection, type TopicSpecification } from '@reciproca/messaging';
import type { Config, ConfigSection } from '../config/config.js';
import { HealthRegistry } from '../health/health-registry.js';
import { bootstrapHttpApp, type HttpApp } from '../http/http-app.js';
import type { LocalIssuer } from '../identity/local-issuer.js';
import type { TokenVerifier } from '../identity/token-verifier.js';
import type { Component } from '../lifecycle/components.js';
import type { Logger } from '../logging/logger.js';
import { createLogger } from '../logging/logger.js';
import { Metrics } from '../metrics/metrics.js';

/** What a process offers to the apps it hosts. */
export interface HostServices<Required extends ConfigSection = never> {
  readonly config: Config<Required | 'kafka'>;
  readonly logger: Logger;
  readonly health: HealthRegistry;
  readonly metrics: Metrics;
  readonly kafka: KafkaConnection;
  /** The only clock of an app. */
  readonly clock: () => Date;
  /** The transport, for what must hear of stretches that no handler sees. */
  readonly consumers: KafkaBatchServer;
}

/** One app as its front door gives it: its Nest module, and what runs beside HTTP. */
export interface AppPart {
  readonly name: AppName;
  /** Controllers for HTTP (`@Route`) and Kafka (`@BatchHandler`), and their providers. */
  readonly module: DynamicModule;
  /** Started in this order, before the consumers; stopped in the reverse order, after them. */
  readonly components: readonly Component[];
}

/** Makes an app for a process. */
export type AppFactory<Required extends ConfigSection = never> = (
  host: HostServices<Required>,
) => AppPart;

/** How a process is run. */
export interface HostOptions<Required extends ConfigSection> {
  /** Name of the process in log and metrics. */
  readonly name: string;
  readonly config: Config<Required | 'kafka'>;
  readonly verifier: TokenVerifier;
  readonly issuer?: LocalIssuer;
  readonly clock?: () => Date;
  readonly logger?: Logger;
  /** How the process ends when a signal stopped it; default 0. */
  readonly exitCodeOnSignal?: number | undefined;
  /** Parts of the process itself: started before everything else, stopped after it. */
  readonly components?: readonly Component[];
}

/**
 * Runs apps in this process behind one origin: HTTP listens first, then each app's parts start, the
 * topics are made, and one consumer per group joins. Broker and database may be away at start or
 * later: `/health/ready` is 503 until they are back.
 */
export async function hostApps<Required extends ConfigSection>(
  factories: readonly AppFactory<Required>[],
  options: HostOptions<Required>,
): Promise<HttpApp> {
  const { config, name } = options;
  const logger = options.logger ?? createLogger({ name, level: config.logLevel });
  const kafka = kafkaOf(config, { name, logger });
  const services: HostServices<Required> = {
    config,
    logger,
    health: new HealthRegistry(),
    metrics: new Metrics(name),
    kafka,
    clock: options.clock ?? (() => new Date()),
    consumers: new KafkaBatchServer(kafka),
  };
  const parts = factories.map((factory) => factory(services));
  services.health.register('broker', () => kafka.ping());
  return bootstrapHttpApp({
    name,
    module: { module: HostedAppsModule, imports: parts.map((part) => part.module) },
    host: config.host,
    port: config.port,
    logger,
    exitCodeOnSignal: options.exitCodeOnSignal,
    verifier: options.verifier,
    ...(options.issuer === undefined ? {} : { issuer: options.issuer }),
    openApi: openApiOf(parts),
    health: services.health,
    metrics: services.metrics,
    components: (nest) => [
      ...(options.components ?? []),
      brokerComponent(kafka),
      ...parts.flatMap((part) => part.components),
      consumersComponent(nest, services.consumers),
    ],
  });
}

/** Holds the modules of all hosted apps together. */
@Module({})
class HostedAppsModule {}

/** One app describes its own paths; several together are the whole product. */
function openApiOf(parts: readonly AppPart[]): unknown {
  const [first, ...others] = parts;
  return others.length === 0 ? buildOpenApi(first?.name) : buildOpenApi();
}

function kafkaOf(
  config: Config<'kafka'>,
  process: { readonly name: string; readonly logger: Logger },
): KafkaConnection {
  const { brokers, sasl, ssl } = config.kafka;
  return new KafkaConnection({
    brokers,
    clientId: `reciproca-${process.name}`,
    topicPrefix: config.topicPrefix,
    log: process.logger,
    ...(sasl === undefined ? {} : { sasl }),
    ...(ssl === undefined ? {} : { ssl }),
  });
}

function brokerComponent(kafka: KafkaConnection): Component {
  const definitions = [...allTopics, ...allTopics.map(deadLetterDefinition)];
  return {
    name: 'topics',
    start: () => kafka.ensureTopics(definitions.map(topicSpecification)),
    stop: () => kafka.close(),
  };
}

const messageBytesMax = 8 * 1024 * 1024;
const deadLetterBytesMax = messageBytesMax + 64 * 1024;

function topicSpecification(definition: (typeof allTopics)[number]): TopicSpecification {
  const { name, partitions, retentionDays, compacted, types, writers } = definition;
  const retentionMs = retentionDays === null ? '-1' : String(retentionDays * 86_400_000);
  return {
    name,
    partitions,
    configuration: {
      'cleanup.policy': compacted ? 'compact' : 'delete',
      ...(compacted ? {} : { 'retention.ms': retentionMs }),
      // A message that is too large for us must still find room among the dead letters, headers and all.
      'max.message.bytes': String(types.length === 0 ? deadLetterBytesMax : messageBytesMax),
      // Clients compress with codecs that not every reader has; the broker has them all.
      ...(writers.includes('institutions') ? { 'compression.type': 'uncompressed' } : {}),
    },
  };
}

/** Consumers come last: what they call is there by then. */
function consumersComponent(nest: INestApplication, strategy: KafkaBatchServer): Component {
  let connected = false;
  return {
    name: 'consumers',
    async start() {
      if (!connected) nest.connectMicroservice({ strategy });
      connected = true;
      await nest.startAllMicroservices();
    },
    stop: () => strategy.close(),
  };
}
