/** Limits of the messaging layer; times in milliseconds, sizes in bytes. */
export const messagingLimits = {
  /** A larger inbound message goes to the dead letters unread. */
  messageBytes: 1024 * 1024,
  /** Messages handed to a handler at once; a partition's fetch with more is cut into pieces. */
  batchMessages: 2_000,
  /**
   * Bytes fetched per partition and per fetch; they bound the memory of a consumer, since a fetch is
   * worked off before the next one. Twice as much made intake not clearly faster and a consumer 100 MiB larger.
   */
  fetchBytesPerPartition: 1024 * 1024,
  fetchBytes: 4 * 1024 * 1024,
  /** A fetch without news ends after so long; a partition that was busy meanwhile joins the next. */
  fetchWaitMs: 100,
  /** Partitions of one consumer whose messages may meet in one unit of work. */
  gatheredPartitions: 64,
  /** Units of work of one handler at the same time. */
  concurrentUnits: 3,
  sessionTimeoutMs: 10_000,
  heartbeatIntervalMs: 2_500,
  rebalanceTimeoutMs: 30_000,
  /** Pause between two attempts at a batch while a part of the house is away. */
  retryDelayMsMin: 100,
  retryDelayMsMax: 5_000,
  /** Attempts to learn a topic's offsets while its partitions find their leaders. */
  leaderAttempts: 8,
  /** Attempts at a batch that fails for no known outside reason, before it is cut in two. */
  poisonAttempts: 3,
  /** One publisher holds the outbox for this long without a sign of life. */
  leaseMs: 6_000,
  /** How long the relay sleeps when it has nothing to send. */
  relayIdleMs: 25,
  /** Outbox batches published in one Kafka transaction. */
  relayBatches: 16,
  /** Bytes per produce request, below the broker's default `message.max.bytes`. */
  produceBytes: 600 * 1024,
  /** Bytes of events kept in memory between commit and publication; beyond it they are read back. */
  handOverBytes: 32 * 1024 * 1024,
} as const;

if (messagingLimits.heartbeatIntervalMs * 3 > messagingLimits.sessionTimeoutMs) {
  throw new Error('three heartbeats must fit into one session');
}
