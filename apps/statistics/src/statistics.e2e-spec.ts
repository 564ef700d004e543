import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics } from '@reciproca/contracts';
import {
  eventually,
  freshWorld,
  SeededRandom,
  spawnApp,
  type FreshWorld,
  type SpawnedApp,
} from '@reciproca/testing';
import { expectedFlows, foundFigures } from './flows/expected-flows.fixture.js';
import { claimHistories } from './flows/flow-events.builder.js';

interface FlowRow {
  readonly flow_key: string;
  readonly claims: number;
  readonly statements: number;
  readonly introduced: string;
  readonly paid: string;
  readonly outstanding: string;
}

let world: FreshWorld;

beforeAll(async () => {
  world = await freshWorld();
});

afterAll(async () => {
  await world.end();
});

function start(): SpawnedApp {
  return spawnApp({
    entry: 'apps/statistics/dist/main.js',
    environment: {
      ...world.environment(),
      PORT: '0',
      HOST: '127.0.0.1',
      // Nobody asks over HTTP here, so nobody needs to issue tokens.
      OIDC_ISSUER: 'http://127.0.0.1:9',
      OIDC_AUDIENCE: 'reciproca',
    },
  });
}

async function flows(): Promise<Map<string, string>> {
  const rows = await world.database.query<FlowRow>(
    `select flow_key, claims, statements, introduced, paid, outstanding
     from statistics.flows where claims > 0`,
  );
  return new Map(rows.map((row) => [row.flow_key, foundFigures(row)]));
}

describe('three processes of statistics', () => {
  it('make the same flows as one count, although one is killed and another starts late', async () => {
    const random = new SeededRandom(7);
    const histories = claimHistories(random, 900);
    const expected = expectedFlows(histories);
    const events = random.shuffle([...histories, ...histories.filter(() => random.chance(0.2))]);
    const { name } = topics.claimsOutcomes;
    const first = start();
    const second = start();
    await first.says(/listening/);
    for (let from = 0; from < events.length; from += 200) {
      await world.kafka.sendEvents(name, events.slice(from, from + 200));
      if (from === 600) await eventually(async () => (await flows()).size > 0);
      if (from === 800) await first.kill('SIGKILL');
      if (from === 1_000) start();
    }
    await eventually(async () => expect(await flows()).toEqual(expected), {
      intervalMs: 500,
      what: 'the flows of all events',
    });
    expect((await second.stop()).code).toBe(0);
    await eventually(async () => {
      const [waiting] = await world.database.query<{ found: number }>(
        'select count(*)::int as found from statistics.flows where dirty_since is not null',
      );
      return waiting?.found === 0;
    });
  });
});
