/** One rung of the way down: the signal, and how long the server gets to end after it. */
export interface StopStep {
  readonly signal: NodeJS.Signals;
  readonly waitMs: number;
}

/** What a guardian is told on the first line of its standard input. */
export interface GuardianOrder {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** The OS user of the server, when it is not the user of this process. */
  readonly user: { readonly uid: number; readonly gid: number } | null;
  /** Gets what the server prints. */
  readonly logFile: string;
  /** Gets who the guardian and the server are, for the next start in this folder. */
  readonly stateFile: string;
  readonly lock: { readonly path: string; readonly token: string };
  readonly stopSteps: readonly StopStep[];
  /** Removed once the server has ended: the part's own folder of a throw-away world, else null. */
  readonly throwAway: { readonly part: string; readonly world: string } | null;
}

/** What a guardian says on its standard output, one JSON object per line. */
export type GuardianReport =
  | { readonly event: 'started'; readonly pid: number }
  | { readonly event: 'exited'; readonly reason: string }
  | { readonly event: 'gave-up'; readonly reason: string };

/** The content of the state file. */
export interface GuardedState {
  readonly guardian: { readonly pid: number; readonly began: string | null };
  readonly server: { readonly pid: number; readonly began: string | null } | null;
}
