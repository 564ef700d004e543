import { setTimeout as delay } from 'node:timers/promises';
import { keyOf } from '@reciproca/contracts';
import { eventually } from '@reciproca/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MessagingWorld } from './messaging-world.fixture.js';
import { OutboxRelay } from './outbox-relay.js';
import { openOutboxBatch, writeOutbox, type OutboxRow, type Resend } from './outbox.js';

const topic = 'events.v1';

let world: MessagingWorld;
let relays: OutboxRelay[] = [];
let run = 0;

beforeAll(async () => {
  world = await MessagingWorld.open([{ name: topic, partitions: 3 }]);
});

afterAll(async () => {
  await world.end();
});

beforeEach(() => {
  run += 1;
});

afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.stop()));
  relays = [];
});

function newRelay(): OutboxRelay {
  const relay = new OutboxRelay(world.database, world.connection(), 'app-outbox');
  relays.push(relay);
  return relay;
}

function row(
  subject: string,
  sequence: number,
  event = `${subject} ${sequence.toString()}`,
): OutboxRow {
  const name = `${run.toString()}:${subject}`;
  return {
    messageKey: keyOf(name, sequence.toString()),
    variant: 0,
    contentHash: null,
    topic,
    subject: name,
    sequence,
    about: null,
    type: 't',
    event,
  };
}

function commit(rows: readonly OutboxRow[], resends: readonly Resend[] = []): Promise<string> {
  return world.database.transaction(async (transaction) => {
    const batchId = await openOutboxBatch(transaction, resends);
    await writeOutbox(transaction, batchId, rows);
    return batchId;
  });
}

/** What lies on the topic of this run, per subject in its order. */
async function published(): Promise<Record<string, string[]>> {
  const subjects: Record<string, string[]> = {};
  for (const { key, value } of await world.outside.kafka.readToEnd(topic)) {
    const [of, subject = ''] = (key ?? '').split(':');
    if (of !== run.toString()) continue;
    subjects[subject] = [...(subjects[subject] ?? []), value?.toString() ?? ''];
  }
  return subjects;
}

