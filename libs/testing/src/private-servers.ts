import { rmSync } from 'node:fs';
import { startLocalBroker, startLocalDatabase } from '@reciproca/local';
import type { LocalBroker, LocalDatabase } from '@reciproca/local';
import { pointToServers, temporaryFolder } from './shared-servers.js';

/**
 * A database server and a broker for one spec file alone, which may therefore kill them. While they
 * exist, `freshWorld` and `freshDatabase` of this file make their worlds there.
 */
export class PrivateServers {
  private readonly restore: () => void;

  private constructor(
    private readonly dataDir: string,
    private database: LocalDatabase,
    private broker: LocalBroker,
  ) {
    this.restore = pointToServers({ databaseUrl: database.url, brokers: broker.brokers });
  }

  /** Starts both; in `beforeAll`, with `end` in `afterAll`. */
  static async start(): Promise<PrivateServers> {
    const dataDir = temporaryFolder('servers');
    const [database, broker] = await Promise.all([
      startLocalDatabase({ dataDir }),
      startLocalBroker({ dataDir }),
    ]);
    return new PrivateServers(dataDir, database, broker);
  }

  /** Kills the server; with its data it comes back by itself after a moment. */
  kill(which: 'database' | 'broker'): void {
    process.kill(this[which].pid, 'SIGKILL');
  }

  /** Stops the server until it is started again; it keeps its data and its port. */
  async stop(which: 'database' | 'broker'): Promise<void> {
    await this[which].stop();
  }

  async startAgain(which: 'database' | 'broker'): Promise<void> {
    const { dataDir } = this;
    if (which === 'database') this.database = await startLocalDatabase({ dataDir });
    else this.broker = await startLocalBroker({ dataDir });
  }

  /** Ends both and throws their data away. */
  async end(): Promise<void> {
    this.restore();
    await Promise.all([this.database.stop(), this.broker.stop()]);
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
