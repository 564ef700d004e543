/** Longest a client may take to send the headers, in milliseconds. */
export const HEADERS_TIMEOUT_MS = 15_000;

/** Longest a client may take to send a whole request, in milliseconds; long for streamed files. */
export const REQUEST_TIMEOUT_MS = 600_000;

/** How long an idle connection is kept, in milliseconds; longer than usual routers keep theirs. */
export const KEEP_ALIVE_TIMEOUT_MS = 65_000;

/** Longest that running requests may take after the stop began, in milliseconds. */
export const DRAIN_TIMEOUT_MS = 5_000;

/** How often connections that became idle are closed during the stop, in milliseconds. */
export const DRAIN_SWEEP_MS = 20;

/** Longest that a process may take to stop, in milliseconds. */
export const STOP_TIMEOUT_MS = 10_000;
