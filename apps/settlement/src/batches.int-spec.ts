import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@reciproca/testing';
import { closer, type SettlementWish } from './cycles/cycle-events.builder.js';
import {
  codeOf,
  deskDay,
  french,
  OfficersDesk,
  pathOf,
  type Shown,
} from './officers-desk.fixture.js';

let desk: OfficersDesk;

beforeAll(async () => {
  // Two processes' worth of settlement on one database: whatever is raced, is raced across both.
  desk = await OfficersDesk.open({ hosts: 2 });
});

afterAll(async () => {
  await desk.close();
});

describe('a batch', () => {
  it('is approved by two officers, released by a treasurer, and says so', async () => {
    const batch = await desk.openBatch();
    expect(batch).toMatchObject({ status: 'proposed', total: '4178800.00', approvals: [] });

    expect((await desk.approve(batch, 'alice')).status).toBe(201);
    expect(codeOf(await desk.release(batch, 'tom'))).toBe('409 step-not-open');
    expect((await desk.approve(batch, 'alice')).status).toBe(200);
    expect((await desk.approve(batch, 'bob', { host: 1 })).body).toMatchObject({
      status: 'approved',
      settlements: [{ status: 'approved' }, { status: 'approved' }],
    });
    const released = await desk.release(batch, 'tom', { body: { hash: batch.hash } });
    expect(released.status).toBe(200);
    expect(released.body).toMatchObject({ status: 'released' });
    expect(released.body).toEqual(await desk.shown(batch.id));
    expect(codeOf(await desk.release(batch, 'tom'))).toBe('409 step-not-open');
    expect(codeOf(await desk.reject(batch, 'carol'))).toBe('409 step-not-open');

    const shared = { batch: batch.id, hash: batch.hash };
    const settlements = batch.settlements.map(({ settlement }) => settlement);
    const events = await desk.eventsOf(batch.id, 3);
    expect(events.map(({ type, data }) => ({ type, ...data }))).toEqual(
      [
        { type: 'batch.approved.v1', sequence: 1, by: desk.personOf('alice'), approvals: 1, of: 2 },
        { type: 'batch.approved.v1', sequence: 2, by: desk.personOf('bob'), approvals: 2, of: 2 },
        { type: 'batch.released.v1', sequence: 3, by: desk.personOf('tom') },
      ].map((expected) => ({ ...expected, ...shared, settlements, at: expect.any(String) })),
    );
    expect(events.map(({ time, data }) => time === data['at'])).toEqual([true, true, true]);
    expect(await desk.auditOf(batch.id)).toMatchObject([
      { step: 0, action: 'proposed', person: closer, status_after: 'proposed' },
      { step: 1, action: 'approved', person: desk.personOf('alice'), status_after: 'proposed' },
      { step: 2, action: 'approved', person: desk.personOf('bob'), status_after: 'approved' },
      { step: 3, action: 'released', person: desk.personOf('tom'), status_before: 'approved' },
    ]);
  });

  it('is decided on as the one before left it', async () => {
    const batch = await desk.openBatch();
    const held = desk.world.database.query(
      `begin;
       update settlement.batches set last_sequence = last_sequence where id = '${batch.id}';
       select pg_sleep(1);
       update settlement.batches set status = 'rejected' where id = '${batch.id}';
       commit`,
    );
    await eventually(async () => {
      const locks = await desk.world.database.query<{ count: number }>(
        `select count(*)::int as count from pg_locks
         where relation = 'settlement.batches'::regclass and mode = 'RowExclusiveLock'`,
      );
      expect(locks[0]?.count).toBe(1);
    });
    expect(codeOf(await desk.approve(batch, 'alice'))).toBe('409 step-not-open');
    await held;
  });

  it('is released with or without a body', async () => {
    const batch = await desk.openBatch();
    await desk.approve(batch, 'alice');
    await desk.approve(batch, 'bob');
    const call = { as: 'tom', role: 'treasurer', method: 'POST' } as const;
    const released = await desk.ask(pathOf(batch.id, '/release'), call);
    expect(released).toMatchObject({ status: 200, body: { status: 'released' } });
  });

  it('needs different persons, the one who closed the cycle included', async () => {
    const batch = await desk.openBatch();
    // The builder's closer is of another issuer; here the person of this issuer has closed it.
    await desk.world.database.query('update settlement.cycles set closed_by = $2 where id = $1', [
      batch.id.split('/')[0],
      desk.personOf('dora'),
    ]);
    expect(codeOf(await desk.approve(batch, 'dora'))).toBe('403 four-eyes');
    await desk.approve(batch, 'alice');
    await desk.approve(batch, 'bob');
    for (const person of ['dora', 'alice', 'bob']) {
      expect(codeOf(await desk.release(batch, person))).toBe('403 four-eyes');
    }
    expect((await desk.release(batch, 'tom')).status).toBe(200);
  });

  it('is bound to its hash, which changes when a settlement is rejected', async () => {
    const batch = await desk.openBatch();
    const [belgian, portuguese] = batch.settlements.map(({ settlement }) => settlement);
    await desk.approve(batch, 'alice');
    await desk.approve(batch, 'bob');
    const reduced = (await desk.reject(batch, 'carol', { settlements: [portuguese ?? ''] }))
      .body as Shown;
    expect(reduced).toMatchObject({
      status: 'proposed',
      total: '1808200.00',
      approvals: [],
      settlements: [
        { settlement: belgian, status: 'proposed' },
        { settlement: portuguese, status: 'rejected' },
      ],
    });
    expect(reduced.hash).not.toBe(batch.hash);
    expect(codeOf(await desk.approve(batch, 'alice'))).toBe('409 hash-changed');
    expect(codeOf(await desk.release(batch, 'tom', { body: { hash: batch.hash } }))).toBe(
      '409 hash-changed',
    );
    await desk.approve(reduced, 'alice');
    await desk.approve(reduced, 'bob');
    expect((await desk.release(reduced, 'tom')).status).toBe(200);

    const events = await desk.eventsOf(batch.id, 6);
    expect(events[2]).toMatchObject({
      type: 'batch.rejected.v1',
      data: { hash: batch.hash, settlements: [portuguese], reason: 'the totals are wrong' },
    });
    expect(events[5]?.data).toMatchObject({ hash: reduced.hash, settlements: [belgian] });
  });

  it('needs the officers of its largest settlement, and of the rest once that one is rejected', async () => {
    const [belgian, portuguese] = french;
    if (belgian === undefined || portuguese === undefined) throw new Error('no wish');
    const batch = await desk.openBatch([belgian, { ...portuguese, officers: 3 }]);
    expect(batch.approvalsRequired).toBe(3);
    await desk.approve(batch, 'alice');
    expect((await desk.approve(batch, 'bob')).body).toMatchObject({ status: 'proposed' });
    expect(codeOf(await desk.release(batch, 'tom'))).toBe('409 step-not-open');
    expect((await desk.approve(batch, 'carol')).body).toMatchObject({ status: 'approved' });

    const settlements = batch.settlements.map(({ settlement }) => settlement).slice(1);
    const reduced = (await desk.reject(batch, 'erin', { settlements })).body as Shown;
    expect(reduced).toMatchObject({ status: 'proposed', approvals: [], approvalsRequired: 2 });
    await desk.approve(reduced, 'alice');
    expect((await desk.approve(reduced, 'bob')).body).toMatchObject({ status: 'approved' });
    expect((await desk.release(reduced, 'tom')).status).toBe(200);
    const events = await desk.eventsOf(batch.id, 7);
    expect(events.map(({ data }) => [data['approvals'], data['of']])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
      [undefined, undefined],
      [1, 2],
      [2, 2],
      [undefined, undefined],
    ]);
  });

  it('is rejected as a whole, once', async () => {
    const batch = await desk.openBatch();
    const unknown = await desk.reject(batch, 'carol', { settlements: ['S-1/DE-FR/EUR'] });
    expect(codeOf(unknown)).toBe('400 invalid-request');
    const rejected = await desk.reject(batch, 'carol');
    expect(rejected.status).toBe(201);
    expect(rejected.body).toMatchObject({ status: 'rejected', hash: batch.hash });
    for (const refused of [await desk.reject(batch, 'carol'), await desk.approve(batch, 'alice')]) {
      expect(codeOf(refused)).toBe('409 step-not-open');
    }
    const settlements = batch.settlements.map(({ settlement }) => settlement);
    expect(await desk.eventsOf(batch.id, 1)).toMatchObject([
      { data: { hash: batch.hash, settlements } },
    ]);
  });

  it('settles at release what nets to nothing', async () => {
    const nothing = (payee: string): SettlementWish => ({ payer: 'FR', payee, net: '0.00' });
    const batch = await desk.openBatch([nothing('BE'), nothing('PT')]);
    await desk.approve(batch, 'alice');
    await desk.approve(batch, 'bob');
    expect((await desk.release(batch, 'tom')).body).toMatchObject({
      status: 'settled',
      total: '0.00',
      settlements: [{ status: 'settled' }, { status: 'settled' }],
    });
    const [, , released, ...settled] = await desk.eventsOf(batch.id, 5);
    expect(released?.type).toBe('batch.released.v1');
    expect(settled.map(({ type, data }) => ({ type, ...data }))).toEqual(
      batch.settlements.map(({ settlement }, index) => ({
        type: 'settlement.settled.v1',
        sequence: 4 + index,
        settlement,
        batch: batch.id,
        net: '0.00',
        amount: '0.00',
        settledOn: deskDay,
        received: [],
      })),
    );
  });
});

