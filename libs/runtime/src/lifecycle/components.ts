import type { HealthRegistry } from '../health/health-registry.js';
import type { Logger } from '../logging/logger.js';
import { retryForever, type Backoff } from './backoff.js';

/** A part that runs beside HTTP: a consumer, a relay, a scheduler, a connection pool. */
export interface Component {
  /** Shown in the log and in `/health/ready` while it is waited for. */
  readonly name: string;
  /** Starts it; is tried again with backoff until it succeeds or `signal` is aborted. */
  start(signal: AbortSignal): Promise<void>;
  /** Stops it and resolves when it does nothing any more; is called when `start` succeeded. */
  stop(): Promise<void>;
}

/** What the components share. */
export interface ComponentsOptions {
  readonly logger: Logger;
  readonly health: HealthRegistry;
  readonly backoff?: Backoff;
  /** Errors that waiting cannot mend end the start; default: all are retried. */
  readonly isTransient?: (error: unknown) => boolean;
}

/**
 * Starts components one after the other in their order, waiting for each as long as it takes, and
 * stops those that were started in the reverse order.
 */
export class Components {
  private readonly stopping = new AbortController();
  private readonly started: Component[] = [];
  private starting: Promise<void> = Promise.resolve();

  constructor(
    private readonly components: readonly Component[],
    private readonly options: ComponentsOptions,
  ) {
    for (const { name } of components) {
      options.health.waitsFor(name, 'not started yet');
    }
  }

  /**
   * Starts all.
   * @returns when all are started, or when stopped before that
   * @throws an error that waiting cannot mend
   */
  start(): Promise<void> {
    this.starting = this.startAll();
    return this.starting;
  }

  /** Stops what was started, the last first; one that fails is logged and the others still stop. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled([this.starting]);
    const failures: unknown[] = [];
    for (const component of this.started.splice(0).reverse()) {
      try {
        await component.stop();
      } catch (error) {
        this.options.logger.error({ err: error, component: component.name }, 'stopping failed');
        failures.push(error);
      }
    }
    if (failures.length > 0) {
      throw new AggregateError(failures, 'not every part could be stopped');
    }
  }

  private async startAll(): Promise<void> {
    const { signal } = this.stopping;
    for (const component of this.components) {
      try {
        await retryForever((stopped) => component.start(stopped), {
          ...this.options,
          name: component.name,
          signal,
        });
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        throw error;
      }
      this.started.push(component);
    }
  }
}
