import { startLocalBroker } from './local-broker.js';
import { startLocalDatabase } from './local-database.js';
import type { LocalPartOptions } from './local-part-options.js';

/** What `startLocalParts` may use instead of starting its own. */
export interface GivenParts {
  /** A database that exists already, usually `DATABASE_URL`. */
  readonly databaseUrl?: string | undefined;
  /** Brokers that exist already, usually `KAFKA_BROKERS` split at the commas. */
  readonly brokers?: readonly string[] | undefined;
}

/** A database and a broker, local or given. */
export interface LocalParts {
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  /** The process numbers of what was started here; null for what was given. */
  readonly databasePid: number | null;
  readonly brokerPid: number | null;
  /** Ends what was started here. */
  stop(): Promise<void>;
}

/**
 * Starts, at the same time, whichever of database and broker was not given.
 * When one of them fails, the other is stopped before the error is thrown.
 * @throws LocalPartError; the reason of `options.signal`
 */
export async function startLocalParts(
  options: Omit<LocalPartOptions, 'port'>,
  given: GivenParts = {},
): Promise<LocalParts> {
  const wanted = [
    ...(given.databaseUrl === undefined ? ['database'] : []),
    ...(given.brokers === undefined ? ['broker'] : []),
  ];
  if (wanted.length > 0) options.onProgress?.(`starting the local ${wanted.join(' and ')}`);
  const failures: unknown[] = [];
  const failed = new AbortController();
  const signals = options.signal === undefined ? [] : [options.signal];
  const together = { ...options, signal: AbortSignal.any([failed.signal, ...signals]) };
  const endTheOther = (error: unknown): never => {
    failures.push(error);
    failed.abort();
    throw error;
  };
  const [database, broker] = await Promise.allSettled([
    given.databaseUrl === undefined ? startLocalDatabase(together).catch(endTheOther) : null,
    given.brokers === undefined ? startLocalBroker(together).catch(endTheOther) : null,
  ]);
  const started = [database, broker].flatMap((part) =>
    part.status === 'fulfilled' && part.value !== null ? [part.value] : [],
  );
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((part) => part.stop()));
  };
  if (database.status === 'rejected' || broker.status === 'rejected') {
    await stop();
    throw failures[0];
  }
  return {
    databaseUrl: given.databaseUrl ?? database.value?.url ?? '',
    brokers: given.brokers ?? broker.value?.brokers ?? [],
    get databasePid() {
      return database.value?.pid ?? null;
    },
    get brokerPid() {
      return broker.value?.pid ?? null;
    },
    stop,
  };
}
