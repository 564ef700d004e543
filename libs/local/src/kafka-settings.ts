/** What the broker's settings depend on. */
export interface KafkaSite {
  readonly port: number;
  readonly controllerPort: number;
  readonly logFolder: string;
}

const mebibyte = 1024 * 1024;

/**
 * The content of `server.properties` for one node that is broker and controller.
 * Messages up to 4 MiB pass, so that the consumers' own, smaller limit is the one that answers.
 */
export function kafkaProperties(site: KafkaSite): string {
  const broker = `127.0.0.1:${site.port.toString()}`;
  const controller = `127.0.0.1:${site.controllerPort.toString()}`;
  const values: Readonly<Record<string, string | number>> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.bootstrap.servers': controller,
    listeners: `BROKER://${broker},CONTROLLER://${controller}`,
    'advertised.listeners': `BROKER://${broker},CONTROLLER://${controller}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'BROKER',
    'listener.security.protocol.map': 'BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': site.logFolder,
    'auto.create.topics.enable': 'false',
    'default.replication.factor': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,
    // A killed broker may come back under its number once this long has passed.
    'broker.session.timeout.ms': 4_000,
    'broker.heartbeat.interval.ms': 1_000,
    'message.max.bytes': 4 * mebibyte,
    'replica.fetch.max.bytes': 4 * mebibyte,
    // What a topic does not say otherwise is kept for good.
    'log.retention.ms': -1,
    'offsets.retention.minutes': 525_600,
    'log.segment.bytes': 256 * mebibyte,
    'log.index.size.max.bytes': mebibyte,
    'log.cleaner.dedupe.buffer.size': 16 * mebibyte,
    'log.cleaner.threads': 1,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'background.threads': 2,
    'num.recovery.threads.per.data.dir': 2,
  };
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value.toString()}\n`)
    .join('');
}

/** Sends warnings of the broker to its standard output, which the guardian keeps in a file. */
export const log4jConfiguration = `status = error
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d{ISO8601} %p %c{1} %m%n
rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
`;
