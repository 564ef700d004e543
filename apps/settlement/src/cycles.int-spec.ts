import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deadLetterTopic, topics } from '@reciproca/contracts';
import { eventually, SeededRandom } from '@reciproca/testing';
import {
  cycleEvents,
  type BuiltEvent,
  type SettlementWish,
} from './cycles/cycle-events.builder.js';
import { OfficersDesk, type Call, type Shown } from './officers-desk.fixture.js';

const topic = topics.clearingCycles.name;
const auditor: Call = { as: 'anna', role: 'auditor' };
let desk: OfficersDesk;

beforeAll(async () => {
  // Three partitions and no keys kept together: events of a cycle come in any order.
  desk = await OfficersDesk.open({ partitions: 3 });
});

afterAll(async () => {
  await desk.close();
});

async function batchesOf(cycle: string): Promise<readonly Shown[]> {
  const { body } = await desk.ask(`/v1/batches?cycle=${cycle}`, auditor);
  return (body as { readonly items: readonly Shown[] }).items;
}

/** Waits until everything on the topic is booked or put aside: only then its offset is committed. */
async function consumed(): Promise<void> {
  const ends = await desk.world.kafka.endOffsets(topic);
  await eventually(
    async () => {
      const done = await desk.world.kafka.committedOffsets('settlement', topic);
      return [...ends].every(([at, end]) => end === 0n || (done.get(at) ?? -1n) >= end);
    },
    { intervalMs: 100, what: 'the topic' },
  );
}

async function send(events: readonly BuiltEvent[], partition?: number): Promise<void> {
  for (const [index, event] of events.entries()) {
    await desk.publish([event], { partition: partition ?? index % 3 });
  }
}

const wishes: readonly SettlementWish[] = [
  { payer: 'DE', payee: 'FR', net: '1425500.00' },
  { payer: 'DE', payee: 'AT', net: '1452900.00' },
  { payer: 'DE', payee: 'IT', net: '1095900.00' },
  { payer: 'DE', payee: 'GR', net: '780400.00' },
  { payer: 'DE', payee: 'ES', net: '539600.00' },
  { payer: 'NL', payee: 'FR', net: '764200.00' },
  { payer: 'FR', payee: 'PT', net: '2370600.00' },
  { payer: 'FR', payee: 'BE', net: '1808200.00' },
];

describe('the batches of a cycle', () => {
  it('show only once the cycle is closed and all its settlements are known', async () => {
    const events = cycleEvents('WAIT', wishes);
    const close = events.slice(-1);
    await send(events.slice(0, 3));
    await consumed();
    expect(await batchesOf('WAIT')).toEqual([]);
    await send(close);
    await consumed();
    expect(await batchesOf('WAIT')).toEqual([]);
    await send(events.slice(3, -2));
    await consumed();
    expect(await batchesOf('WAIT')).toEqual([]);
    await send(events.slice(-2, -1));
    await consumed();
    const batches = await batchesOf('WAIT');
    // 1 425 500 + 1 452 900 + 1 095 900 + 780 400 + 539 600 = 5 294 300, by hand.
    expect(batches.map(({ id, total }) => [id, total])).toEqual([
      ['WAIT/DE/EUR', '5294300.00'],
      ['WAIT/FR/EUR', '4178800.00'],
      ['WAIT/NL/EUR', '764200.00'],
    ]);
  });

  it('are the same whatever the order, and however often an event comes', async () => {
    const random = new SeededRandom(20_260_401);
    const seen: string[] = [];
    for (let round = 1; round <= 6; round += 1) {
      const cycle = `MIX-${String(round)}`;
      const events = cycleEvents(cycle, wishes);
      const again = events.filter((_, index) => index % 2 === round % 2);
      await send(random.shuffle([...events, ...again]));
      await consumed();
      const batches = await batchesOf(cycle);
      seen.push(JSON.stringify(batches.map(({ id, total }) => [id.slice(cycle.length), total])));
      expect(batches).toHaveLength(3);
      const repeated = await batchesOf(cycle);
      await send(events);
      await consumed();
      expect(await batchesOf(cycle)).toEqual(repeated);
    }
    expect(new Set(seen).size).toBe(1);
    expect(await desk.world.kafka.readToEnd(deadLetterTopic(topic))).toEqual([]);
  });

  it('are none when the cycle has no settlements', async () => {
    await send(cycleEvents('EMPTY', []));
    await consumed();
    expect(await batchesOf('EMPTY')).toEqual([]);
  });

  it('are not disturbed by bad messages, which are put aside one by one', async () => {
    const events = cycleEvents('BAD', wishes.slice(0, 2));
    const [first] = events;
    if (first === undefined) throw new Error('no event');
    const wrong = { ...first, id: 'x1', data: { ...first.data, batch: 'BAD/FR/EUR' } };
    const other = { ...first, id: 'x2', data: { ...first.data, hash: `sha256:${'f'.repeat(64)}` } };
    const stranger = { ...first, id: 'x3', type: 'settlement.invented.v1' };
    await send([first], 0);
    await desk.world.kafka.send(topic, [{ key: 'BAD', value: 'not json', partition: 0 }]);
    await send([wrong, other, stranger, ...events.slice(1)], 0);
    await consumed();
    expect((await batchesOf('BAD')).map(({ id }) => id)).toEqual(['BAD/DE/EUR']);
    const letters = await desk.world.kafka.readToEnd(deadLetterTopic(topic));
    expect(letters.map(({ headers }) => [headers['error-code'], headers['error-detail']])).toEqual([
      ['not-json', expect.any(String)],
      ['invalid-data', 'data.batch'],
      ['unknown-type', 'type'],
      ['invalid-data', 'data.settlement is known with other content'],
    ]);
    const [late] = cycleEvents('BAD', [{ payer: 'DE', payee: 'ES', net: '1.00' }]);
    if (late === undefined) throw new Error('no event');
    await send([late], 0);
    await consumed();
    expect((await batchesOf('BAD')).map(({ total }) => total)).toEqual(['2878400.00']);
    expect(await desk.world.kafka.readToEnd(deadLetterTopic(topic))).toHaveLength(5);
  });
});

