import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearingApp } from '@reciproca/clearing';
import { gatewayApp } from '@reciproca/gateway';
import { hostApps, loadConfig, LocalIssuer, type HttpApp } from '@reciproca/runtime';
import { freshWorld, repositoryRoot, type FreshWorld } from '@reciproca/testing';
import { call, type Called, type CallWish } from './world.fixture.js';

/** A file of the documentation's examples. */
export function example(name: string): string {
  return join(repositoryRoot(), 'docs', 'examples', name);
}

/** Gateway and clearing as they run, and the command line that finds them; end it with `end()`. */
export class HostedProduct {
  private constructor(
    private readonly parts: {
      readonly world: FreshWorld;
      readonly app: HttpApp;
      readonly issuer: LocalIssuer;
      readonly folder: string;
    },
  ) {}

  get world(): FreshWorld {
    return this.parts.world;
  }

  get app(): HttpApp {
    return this.parts.app;
  }

  get issuer(): LocalIssuer {
    return this.parts.issuer;
  }

  static async open(): Promise<HostedProduct> {
    const world = await freshWorld();
    const folder = await mkdtemp(join(tmpdir(), 'reciproca-hosted-'));
    const issuer = await LocalIssuer.open({ directory: join(folder, 'issuer') });
    const own = { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'fatal' };
    const app = await hostApps([gatewayApp, clearingApp], {
      name: 'hosted',
      config: loadConfig(
        { ...world.environment(), ...own, PSEUDONYM_KEY: '0123456789abcdef'.repeat(4) },
        { requires: ['kafka', 'databaseUrl', 'pseudonymKey'] },
      ),
      verifier: issuer,
      issuer,
    });
    await app.started;
    const endpoints = { http: app.url, kafka: world.brokers, postgres: world.database.url, pid: 1 };
    await writeFile(join(folder, 'endpoints.json'), JSON.stringify(endpoints));
    return new HostedProduct({ world, app, issuer, folder });
  }

  call(args: readonly string[], wish: CallWish = {}): Promise<Called> {
    return call(args, { ...wish, environment: { DATA_DIR: this.parts.folder } });
  }

  async end(): Promise<void> {
    await this.app.stop();
    await this.world.end();
    await rm(this.parts.folder, { recursive: true, force: true });
  }
}
