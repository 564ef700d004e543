import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, KafkaTester, temporaryFolder } from '@reciproca/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isPortFree } from './free-port.js';
import type { GuardedState } from './guardian-order.js';
import { brokerServes } from './kafka-probe.js';
import { startLocalBroker } from './local-broker.js';
import { identify, isAlive } from './process-identity.js';
import { spawnHolder } from './spawned-holder.fixture.js';

const endsWithinMs = 10_000;

function portOf(brokers: readonly string[] | undefined): number {
  return Number(brokers?.[0]?.split(':')[1]);
}

describe('the local broker', () => {
  let world: string;
  let dataDir: string;

  beforeAll(() => {
    world = temporaryFolder('broker');
    dataDir = join(world, 'data');
  });

  afterAll(() => {
    rmSync(world, { recursive: true, force: true });
  });

  it('keeps its messages and port from one start to the next, and is restarted when it is killed', async () => {
    const first = await startLocalBroker({ dataDir });
    const sender = new KafkaTester(first.brokers, '');
    await sender.createTopics([
      { name: 'kept', partitions: 2 },
      { name: 'packed', partitions: 1 },
    ]);
    await sender.send('kept', [
      { key: 'a', value: 'one', partition: 0 },
      { key: 'b', value: Buffer.alloc(2_097_152, 'x'), partition: 1 },
    ]);
    // The codec's native library is unpacked where it is taken away with the rest.
    await sender.send('packed', [{ value: 'three' }], { compression: 'snappy' });
    const unpacked = readdirSync(join(dataDir, 'kafka', 'tmp'));
    expect(unpacked).toContainEqual(expect.stringMatching(/^snappy-/));
    await sender.close();
    await expect(startLocalBroker({ dataDir })).rejects.toMatchObject({ code: 'already-in-use' });
    await first.stop();
    expect(await isPortFree(portOf(first.brokers))).toBe(true);

    const second = await startLocalBroker({ dataDir });
    expect(second.brokers).toEqual(first.brokers);
    const killed = second.pid;
    process.kill(killed, 'SIGKILL');
    await eventually(() => second.pid !== killed);
    await eventually(() => brokerServes(portOf(second.brokers)), {
      intervalMs: 100,
    });
    const reader = new KafkaTester(second.brokers, '');
    const found = await reader.readToEnd('kept');
    expect(found.map(({ key, value }) => [key, value?.length]).sort()).toEqual([
      ['a', 3],
      ['b', 2_097_152],
    ]);
    await reader.close();
    await second.stop();
  });

  it('is taken over, with all its messages, when program and guardian were killed', async () => {
    const holder = await spawnHolder({ part: 'startLocalBroker', dataDir });
    const state = JSON.parse(
      readFileSync(join(dataDir, 'kafka', 'state.json'), 'utf8'),
    ) as GuardedState;
    process.kill(state.guardian.pid, 'SIGKILL');
    await holder.end('SIGKILL');
    const next = await startLocalBroker({ dataDir });
    expect(isAlive(identify(holder.part.pid))).toBe(false);
    const reader = new KafkaTester(next.brokers, '');
    expect(await reader.readToEnd('kept')).toHaveLength(2);
    await reader.close();
    await next.stop();
  });

  it('ends within ten seconds of its killed program, and leaves no folder of a throw-away world', async () => {
    const throwAway = join(world, 'throw-away');
    const holder = await spawnHolder({
      part: 'startLocalBroker',
      dataDir: throwAway,
      temporary: true,
    });
    const server = identify(holder.part.pid);
    await holder.end('SIGKILL');
    await eventually(() => !isAlive(server) && !existsSync(throwAway), { timeoutMs: endsWithinMs });
    await eventually(() => isPortFree(portOf(holder.part.brokers)), { timeoutMs: 1_000 });
  });
});