describe('a closed cycle that does not agree with its settlements', () => {
  /** What the readiness check tells, the figure of the operators, and what officers see. */
  async function told(cycle: string): Promise<readonly [unknown, string | undefined, unknown]> {
    const ready = await desk.ask('/health/ready', auditor);
    expect(ready.body).toMatchObject({ status: 'ready' });
    const { checks } = ready.body as {
      readonly checks: readonly { readonly name: string; readonly detail?: string }[];
    };
    const check = checks.find(({ name }) => name === 'settlement cycles');
    const metrics = await desk.ask('/metrics', auditor);
    const figure = /^settlement_cycle_contradictions_total\{.*\} (\d+)$/m.exec(metrics.text)?.[1];
    return [check?.detail, figure, await batchesOf(cycle)];
  }

  it('shows no batch, is told to operators, and opens once what was wrong is put right', async () => {
    expect(await told('WRONG')).toEqual([undefined, '0', []]);
    const events = cycleEvents('WRONG', wishes.slice(0, 2));
    const [first, second] = events;
    if (first === undefined || second === undefined) throw new Error('no event');
    const forged = {
      ...first,
      id: 'x4',
      data: { ...first.data, hash: `sha256:${'e'.repeat(64)}` },
    };
    await send([forged, ...events.slice(1)], 0);
    await consumed();
    const hidden = 'WRONG is not in agreement with itself';
    expect(await told('WRONG')).toEqual([hidden, expect.stringMatching(/^[1-9]/), []]);
    const nobody = await desk.ask('/v1/batches/WRONG%2FDE%2FEUR', auditor);
    expect(nobody.status).toBe(404);

    await desk.world.database.query('delete from settlement.settlements where id = $1', [
      first.data['settlement'],
    ]);
    await send([first], 0);
    await consumed();
    expect((await batchesOf('WRONG')).map(({ id, total }) => [id, total])).toEqual([
      ['WRONG/DE/EUR', '2878400.00'],
    ]);
    expect((await told('WRONG'))[0]).toBeUndefined();
  });

  it('is told as long as one of its settlements cannot be read', async () => {
    const [first, second, close] = cycleEvents('LACK', wishes.slice(0, 2));
    if (first === undefined || second === undefined || close === undefined) {
      throw new Error('no event');
    }
    await send([first, { ...second, data: { ...second.data, cutoff: 'soon' } }], 0);
    await consumed();
    expect((await told('LACK'))[0]).toBe('LACK waits for its close, settlements known: 1');
    await send([close], 0);
    await consumed();
    expect(await told('LACK')).toMatchObject(['LACK waits for 1 of its 2 settlements', {}, []]);
    await send([second], 0);
    await consumed();
    expect((await told('LACK'))[0]).toBeUndefined();
    expect(await batchesOf('LACK')).toHaveLength(1);
  });

  it('shows no batch either when there are more settlements than announced', async () => {
    const events = cycleEvents('MORE', wishes.slice(0, 2));
    const [, , surplus] = cycleEvents('MORE', wishes.slice(0, 3));
    if (surplus === undefined) throw new Error('no event');
    await send([surplus, ...events], 0);
    await consumed();
    expect((await told('MORE'))[0]).toBe('MORE is not in agreement with itself');
    expect(await batchesOf('MORE')).toEqual([]);
    await desk.world.database.query('delete from settlement.settlements where id = $1', [
      surplus.data['settlement'],
    ]);
    await send(events.slice(0, 1), 0);
    await consumed();
    expect(await batchesOf('MORE')).toHaveLength(1);
  });
});

describe('the tables', () => {
  it('let nobody change an audit row, an approval or an event', async () => {
    for (const table of ['audit', 'approvals', 'outbox']) {
      const role = await refusalOf(
        `set role reciproca_settlement; delete from settlement.${table}`,
      );
      expect(role).toMatch(/permission denied|only appends/);
      expect(await refusalOf(`delete from settlement.${table}`)).toBe(`${table} only appends`);
      expect(await refusalOf(`truncate settlement.${table}`)).toBe(`${table} only appends`);
    }
    expect(await refusalOf(`update settlement.audit set person = 'nobody'`)).toBe(
      'audit only appends',
    );
  });

  it('let the app change no amount, hash or payee of a settlement', async () => {
    for (const column of ['net = 1', `hash = 'x'`, `payee = 'FR'`]) {
      const sql = `set role reciproca_settlement; update settlement.settlements set ${column}`;
      expect(await refusalOf(sql)).toBe('permission denied for table settlements');
    }
  });
});

/** Why the database refuses; several statements in one text are one transaction, rolled back here. */
async function refusalOf(sql: string): Promise<string> {
  try {
    await desk.world.database.query(sql);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'done';
}
