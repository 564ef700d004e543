import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clearingApp } from '@reciproca/clearing';
import { gatewayApp } from '@reciproca/gateway';
import { KafkaConnection } from '@reciproca/messaging';
import { createLogger, hostApps, loadConfig, LocalIssuer, type HttpApp } from '@reciproca/runtime';
import { settlementApp } from '@reciproca/settlement';
import { freshWorld, type FreshWorld } from '@reciproca/testing';
import { ProductClient } from '../product-client.js';
import { arrangementRecords, institutionRecords } from './institutions.js';
import { lifeFaults } from './life-comparison.js';
import { lifeText } from './life-report.js';
import { runLife, type LifeResult } from './life-run.js';
import { OutcomeCount } from './outcome-count.js';

/*
 * The later cycles of the demo without the published case before them, on the product as it runs.
 */

let world: FreshWorld;
let folder: string;
let app: HttpApp;
let kafka: KafkaConnection;
let life: LifeResult;

beforeAll(async () => {
  world = await freshWorld();
  folder = await mkdtemp(join(tmpdir(), 'reciproca-life-'));
  const issuer = await LocalIssuer.open({ directory: join(folder, 'issuer') });
  const logger = createLogger({ name: 'life', level: 'error' });
  const own = { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'error' };
  const config = loadConfig(
    { ...world.environment(), ...own, PSEUDONYM_KEY: '0123456789abcdef'.repeat(4) },
    { requires: ['kafka', 'databaseUrl', 'pseudonymKey'] },
  );
  app = await hostApps([gatewayApp, clearingApp, settlementApp], {
    name: 'life',
    config,
    verifier: issuer,
    issuer,
    logger,
  });
  await app.started;
  kafka = new KafkaConnection({
    ...config.kafka,
    topicPrefix: world.topicPrefix,
    clientId: 'life-spec',
    log: logger,
  });
  const dispatcher = await ProductClient.as(app.url, issuer, {
    subject: 'dispatcher',
    roles: ['dispatcher'],
  });
  await dispatcher.post('/v1/reference/institutions', institutionRecords);
  await dispatcher.post('/v1/reference/arrangements', arrangementRecords);
  const outcomes = new OutcomeCount(kafka);
  await outcomes.start();
  life = await runLife({ origin: app.url, issuer, dispatcher, outcomes }, () => undefined);
  await outcomes.stop();
});

afterAll(async () => {
  await kafka.close();
  await app.stop();
  await world.end();
  await rm(folder, { recursive: true, force: true });
});

describe('the life of the demo’s claims', () => {
  it('is as reckoned by hand in every figure', () => {
    expect(lifeFaults(life, '0.00')).toEqual([]);
  });

  it('is told with every net line by line', () => {
    const text = lifeText(life);
    expect(text).toMatch(/FR:CNAM\/LIFE-2 +192\.25 +312\.40 less 120\.15 accepted\n/);
    expect(text).toMatch(/DE pays FR +1670\.00 +the net of cycle 2021-H1/);
    expect(text).toMatch(/LIFE-4 +waives 640\.00 +refused: not-your-claim\n/);
    expect(text).not.toContain('missing');
  });
});
