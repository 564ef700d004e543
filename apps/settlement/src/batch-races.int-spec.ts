import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf, OfficersDesk, type AuditRow, type Shown } from './officers-desk.fixture.js';

let desk: OfficersDesk;

beforeAll(async () => {
  // Two processes' worth of settlement on one database: whatever is raced, is raced across both.
  desk = await OfficersDesk.open({ hosts: 2 });
});

afterAll(async () => {
  await desk.close();
});

describe('an Idempotency-Key', () => {
  it('gives the first answer again, and refuses another request', async () => {
    const batch = await desk.openBatch();
    const key = `key-${batch.id}`;
    const first = await desk.approve(batch, 'alice', { key });
    await desk.approve(batch, 'bob');
    const again = await desk.approve(batch, 'alice', { key, host: 1 });
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    const reused = await desk.reject(batch, 'alice', { key });
    expect((reused.body as { readonly code: string }).code).toBe('idempotency-key-reused');
    expect((await desk.shown(batch.id)).status).toBe('approved');
    // Keys of two persons never meet.
    expect((await desk.reject(batch, 'carol', { key })).status).toBe(201);
    expect(await desk.eventsOf(batch.id, 3)).toHaveLength(3);
  });

  it('keeps a refusal too', async () => {
    const batch = await desk.openBatch();
    const key = `early-${batch.id}`;
    expect(codeOf(await desk.release(batch, 'tom', { key }))).toBe('409 step-not-open');
    await desk.approve(batch, 'alice');
    await desk.approve(batch, 'bob');
    expect(codeOf(await desk.release(batch, 'tom', { key }))).toBe('409 step-not-open');
    expect((await desk.release(batch, 'tom')).status).toBe(200);
  });

  it('carries out one of many equal requests at once', async () => {
    const batch = await desk.openBatch();
    const key = `many-${batch.id}`;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        desk.reject(batch, 'carol', { key, host: index % 2 }),
      ),
    );
    expect(new Set(answers.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
    expect(await desk.eventsOf(batch.id, 1)).toHaveLength(1);
  });
});

/**
 * What a call of a race may be told. A process that finds no free connection in time (twenty-five
 * calls share ten, on a machine that does other work) says so, and then has done nothing: the
 * histories below are compared with the answers that say "done".
 */
const legalAnswers = ['200', '201', '409 step-not-open', '409 hash-changed', '503 not-ready'];

describe('a race', () => {
  it('counts twenty approvals of one officer once', async () => {
    const batch = await desk.openBatch();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => desk.approve(batch, 'alice', { host: index % 2 })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array.from({ length: 19 }, () => 200), 201]);
    expect(await desk.shown(batch.id)).toMatchObject({
      status: 'proposed',
      approvals: [{ officer: desk.personOf('alice') }],
    });
    expect(await desk.eventsOf(batch.id, 1)).toHaveLength(1);
  });

  it.each([1, 2, 3, 4])(
    'of approvals, rejections and releases leaves one legal history (%i)',
    async (round) => {
      const batch = await desk.openBatch();
      const [belgian] = batch.settlements.map(({ settlement }) => settlement);
      const officers = ['alice', 'bob', 'carol', 'erin'];
      const calls = Array.from({ length: 50 }, (_, index) => {
        const turn = (index * 7 + round * 3) % 10;
        const host = index % 2;
        const officer = officers[(index + round) % officers.length] ?? '';
        if (turn === 0 && index > 12)
          return () => desk.reject(batch, officer, { settlements: [belgian ?? ''], host });
        if (turn === 1 && index > 25) return () => desk.reject(batch, officer, { host });
        if (turn < 5) return () => desk.release(batch, `tom${String(index)}`, { host });
        return () => desk.approve(batch, officer, { host });
      });
      const answers = await Promise.all(calls.map((call) => call()));
      for (const answer of answers) expect(legalAnswers).toContain(codeOf(answer));
      const history = await desk.auditOf(batch.id);
      expectLegal(history);
      expect(history.length).toBeGreaterThan(1);
      const end = await desk.shown(batch.id);
      expect(history.at(-1)?.status_after).toBe(end.status);
      const events = await desk.eventsOf(batch.id, history.length - 1);
      expect(events.map(({ data }) => data['sequence'])).toEqual(
        history.slice(1).map(({ step }) => step),
      );
      // As many answers said "done" as things were done.
      const released = answers.filter(({ status, body }) => status === 200 && isReleasedBy(body));
      expect(history.filter(({ action }) => action === 'released').length).toBeLessThanOrEqual(1);
      expect(released.length > 0).toBe(history.some(({ action }) => action === 'released'));
    },
  );
});

function isReleasedBy(body: unknown): boolean {
  return (body as Shown).status === 'released';
}

/** Reads a history as an auditor would, with rules of its own. */
function expectLegal(history: readonly AuditRow[]): void {
  let status: string | null = null;
  let approvers: string[] = [];
  history.forEach((row, index) => {
    expect(row.step).toBe(index);
    expect(row.status_before).toBe(status);
    switch (row.action) {
      case 'proposed':
        expect(index).toBe(0);
        break;
      case 'approved':
        expect(status).toBe('proposed');
        expect(approvers).not.toContain(row.person);
        approvers.push(row.person);
        expect(row.status_after).toBe(approvers.length === 2 ? 'approved' : 'proposed');
        break;
      case 'rejected':
        expect(['proposed', 'approved']).toContain(status);
        approvers = [];
        break;
      case 'released':
        expect(status).toBe('approved');
        expect(approvers).toHaveLength(2);
        expect(approvers).not.toContain(row.person);
        break;
      default:
        throw new Error(`${row.action} does not belong here`);
    }
    status = row.status_after;
  });
}
