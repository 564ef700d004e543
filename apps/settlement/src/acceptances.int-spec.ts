import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type Answer } from '@reciproca/testing';
import type { SettlementWish } from './cycles/cycle-events.builder.js';
import {
  codeOf,
  deskDay,
  OfficersDesk,
  pathOf,
  type AuditRow,
  type Shown,
} from './officers-desk.fixture.js';

/*
 * Every cycle here is closed on 1 April 2026; the payee States have 14 days, that is through
 * 15 April, and from 16 April on their silence counts.
 */
const lastDay = '2026-04-15T23:50:00Z';
const nextDay = '2026-04-16T00:00:00Z';
const silenceOfPortugal = 'urn:reciproca:silence:FR-PT';

let desk: OfficersDesk;

beforeAll(async () => {
  // Two processes' worth of settlement on one database: whatever is raced, is raced across both.
  desk = await OfficersDesk.open({ hosts: 2 });
});

afterEach(() => {
  desk.moveTo(`${deskDay}T10:00:00Z`);
});

afterAll(async () => {
  await desk.close();
});

/** FR pays BE, which is asked for nothing, and PT, which is asked. */
function french(silence: 'accepted' | 'rejected'): readonly SettlementWish[] {
  return [
    { payer: 'FR', payee: 'BE', net: '1808200.00' },
    { payer: 'FR', payee: 'PT', net: '2370600.00', acceptance: { days: 14, silence } },
  ];
}

interface Opened {
  readonly batch: Shown;
  readonly belgian: string;
  readonly portuguese: string;
}

async function open(silence: 'accepted' | 'rejected' = 'accepted'): Promise<Opened> {
  const batch = await desk.openBatch(french(silence));
  const [belgian = '', portuguese = ''] = batch.settlements.map(({ settlement }) => settlement);
  return { batch, belgian, portuguese };
}

async function openApproved(silence: 'accepted' | 'rejected' = 'accepted'): Promise<Opened> {
  const opened = await open(silence);
  await desk.approve(opened.batch, 'alice');
  await desk.approve(opened.batch, 'bob');
  return opened;
}

function detailOf({ body }: Answer): string {
  return (body as { readonly detail: string }).detail;
}

