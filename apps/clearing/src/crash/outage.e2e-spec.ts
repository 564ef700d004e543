import { setTimeout as delay } from 'node:timers/promises';
import { topics } from '@reciproca/contracts';
import { eventually, manyClaims, PrivateServers } from '@reciproca/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answersOf, contradictionsIn, faultsOnTopic } from './books.fixture.js';
import { killClearingProcesses, type ClearingProcess } from './clearing-processes.fixture.js';
import { ClearingWorld } from './clearing-world.fixture.js';

const institutions = ['FR:CNAM', 'DE:AOK-BY', 'PT:SNS'].map((id) => ({
  id,
  name: id,
  from: '1960-01-01',
}));
const waves = [0, 1, 2, 3, 4, 5, 6].map((seed) => manyClaims({ seed, count: 400 }));

let servers: PrivateServers;
let world: ClearingWorld;
let clearing: ClearingProcess;
let sent = 0;

async function send(): Promise<void> {
  const wave = waves[sent] ?? [];
  await world.send(wave.map((event) => ({ event })));
  sent += 1;
}

async function health(at: ClearingProcess, what: 'live' | 'ready') {
  const response = await fetch(new URL(`/health/${what}`, at.url));
  return { status: response.status, text: await response.text() };
}

async function becomes(status: 200 | 503): Promise<void> {
  const what = `/health/ready ${status.toString()}`;
  const look = async (): Promise<boolean> => (await health(clearing, 'ready')).status === status;
  await eventually(look, { intervalMs: 20, what });
}

/** Everything that was sent has one answer, in the books and on Kafka, and nothing was put aside. */
async function allIsWell(): Promise<void> {
  await world.settled();
  const { database, kafka } = world.outside;
  const outcomes = await world.outcomes();
  expect(await contradictionsIn(database)).toEqual([]);
  expect(await faultsOnTopic(topics.claimsOutcomes.name, outcomes, database)).toEqual([]);
  const answers = answersOf(outcomes);
  expect(answers.size).toBe(sent * 400);
  expect(new Set([...answers.values()].flat())).toEqual(new Set(['claim.introduced.v1']));
  expect(await kafka.readToEnd('claims.inbound.v1.dead-letter')).toEqual([]);
}

beforeAll(async () => {
  servers = await PrivateServers.start();
  world = await ClearingWorld.open({ topics: 4 });
  clearing = await world.host();
  await world.importReference(clearing, { institutions });
  await send();
  await world.settled();
});

afterAll(async () => {
  await killClearingProcesses();
  await world.end();
  await servers.end();
});

describe('clearing', () => {
  it('waits for a database that is killed and goes on by itself', async () => {
    await send();
    servers.kill('database');
    await becomes(503);
    expect((await health(clearing, 'live')).status).toBe(200);
    await send();
    await becomes(200);
    await allIsWell();
  });

  it('waits as long as the database stays away, and puts nothing aside', async () => {
    await servers.stop('database');
    await becomes(503);
    await send();
    // A batch that failed for its own reasons would be cut down to single messages in half that time.
    await delay(9_000);
    await servers.startAgain('database');
    await becomes(200);
    await allIsWell();
  });

  it('waits for a broker that is killed and goes on by itself', async () => {
    await send();
    servers.kill('broker');
    await becomes(503);
    expect((await health(clearing, 'live')).status).toBe(200);
    await becomes(200);
    await eventually(send, { what: 'a broker to send to' });
    await allIsWell();
  });

  it('stops when it is told to while the broker is away', async () => {
    await servers.stop('broker');
    await becomes(503);
    clearing.signal('SIGTERM');
    const began = Date.now();
    await clearing.dead();
    expect(Date.now() - began).toBeLessThan(25_000);
    await servers.startAgain('broker');
  });

  it('starts without either, says what it waits for, and works once both are there', async () => {
    await Promise.all([servers.stop('database'), servers.stop('broker')]);
    clearing = await world.host({ untilStarted: false });
    expect((await health(clearing, 'live')).status).toBe(200);
    await eventually(async () => /waiting/.test((await health(clearing, 'ready')).text));
    expect(await health(clearing, 'ready')).toMatchObject({
      status: 503,
      text: expect.stringMatching(/topics.*broker|broker.*topics/s) as unknown,
    });
    await servers.startAgain('database');
    expect((await health(clearing, 'ready')).status).toBe(503);
    await servers.startAgain('broker');
    await becomes(200);
    await send();
    await allIsWell();
  });
});