describe('a stranger', () => {
  it('sees and touches nothing of another State', async () => {
    const batch = await desk.openBatch();
    for (const role of ['officer', 'treasurer'] as const) {
      const call = { as: 'greta', role, state: 'DE' };
      expect(codeOf(await desk.ask(pathOf(batch.id), call))).toBe('403 forbidden');
      expect(codeOf(await desk.ask('/v1/batches?payer=FR', call))).toBe('403 forbidden');
      expect(
        (await desk.ask(`/v1/batches?cycle=${batch.id.split('/')[0] ?? ''}`, call)).body,
      ).toEqual({
        items: [],
        next: null,
      });
    }
    const german = { state: 'DE' };
    for (const answer of [
      await desk.approve(batch, 'greta', german),
      await desk.reject(batch, 'greta', german),
      await desk.release(batch, 'greta', german),
    ]) {
      expect(codeOf(answer)).toBe('403 forbidden');
    }
    expect(await desk.shown(batch.id)).toEqual(batch);
  });

  it('needs the role of the step', async () => {
    const batch = await desk.openBatch();
    for (const role of ['treasurer', 'auditor', 'dispatcher'] as const) {
      expect(codeOf(await desk.approve(batch, 'tom', { role }))).toBe('403 forbidden');
    }
    expect(codeOf(await desk.release(batch, 'alice', { role: 'officer' }))).toBe('403 forbidden');
    expect(codeOf(await desk.ask(pathOf(batch.id), { as: 'stan', role: 'statistician' }))).toBe(
      '403 forbidden',
    );
  });

  it('is nobody when the audit could not hold their name', async () => {
    const batch = await desk.openBatch();
    for (const as of ['a'.repeat(513), 'ali\u0000ce', 'alice\n']) {
      expect(codeOf(await desk.approve(batch, as))).toBe('401 unauthenticated');
    }
    expect((await desk.approve(batch, 'zoé 😀')).status).toBe(201);
  });

  it('is told of a batch that is not there', async () => {
    const body = { hash: `sha256:${'0'.repeat(64)}` };
    for (const nowhere of ['NONE/FR/EUR', 'NONE', 'NONE/'].map((id) => pathOf(id))) {
      expect(codeOf(await desk.ask(nowhere, { as: 'alice' }))).toBe('404 not-found');
      expect(codeOf(await desk.ask(`${nowhere}/approvals`, { as: 'alice', body }))).toBe(
        '404 not-found',
      );
    }
  });
});

describe('the list of batches', () => {
  it('comes in pages, filtered, in the order of ids', async () => {
    const batch = await desk.openBatch([...french, { payer: 'DE', payee: 'AT', net: '1.00' }]);
    const cycle = batch.id.split('/')[0] ?? '';
    const auditor = { as: 'anna', role: 'auditor' } as const;
    const first = await desk.ask(`/v1/batches?cycle=${cycle}&limit=1`, auditor);
    const { items, next } = first.body as { readonly items: Shown[]; readonly next: string };
    expect(items.map(({ id }) => id)).toEqual([`${cycle}/DE/EUR`]);
    const second = await desk.ask(`/v1/batches?cycle=${cycle}&limit=1&cursor=${next}`, auditor);
    expect(second.body).toEqual({ items: [batch], next: null });
    const own = await desk.ask(`/v1/batches?cycle=${cycle}`, { as: 'alice' });
    expect(own.body).toEqual({ items: [batch], next: null });
    const none = await desk.ask(`/v1/batches?cycle=${cycle}&status=released`, auditor);
    expect(none.body).toEqual({ items: [], next: null });
    expect(codeOf(await desk.ask('/v1/batches?cursor=abc', auditor))).toBe('400 invalid-request');
  });
});
