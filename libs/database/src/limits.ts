/** Limits of the database layer; one place, so that their relations can be seen. */
export const databaseLimits = {
  /** Connections one app keeps open. */
  poolSize: 10,
  /** Readings that are held open at once; more wait, so that slow readers leave work its connections. */
  readingsMax: 3,
  /** How often a unit of work is redone after a conflict before the failure is passed on. */
  transactionAttempts: 12,
  /** Longest pause between two attempts, in milliseconds. */
  retryDelayMsMax: 400,
  /** A statement that runs longer than this is cancelled by the server, in milliseconds. */
  statementTimeoutMs: 120_000,
  /**
   * A transaction whose process stays silent this long (stopped, swapped out, cut off) is ended by
   * the server, in milliseconds: its locks must not hold up whoever took over its work.
   */
  idleInTransactionTimeoutMs: 10_000,
  /** How long to wait for a connection before it counts as unreachable, in milliseconds. */
  connectionTimeoutMs: 5_000,
} as const;
