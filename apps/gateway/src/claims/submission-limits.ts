import { limits } from '@reciproca/contracts';

/** Limits of one submission; sizes in bytes. */
export const submissionLimits = Object.freeze({
  /** Most bytes of one body. */
  bodyBytes: limits.requestBytesMax,
  /** Most bytes of one event or line. */
  eventBytes: limits.messageBytesMax,
  /** Most events or lines of one body. */
  events: limits.requestEventsMax,
  /** Events that go to Kafka at once, as long as their bytes allow. */
  batchEvents: 1_000,
  /** Bytes that go to Kafka at once, well below what a broker takes as one request. */
  batchBytes: 512 * 1024,
  /** Seconds after which a client may try again when the broker is away. */
  retryAfterSeconds: 5,
});