describe('a settlement whose arrangement asks the payee State', () => {
  it('is accepted by an officer of that State, and only then released', async () => {
    const { batch, portuguese } = await openApproved();
    expect(batch.settlements.map(({ acceptance }) => acceptance)).toEqual([
      undefined,
      { until: '2026-04-15', silence: 'accepted', accepted: null },
    ]);
    const refused = await desk.release(batch, 'tom');
    expect(codeOf(refused)).toBe('409 acceptance-missing');
    expect(detailOf(refused)).toBe(
      `${portuguese} waits for PT, whose silence accepts from 2026-04-16`,
    );

    const accepted = await desk.accept(portuguese, 'ines');
    expect(accepted).toMatchObject({
      status: 200,
      body: { settlement: portuguese, by: desk.personOf('ines') },
    });
    const { at } = accepted.body as { readonly at: string };
    const shown = await desk.shown(batch.id);
    expect(shown).toMatchObject({ status: 'approved', hash: batch.hash });
    expect(shown.settlements[1]?.acceptance).toEqual({
      until: '2026-04-15',
      silence: 'accepted',
      accepted: { how: 'officer', at },
    });
    expect((await desk.release(batch, 'tom')).body).toMatchObject({ status: 'released' });

    const events = await desk.eventsOf(batch.id, 4);
    expect(events.map(({ type }) => type)).toEqual([
      'batch.approved.v1',
      'batch.approved.v1',
      'settlement.accepted.v1',
      'batch.released.v1',
    ]);
    expect(events[2]).toMatchObject({
      time: at,
      data: { sequence: 3, settlement: portuguese, by: desk.personOf('ines'), at },
    });
    expect((await desk.auditOf(batch.id))[3]).toMatchObject({
      action: 'accepted',
      person: desk.personOf('ines'),
      status_before: 'approved',
      status_after: 'approved',
    });
  });

  it('is accepted once: the same answer again, until the release to everybody', async () => {
    const { batch, portuguese } = await open();
    const first = await desk.accept(portuguese, 'ines');
    const again = [
      await desk.accept(portuguese, 'ines', { host: 1 }),
      await desk.accept(portuguese, 'rui', { body: {} }),
    ];
    for (const answer of again) expect([answer.status, answer.text]).toEqual([200, first.text]);
    await desk.approve(batch, 'alice');
    await desk.approve(batch, 'bob');
    expect((await desk.release(batch, 'tom')).status).toBe(200);
    expect((await desk.accept(portuguese, 'ines')).text).toBe(first.text);
    expect(codeOf(await desk.accept(portuguese, 'rui'))).toBe('409 step-not-open');
    expect(await desk.eventsOf(batch.id, 4)).toHaveLength(4);
  });

  it('gives the first answer again under an Idempotency-Key, and refuses another request', async () => {
    const { portuguese } = await open();
    const other = await open();
    const key = `accept-${portuguese}`;
    const first = await desk.accept(portuguese, 'ines', { key });
    expect((await desk.accept(portuguese, 'ines', { key, host: 1 })).text).toBe(first.text);
    const reused = await desk.accept(other.portuguese, 'ines', { key });
    expect(codeOf(reused)).toBe('422 idempotency-key-reused');
  });

  it('is not accepted where nothing is asked, or when it has left', async () => {
    const { batch, belgian, portuguese } = await open();
    expect(codeOf(await desk.accept(belgian, 'bea', { state: 'BE' }))).toBe('409 step-not-open');
    await desk.reject(batch, 'carol', { settlements: [portuguese] });
    expect(codeOf(await desk.accept(portuguese, 'ines'))).toBe('409 step-not-open');
  });

  it('is for an officer of the payee State alone', async () => {
    const { batch, portuguese } = await open();
    for (const state of ['FR', 'BE', 'DE']) {
      expect(codeOf(await desk.accept(portuguese, 'ines', { state }))).toBe('403 forbidden');
    }
    for (const role of ['treasurer', 'institution', 'dispatcher', 'auditor'] as const) {
      expect(codeOf(await desk.accept(portuguese, 'ines', { role }))).toBe('403 forbidden');
    }
    for (const unknown of ['NONE/FR-PT/EUR', 'NONE', 'NONE/']) {
      expect(codeOf(await desk.accept(unknown, 'ines'))).toBe('404 not-found');
    }
    // Not the payee's State, and the id says so: nothing is told of what there is.
    expect(codeOf(await desk.accept('NONE/DE-FR/EUR', 'ines'))).toBe('403 forbidden');
    expect((await desk.shown(batch.id)).settlements[1]?.acceptance?.accepted).toBeNull();
  });

  it('needs a person who neither closed the cycle nor approved the batch', async () => {
    const { batch, portuguese } = await open();
    await desk.world.database.query('update settlement.cycles set closed_by = $2 where id = $1', [
      batch.id.split('/')[0],
      desk.personOf('dora'),
    ]);
    await desk.approve(batch, 'alice');
    for (const person of ['dora', 'alice']) {
      expect(codeOf(await desk.accept(portuguese, person))).toBe('403 four-eyes');
    }
    expect((await desk.accept(portuguese, 'ines')).status).toBe(200);
    expect(codeOf(await desk.approve(batch, 'ines'))).toBe('403 four-eyes');
  });
});