describe('the outbox relay', () => {
  it('publishes what was committed before it started, in the order of the sequences', async () => {
    await commit([row('A', 2, 'A two'), row('B', 1, 'B one'), row('A', 1, 'A one')]);
    const last = await commit([row('A', 3, 'A three')]);
    const relay = newRelay();
    relay.start();
    await relay.published(last);
    await eventually(async () => {
      expect(await published()).toEqual({ A: ['A one', 'A two', 'A three'], B: ['B one'] });
    });
  });

  it('publishes what is handed over, and nothing of what is rolled back', async () => {
    const relay = newRelay();
    relay.start();
    await relay.published(await commit([row('A', 1)]));
    const rolledBack = world.database.transaction(async (transaction) => {
      await writeOutbox(transaction, await openOutboxBatch(transaction), [row('A', 2, 'never')]);
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    const rows = [row('A', 2), row('B', 1)];
    await relay.published(await commit(rows), rows);
    await eventually(async () => {
      expect(await published()).toEqual({ A: ['A 1', 'A 2'], B: ['B 1'] });
    });
  });

  it('sends stored events once more with the same bytes, after those of the batch', async () => {
    const relay = newRelay();
    relay.start();
    const first = row('A', 1, '{"bytes": "as  they were"}');
    await relay.published(await commit([first]));
    const again = { messageKey: first.messageKey, variant: 0 };
    await relay.published(await commit([row('A', 2)], [again]), [row('A', 2)]);
    await relay.published(await commit([], [again]), []);
    await eventually(async () => {
      expect(await published()).toEqual({
        A: [first.event, 'A 2', first.event, first.event],
      });
    });
  });

  it('cuts what is larger than a request', async () => {
    const relay = newRelay();
    relay.start();
    const rows = Array.from({ length: 30 }, (_, index) =>
      row('A', index + 1, `${index.toString()} ${'x'.repeat(200_000)}`),
    );
    await relay.published(await commit(rows), rows);
    const sizes = (await published())['A']?.map((text) => Number.parseInt(text, 10));
    expect(sizes).toEqual(rows.map((_, index) => index));
  });

  it('is one at a time: the second waits, sees what the first sent, and takes over when it stops', async () => {
    const first = newRelay();
    first.start();
    await first.published(await commit([row('A', 1)]));
    const second = newRelay();
    second.start();
    await second.published(await commit([row('A', 2)]), [row('A', 2)]);
    expect([first.publishing, second.publishing]).toEqual([true, false]);
    await first.stop();
    await second.published(await commit([row('A', 3)]), [row('A', 3)]);
    expect(second.publishing).toBe(true);
    await eventually(async () => {
      expect(await published()).toEqual({ A: ['A 1', 'A 2', 'A 3'] });
    });
  });

  it('fences whoever published before it, as soon as it begins and before it looks', async () => {
    const stalled = world.connection().producer('app-outbox');
    await stalled.connect();
    await (await stalled.transaction()).abort();
    const relay = newRelay();
    relay.start();
    await eventually(() => relay.publishing);
    const late = async (): Promise<void> => {
      const transaction = await stalled.transaction();
      const name = world.outside.topicPrefix + topic;
      const messages = [{ key: `${run.toString()}:A`, value: 'from a fenced one' }];
      await transaction.send({ topic: name, messages });
      await transaction.commit();
    };
    await eventually(() => expect(late()).rejects.toThrow(/fenced|epoch/i));
    await stalled.disconnect();
    await relay.published(await commit([row('A', 1)]), [row('A', 1)]);
    await eventually(async () => {
      expect(await published()).toEqual({ A: ['A 1'] });
    });
  });

  it('keeps every order while the lease goes to and fro', async () => {
    const pair = [newRelay(), newRelay()];
    for (const relay of pair) relay.start();
    const count = 12;
    for (let sequence = 1; sequence <= count; sequence += 1) {
      const rows = [row('A', sequence), row('B', sequence)];
      const batchId = await commit(rows);
      if (sequence % 4 === 0) {
        // As if who has it had stood still for its time.
        await world.outside.database.query('update app.relay_lease set expires_at = now()');
      }
      await pair[sequence % 2]?.published(batchId, rows);
    }
    const firsts = Object.entries(await published()).map(([subject, all]) => [
      subject,
      [...new Set(all)],
    ]);
    const expected = (subject: string): string[] =>
      Array.from({ length: count }, (_, index) => `${subject} ${(index + 1).toString()}`);
    expect(Object.fromEntries(firsts)).toEqual({ A: expected('A'), B: expected('B') });
  });

  it('marks what it sent, per batch', async () => {
    const relay = newRelay();
    relay.start();
    const batchId = await commit([row('A', 1)]);
    await relay.published(batchId);
    const [batch] = await world.outside.database.query(
      'select sent_at is not null as sent from app.outbox_batches where id = $1',
      [batchId],
    );
    expect(batch).toEqual({ sent: true });
  });

  it('tells everybody who waits for a batch', async () => {
    const batchId = await commit([row('A', 1)]);
    const relay = newRelay();
    const all = Promise.all([relay.published(batchId), relay.published(batchId)]);
    await delay(100);
    relay.start();
    await all;
    await relay.published(batchId);
  });
});

describe('the outbox', () => {
  it('refuses a second event of the same place in a sequence, and of the same message', async () => {
    await commit([row('A', 1)]);
    const other = { ...row('A', 1), messageKey: keyOf('other') };
    const same = { ...row('A', 1), subject: 'elsewhere' };
    for (const wrong of [other, same]) {
      const once = world.database.transaction(
        async (transaction) => {
          await writeOutbox(transaction, await openOutboxBatch(transaction), [wrong]);
        },
        { attempts: 1 },
      );
      await expect(once).rejects.toMatchObject({ code: '23505' });
    }
  });
});
