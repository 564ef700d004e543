import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clearingApp } from '@reciproca/clearing';
import { buildOpenApi, deadLetterTopic, topics } from '@reciproca/contracts';
import type { Output, Role, routes } from '@reciproca/contracts';
import { createLogger, hostApps, loadConfig, LocalIssuer, type HttpApp } from '@reciproca/runtime';
import { settlementApp } from '@reciproca/settlement';
import { statisticsApp } from '@reciproca/statistics';
import {
  aClaim,
  AnswerValidator,
  eventually,
  freshWorld,
  HttpTester,
  temporaryFolder,
  type FreshWorld,
} from '@reciproca/testing';

/*
 * Goal: what claims come to may have more digits than any claim, and is still seen by everybody.
 * Method: clearing, settlement and statistics in one process; the largest claims there can be, summed
 * and converted; every event and answer is held against its schema.
 */

type Cycle = Output<typeof routes.readCycle>;
type Batches = Output<typeof routes.listBatches>;
type Positions = Output<typeof routes.listPositions>;
type Flows = { readonly items: Output<typeof routes.listFlows, 200>['items'] };

let directory: string;
let world: FreshWorld;
let app: HttpApp;
let issuer: LocalIssuer;
let http: HttpTester;

async function read<T>(path: string, role: Role, body?: unknown): Promise<T> {
  const token = await issuer.issue({ subject: `person-${role}`, roles: [role] });
  const answer = await http.ask({ path, token, ...(body !== undefined && { body }) });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
  return answer.body as T;
}

const institutions = ['HR:HZZO', 'HU:NEAK', 'DE:AOK-BY', 'FR:CNAM'];
const largest = '999999999999999.99';
const between = (creditor: string, debtor: string) => ({ creditor, debtor });
const claims = [
  { ...between('HR:HZZO', 'HU:NEAK'), reference: 'H-1', amount: '5000000000000.00' },
  { ...between('HU:NEAK', 'HR:HZZO'), reference: 'U-1', amount: '1000', currency: 'HUF' },
  { ...between('FR:CNAM', 'DE:AOK-BY'), reference: 'F-1', amount: largest },
  { ...between('FR:CNAM', 'DE:AOK-BY'), reference: 'F-2', amount: largest },
  { ...between('FR:CNAM', 'DE:AOK-BY'), reference: 'F-3', amount: '7.00' },
].map((wish) => aClaim({ ...wish, person: wish.reference }));

beforeAll(async () => {
  directory = temporaryFolder('huge-amounts');
  world = await freshWorld({ topics: 1 });
  issuer = await LocalIssuer.open({ directory });
  const environment = {
    ...world.environment(),
    ...{ PORT: '0', DATA_DIR: directory, PSEUDONYM_KEY: '00112233'.repeat(8) },
  };
  app = await hostApps([clearingApp, settlementApp, statisticsApp], {
    name: 'spec',
    config: loadConfig(environment, { requires: ['kafka', 'databaseUrl', 'pseudonymKey'] }),
    verifier: issuer,
    issuer,
    logger: createLogger({ name: 'spec', level: 'error' }),
    clock: () => new Date('2026-07-10T10:00:00Z'),
  });
  await app.started;
  http = new HttpTester(app.url, new AnswerValidator(buildOpenApi()));
  const records = institutions.map((id) => ({ id, name: id, from: '1960-01-01' }));
  await read('/v1/reference/institutions', 'dispatcher', records);
  const offsetting = { instruments: ['EU-987-2009'], from: '2015-01-01', offsetting: true };
  await read('/v1/reference/arrangements', 'dispatcher', [
    {
      ...offsetting,
      ...{ id: 'HR-HU', states: ['HR', 'HU'], fee: { percent: '1.00' } },
      ...{ settlementCurrency: 'HUF', rate: { source: 'ECB', day: 'cutoff' } },
    },
    { ...offsetting, id: 'DE-FR', states: ['DE', 'FR'] },
  ]);
  await world.kafka.sendEvents(
    topics.claimsInbound.name,
    claims.map((event) => ({ ...event })),
  );
  await eventually(async () => {
    const outcomes = await world.readEvents(topics.claimsOutcomes.name);
    return outcomes.length === claims.length;
  });
});

afterAll(async () => {
  await app.stop();
  await world.end();
  rmSync(directory, { recursive: true, force: true });
});

describe('a cycle of the largest claims', () => {
  it('closes, and all its batches are shown', async () => {
    await read('/v1/cycles', 'dispatcher', { id: '2026-Q1', cutoff: '2026-03-31' });
    const cycle = await eventually(async () => {
      const found = await read<Cycle>('/v1/cycles/2026-Q1', 'auditor');
      return found.status === 'closed' && found;
    });
    expect(cycle).toMatchObject({ claims: 5, waiting: [] });
    const { items } = await eventually(async () => {
      const found = await read<Batches>('/v1/batches', 'auditor');
      return found.items.length > 0 && found;
    });
    // 5 000 000 000 000 at 384.88 forints are 1 924 400 000 000 000, less 1 000.
    expect(items.map(({ id, total }) => [id, total])).toEqual([
      ['2026-Q1/DE/EUR', '2000000000000006.98'],
      ['2026-Q1/HU/HUF', '1924399999999000'],
    ]);
    expect(await world.kafka.readToEnd(deadLetterTopic(topics.clearingCycles.name))).toEqual([]);
    const proposed = await world.readEvents(topics.clearingCycles.name);
    expect(proposed.map(({ event: { data } }) => data['fees'] ?? null)).toContainEqual([
      { creditor: 'HR', debtor: 'HU', percent: '1.00', amount: '19244000000000' },
      { creditor: 'HU', debtor: 'HR', percent: '1.00', amount: '10' },
    ]);
  });

  it('is in positions and flows', async () => {
    const { items } = await read<Positions>('/v1/positions?state=FR', 'auditor');
    expect(items).toMatchObject([
      { gross: [{ inSettlement: '2000000000000006.98' }], net: { payer: 'DE' } },
    ]);
    await eventually(async () => {
      const path = '/v1/flows?reporter=FR&timeBasis=introduced&year=2026';
      const flows = await read<Flows>(path, 'statistician');
      expect(flows.items.map(({ introduced }) => introduced)).toEqual(['2000000000000006.98']);
    });
    await world.readEvents(topics.statisticsFlows.name);
  });
});