describe('silence', () => {
  it('accepts from the day after the term, whoever looks first', async () => {
    const { batch, portuguese } = await openApproved('accepted');
    desk.moveTo(lastDay);
    expect(codeOf(await desk.release(batch, 'tom'))).toBe('409 acceptance-missing');
    desk.moveTo(nextDay);
    expect((await desk.release(batch, 'tom')).body).toMatchObject({
      status: 'released',
      settlements: [
        { status: 'released' },
        { acceptance: { accepted: { how: 'silence', at: '2026-04-16T00:00:00.000Z' } } },
      ],
    });
    const events = await desk.eventsOf(batch.id, 4);
    expect(events[2]).toMatchObject({
      type: 'settlement.accepted.v1',
      time: '2026-04-16T00:00:00.000Z',
      data: { settlement: portuguese, by: silenceOfPortugal, at: '2026-04-16T00:00:00.000Z' },
    });
    expect(codeOf(await desk.accept(portuguese, 'ines'))).toBe('409 step-not-open');
  });

  it('that accepted is what an officer of the State is told who comes too late', async () => {
    const { portuguese } = await open('accepted');
    desk.moveTo('2026-04-20T12:00:00Z');
    expect((await desk.accept(portuguese, 'ines')).body).toEqual({
      settlement: portuguese,
      by: silenceOfPortugal,
      at: '2026-04-16T00:00:00.000Z',
    });
  });

  it('rejects from the day after the term: the settlement leaves, the rest starts anew', async () => {
    const { batch, belgian, portuguese } = await openApproved('rejected');
    desk.moveTo('2026-04-18T09:00:00Z');
    const cycle = batch.id.split('/')[0] ?? '';
    const listed = await desk.ask(`/v1/batches?cycle=${cycle}&status=proposed`, { as: 'alice' });
    const [reduced] = (listed.body as { readonly items: readonly Shown[] }).items;
    expect(reduced).toMatchObject({
      id: batch.id,
      status: 'proposed',
      total: '1808200.00',
      approvals: [],
      settlements: [{ status: 'proposed' }, { status: 'rejected' }],
    });
    if (reduced === undefined) throw new Error('it is not shown');
    expect(reduced.hash).not.toBe(batch.hash);
    expect(codeOf(await desk.release(batch, 'tom', { body: { hash: batch.hash } }))).toBe(
      '409 hash-changed',
    );
    expect(codeOf(await desk.accept(portuguese, 'ines'))).toBe('409 step-not-open');
    await desk.approve(reduced, 'alice');
    await desk.approve(reduced, 'bob');
    expect((await desk.release(reduced, 'tom')).status).toBe(200);
    const events = await desk.eventsOf(batch.id, 6);
    expect(events[2]).toMatchObject({
      type: 'batch.rejected.v1',
      time: '2026-04-16T00:00:00.000Z',
      data: {
        hash: batch.hash,
        settlements: [portuguese],
        by: silenceOfPortugal,
        at: '2026-04-16T00:00:00.000Z',
        reason: 'PT did not accept by 2026-04-15, and its silence rejects by the arrangement FR-PT',
      },
    });
    expect(events[5]?.data).toMatchObject({ hash: reduced.hash, settlements: [belgian] });
  });

  it('is booked even by a command that is refused', async () => {
    const { batch } = await openApproved('rejected');
    desk.moveTo(nextDay);
    expect(codeOf(await desk.approve(batch, 'carol'))).toBe('409 hash-changed');
    expect((await desk.eventsOf(batch.id, 3))[2]?.type).toBe('batch.rejected.v1');
  });

  it('means nothing when it was accepted on the last day', async () => {
    const { batch, portuguese } = await openApproved('rejected');
    desk.moveTo(lastDay);
    expect((await desk.accept(portuguese, 'ines')).status).toBe(200);
    desk.moveTo('2026-05-01T10:00:00Z');
    expect((await desk.release(batch, 'tom')).body).toMatchObject({ status: 'released' });
    expect(await desk.eventsOf(batch.id, 4)).toHaveLength(4);
  });

  it('is not lifted by anybody: what is evidence is neither changed nor deleted', async () => {
    const { portuguese } = await open('accepted');
    await desk.accept(portuguese, 'ines');
    for (const change of [
      `update settlement.acceptances set by = 'x'`,
      'delete from settlement.acceptances',
    ]) {
      await expect(desk.world.database.query(change)).rejects.toThrow('acceptances only appends');
    }
  });
});

