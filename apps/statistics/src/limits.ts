/** Limits of statistics; they bound the memory and the length of each transaction. */
export const statisticsLimits = {
  /** Groups whose waiting changes are folded into the flows in one pass. */
  foldGroups: 5_000,
  /** Claims whose movements are folded in one pass. */
  foldClaims: 5_000,
  /** Flows published in one pass. */
  publishFlows: 1_000,
  /** Flows read in one go while all of them are given as CSV. */
  readFlows: 500,
  /** Pause between two passes when there is no backlog, in milliseconds. */
  passPauseMs: 1_000,
  /** Shortest pause between two passes over a backlog, in milliseconds. */
  backlogPauseMs: 20,
  /** Groups that a consumer remembers to exist, so that it need not write them again. */
  rememberedGroups: 200_000,
} as const;