describe('a race', () => {
  it('of twenty acceptances gives one, and one answer', async () => {
    const { batch, portuguese } = await open();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        desk.accept(portuguese, `officer-${String(index % 4)}`, { host: index % 2 }),
      ),
    );
    expect(new Set(answers.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
    expect(await desk.eventsOf(batch.id, 1)).toHaveLength(1);
  });

  it.each(['accepted', 'rejected'] as const)(
    'of officers and a silence that means %s at midnight leaves one legal history',
    async (silence) => {
      const { batch, portuguese } = await openApproved(silence);
      // The clock moves with every look at it, so the day ends somewhere within the race.
      desk.moveTo('2026-04-15T23:59:59.985Z');
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, index) => {
          const host = index % 2;
          if (index % 3 === 0) return desk.release(batch, `tom${String(index)}`, { host });
          if (index % 3 === 1) return desk.accept(portuguese, 'ines', { host });
          return desk.ask(pathOf(batch.id), { as: 'anna', role: 'auditor', host });
        }),
      );
      for (const answer of answers) {
        expect([
          '200',
          '409 acceptance-missing',
          '409 step-not-open',
          '409 hash-changed',
        ]).toContain(codeOf(answer));
      }
      const history = await desk.auditOf(batch.id);
      expectLegal(history, silence);
      const events = await desk.eventsOf(batch.id, history.length - 1);
      expect(events.map(({ data }) => data['sequence'])).toEqual(
        history.slice(1).map(({ step }) => step),
      );
    },
  );
});

/** After two approvals: the State spoke, or its silence did; what is released was accepted. */
function expectLegal(history: readonly AuditRow[], silence: 'accepted' | 'rejected'): void {
  const persons = new Map([
    [desk.personOf('ines'), 'officer'],
    [silenceOfPortugal, 'silence'],
  ]);
  const told = history.slice(3).map(({ action, person }) => {
    const who = persons.get(person);
    return who === undefined ? action : `${action} by ${who}`;
  });
  const legal = [
    ['accepted by officer', 'released'],
    silence === 'accepted' ? ['accepted by silence', 'released'] : ['rejected by silence'],
  ];
  // A race may end before any treasurer came after the acceptance.
  expect([...legal, ['accepted by officer'], ['accepted by silence']]).toContainEqual(told);
}

describe('the timer', () => {
  let timed: OfficersDesk;

  beforeAll(async () => {
    timed = await OfficersDesk.open({ hosts: 2, checkSeconds: 1 });
  });

  afterAll(async () => {
    await timed.close();
  });

  it('books what silence did without being asked, once', async () => {
    const accepting = await timed.openBatch(french('accepted'));
    const rejecting = await timed.openBatch(french('rejected'));
    timed.moveTo(nextDay);
    const told = await eventually(async () => {
      const [accepted] = await timed.eventsOf(accepting.id, 1);
      const [rejected] = await timed.eventsOf(rejecting.id, 1);
      return [accepted?.type, rejected?.type];
    });
    expect(told).toEqual(['settlement.accepted.v1', 'batch.rejected.v1']);
    for (const { id } of [accepting, rejecting]) {
      const audit = await timed.auditOf(id);
      expect(audit.slice(1).map(({ person }) => person)).toEqual([silenceOfPortugal]);
    }
  });

  it('leaves one history beside officers who act at the same time', async () => {
    const batches = [];
    timed.moveTo(`${deskDay}T10:00:00Z`);
    for (let count = 0; count < 5; count += 1) {
      batches.push(await timed.openBatch(french('rejected')));
    }
    timed.moveTo('2026-04-15T23:59:59.950Z');
    const spoken = batches.flatMap(({ settlements }) =>
      Array.from({ length: 4 }, (_, index) =>
        timed.accept(settlements[1]?.settlement ?? '', 'ines', { host: index % 2 }),
      ),
    );
    for (const answer of await Promise.all(spoken)) {
      expect(['200', '409 step-not-open']).toContain(codeOf(answer));
    }
    timed.moveTo('2026-04-17T10:00:00Z');
    for (const { id } of batches) {
      await timed.eventsOf(id, 1);
      const [, step, ...more] = await timed.auditOf(id);
      expect(more).toEqual([]);
      const who = step?.action === 'accepted' ? timed.personOf('ines') : silenceOfPortugal;
      expect(step?.person).toBe(who);
    }
  });
});
