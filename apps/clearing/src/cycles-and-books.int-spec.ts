import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyOf, topics, type Output, type routes } from '@reciproca/contracts';
import { eventually } from '@reciproca/testing';
import { contradictionsIn } from './crash/books.fixture.js';
import { ClearingBooks, pathOf } from './hosted-clearing.fixture.js';

type Claim = Output<typeof routes.readClaim>;
type Summary = Output<typeof routes.listClaims>;
type Preview = Output<typeof routes.closeCycle, 200>;
type Cycle = Output<typeof routes.readCycle>;
type Settlement = Output<typeof routes.readSettlement>;
type SettlementClaims = Output<typeof routes.listSettlementClaims>;

let books: ClearingBooks;

beforeAll(async () => {
  books = await ClearingBooks.withExamples();
});

afterAll(async () => {
  await books.end();
});

/** Amounts of the contract in cents, so that the spec adds with nothing of the product's own. */
function cents(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}
const cutoff = '2026-06-30';

/** The hash of a settlement as the contract defines it, over the claims that HTTP gives. */
function hashOf(settlement: string, found: SettlementClaims['items']): string {
  const lines = found.map(
    ({ institution, reference, amount, currency }) =>
      `${[institution, reference, amount, currency].join('\t')}\n`,
  );
  const text = [
    `${settlement}\n`,
    ...lines.map((line) => Buffer.from(line)).sort((a, b) => a.compare(b)),
  ];
  const sum = createHash('sha256');
  for (const line of text) sum.update(line);
  return `sha256:${sum.digest('hex')}`;
}
/** The CSV of claims behind a settlement; the example holds nothing that needs quotes. */
function csvOf(items: SettlementClaims['items']): string {
  const header = 'institution,reference,statement,debtor,amount,currency';
  const lines = items.map((item) =>
    [
      item.institution,
      item.reference,
      item.statement,
      item.debtor,
      item.amount,
      item.currency,
    ].join(),
  );
  return [header, ...lines].map((line) => `${line}\r\n`).join('');
}

describe('a cycle', () => {
  let preview: Preview;

  it('is shown before it is closed, and nothing moves', async () => {
    const before = await books.positions();
    preview = await books.read('/v1/cycles', { body: { id: '2026-Q2', cutoff, dryRun: true } });
    expect(preview).toMatchObject({ cycle: '2026-Q2', cutoff, dryRun: true, claims: 6, lag: [] });
    expect(preview.settlements.map(({ settlement }) => settlement)).toEqual([
      '2026-Q2/DE-FR/EUR',
      '2026-Q2/FR-PT/EUR/PT',
    ]);
    expect(await books.positions()).toEqual(before);
    expect((await books.ask('/v1/cycles/2026-Q2')).status).toBe(404);
  });

  it('closes as its dry run said, with every event before the word that it is closed', async () => {
    const body = { id: '2026-Q2', cutoff };
    const headers = { 'idempotency-key': 'close-q2' };
    const asked = await books.ask('/v1/cycles', { body, headers });
    expect(asked.status).toBe(202);
    expect(asked.headers.get('location')).toBe('/v1/cycles/2026-Q2');
    const closed = await eventually(async () => {
      const cycle = await books.read<Cycle>('/v1/cycles/2026-Q2');
      return cycle.status === 'closed' && cycle;
    });
    expect(closed).toMatchObject({ claims: 6, settlements: 2, hash: preview.hash, waitsFor: [] });
    expect(closed.settlementIds).toEqual(['2026-Q2/DE-FR/EUR', '2026-Q2/FR-PT/EUR/PT']);
    expect(closed.closedBy).toMatch(/#dora$/);
    expect((await books.ask('/v1/cycles', { body, headers })).body).toEqual(closed);
    const other = await books.ask('/v1/cycles', { body: { id: 'other', cutoff }, headers });
    expect(other.body).toMatchObject({ code: 'idempotency-key-reused' });
    const events = await eventually(async () => {
      const found = await books.world.readEvents(topics.clearingCycles.name);
      return found.length === 3 && found;
    });
    expect(events.map(({ event }) => event.type)).toEqual([
      'settlement.proposed.v1',
      'settlement.proposed.v1',
      'cycle.closed.v1',
    ]);
    expect(events.map(({ event: { data } }) => data).slice(0, 2)).toEqual(
      preview.settlements.map((settlement, index) => ({ ...settlement, sequence: index + 1 })),
    );
    // The cycle over HTTP says what its event says, by the same names.
    const { sequence: _sequence, ...said } = events[2]?.event.data ?? {};
    expect(closed).toEqual({
      ...said,
      status: 'closed',
      referenceVersion: expect.any(Number),
      waitsFor: [],
      waiting: [],
      settlementIds: closed.settlementIds,
    });
  });

  it('is refused for a cut-off that cannot be', async () => {
    const codeOf = async (body: object) =>
      ((await books.ask('/v1/cycles', { body })).body as { code: string }).code;
    expect(await codeOf({ id: '2026-Q2', cutoff: '2026-07-01' })).toBe('cycle-cutoff-differs');
    expect(await codeOf({ id: 'again', cutoff })).toBe('cutoff-not-increasing');
    expect(await codeOf({ id: 'early', cutoff: '2026-07-11' })).toBe('cutoff-in-future');
    const officer = await books.ask('/v1/cycles', {
      role: 'officer',
      state: 'FR',
      body: { id: 'x', cutoff },
    });
    expect(officer.status).toBe(403);
  });

  it('moves what it took from open into settlement', async () => {
    for (const { gross } of await books.positions()) {
      for (const line of gross) {
        expect(line.inSettlement).toBe(line.open);
      }
    }
    const claim = await books.read<Claim>(pathOf('claims', 'FR:CNAM', 'F-1'));
    expect(claim.status).toBe('in-settlement');
    expect(claim.obligation).toMatchObject({ inSettlement: '1134.56', toPay: '1134.56' });
    expect(claim.settlements).toEqual([
      { settlement: '2026-Q2/DE-FR/EUR', amount: '1134.56', status: 'proposed' },
    ]);
    // The event that took it is in its history, after the one that introduced it.
    const [proposed] = await books.world.readEvents(topics.clearingCycles.name);
    const { time: at, type, id, source } = proposed?.event ?? {};
    expect(claim.history.map((one) => one.type)).toEqual(['claim.introduced.v1', type]);
    expect(claim.history[1]).toMatchObject({ at, type: 'settlement.proposed.v1', id, source });
    const { items } = await books.read<Summary>('/v1/claims?status=in-settlement');
    expect(items).toHaveLength(6);
  });
});
describe('a settlement', () => {
  const id = '2026-Q2/DE-FR/EUR';

  it('is shown as proposed: gross both ways and the net', async () => {
    const settlement = await books.read<Settlement>(pathOf('settlements', id), {
      role: 'officer',
      state: 'DE',
    });
    expect(settlement).toMatchObject({
      settlement: id,
      status: 'proposed',
      arrangement: 'DE-FR',
      gross: [
        { creditor: 'DE', debtor: 'FR', amount: '200.00', claims: 1 },
        { creditor: 'FR', debtor: 'DE', amount: '1291.66', claims: 4 },
      ],
      net: { payer: 'DE', payee: 'FR', amount: '1091.66' },
    });
    expect(
      (await books.ask(pathOf('settlements', id), { role: 'officer', state: 'PT' })).status,
    ).toBe(403);
    expect((await books.ask(pathOf('settlements', '2026-Q2/DE-PT/EUR'))).status).toBe(404);
    expect((await books.ask(pathOf('settlements', 'nonsense'))).status).toBe(404);
  });

  it('is made of exactly the claims behind it, and its hash can be computed from them', async () => {
    for (const settlement of [id, '2026-Q2/FR-PT/EUR/PT']) {
      const path = `${pathOf('settlements', settlement)}/claims`;
      const { items } = await books.read<SettlementClaims>(path);
      const shown = await books.read<Settlement>(pathOf('settlements', settlement));
      expect(hashOf(settlement, items)).toBe(shown.hash);
      for (const { creditor, amount, claims: count } of shown.gross) {
        const own = items.filter(({ institution }) => institution.startsWith(`${creditor}:`));
        expect(own).toHaveLength(count);
        expect(own.reduce((sum, item) => sum + cents(item.amount), 0n)).toBe(cents(amount));
      }
    }
  });

  it('lists its claims page by page, as JSON and as CSV', async () => {
    const path = `${pathOf('settlements', id)}/claims`;
    const names = (page: SettlementClaims) => page.items.map(({ reference }) => reference);
    const whole = await books.read<SettlementClaims>(path);
    expect(names(whole).sort()).toEqual(['D-1', 'F-1', 'F-2', 'F-3', 'F-4']);
    const first = await books.read<SettlementClaims>(`${path}?limit=3`);
    expect(first.items).toEqual(whole.items.slice(0, 3));
    const headers = { accept: 'text/csv' };
    const csv = await books.ask(`${path}?limit=3&cursor=${first.next ?? ''}`, { headers });
    expect(csv.text).toBe(csvOf(whole.items.slice(3)));
    expect(csv.headers.get('next-cursor')).toBeNull();
    const more = await books.ask(`${path}?limit=3`, { headers });
    expect(more.headers.get('next-cursor')).toBe(first.next);
    const none = await books.ask(`${path}?cursor=bm90aGluZw`, { headers });
    expect(none.body).toMatchObject({ code: 'invalid-request' });
  });

  it('gives all its claims as one CSV', async () => {
    const path = `${pathOf('settlements', id)}/claims`;
    const { items } = await books.read<SettlementClaims>(path);
    const csv = await books.ask(path, { headers: { accept: 'text/csv' } });
    expect([csv.status, csv.text]).toEqual([200, csvOf(items)]);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const none = await books.ask(`${pathOf('settlements', '2026-Q2/DE-PT/EUR')}/claims`, {
      headers: { accept: 'text/csv' },
    });
    expect(none.status).toBe(404);
  });

  it('gives its claims back when it is rejected, and each claim says so', async () => {
    const rejected = {
      id: keyOf('rejection', 'of', 'the', 'spec'),
      source: 'urn:reciproca:settlement',
      type: 'batch.rejected.v1',
    };
    const settlement = '2026-Q2/FR-PT/EUR/PT';
    const batch = '2026-Q2/FR/EUR';
    const { hash } = await books.read<Settlement>(pathOf('settlements', settlement));
    await books.world.kafka.sendEvents(topics.settlements.name, [
      {
        ...rejected,
        specversion: '1.0',
        time: '2026-07-10T09:00:00Z',
        subject: batch,
        datacontenttype: 'application/json',
        data: {
          batch,
          hash,
          settlements: [settlement],
          by: 'https://id.example#ines',
          at: '2026-07-10T09:00:00Z',
          reason: 'not ours',
        },
      },
    ]);
    const claim = await eventually(async () => {
      const found = await books.read<Claim>(pathOf('claims', 'PT:SNS', 'P-1'));
      return found.status === 'introduced' && found;
    });
    expect(claim.settlements).toEqual([{ settlement, amount: '30.00', status: 'rejected' }]);
    expect(claim.history.map(({ type }) => type)).toEqual([
      'claim.introduced.v1',
      'settlement.proposed.v1',
      'batch.rejected.v1',
    ]);
    expect(claim.history[2]).toMatchObject({ ...rejected, at: '2026-07-10T10:00:00.000Z' });
  });
});
describe('the books', () => {
  it('are sound', async () => {
    expect(await contradictionsIn(books.world.database)).toEqual([]);
  });

  it('agree with the claims: every position is the sum of its obligations', async () => {
    const open = new Map<string, bigint>();
    const { items } = await books.read<Summary>('/v1/claims?limit=1000');
    for (const { creditor, debtor, obligation } of items) {
      const key = `${creditor.slice(0, 2)} ${debtor?.slice(0, 2) ?? ''}`;
      const own = cents(obligation?.toPay ?? '0') + cents(obligation?.contested ?? '0');
      open.set(key, (open.get(key) ?? 0n) + own);
    }
    for (const { gross } of await books.positions()) {
      for (const line of gross) {
        expect(cents(line.open)).toBe(open.get(`${line.creditor} ${line.debtor}`));
        const parts = [line.notDue, line.due, line.overdue, line.contested, line.inSettlement];
        expect(parts.reduce((sum, part) => sum + cents(part), 0n)).toBe(cents(line.open));
      }
    }
  });

  it('refuse every change of what was written, to the app and to the owner', async () => {
    const changes = [
      'update clearing.journal set amount = 1',
      'update clearing.claims set total = 1',
      "update clearing.outbox set event = ''",
      "update clearing.reference_records set record = '{}'",
      "update clearing.reference_versions set imported_by = ''",
      'update clearing.shipments set release = 0',
      ...[
        'journal',
        'claims',
        'outbox',
        'reference_records',
        'reference_versions',
        'shipments',
      ].flatMap((table) => [`delete from clearing.${table}`, `truncate clearing.${table} cascade`]),
    ];
    for (const sql of changes) {
      for (const role of ['none', 'reciproca_clearing']) {
        const attempt = books.world.database.query(`set local role ${role}; ${sql}`);
        await expect(attempt).rejects.toMatchObject({ code: '42501' });
      }
    }
  });

  it('tell their figures', async () => {
    const { text } = await books.http.ask({ path: '/metrics' });
    expect(text).toMatch(/^clearing_messages_total\{app="clearing"\} 9$/m);
    expect(text).toMatch(/^clearing_claims_introduced_total\{app="clearing"\} 6$/m);
  });
});

describe('ten who ask for a cycle at once', () => {
  it('make one cycle', async () => {
    const body = { id: 'TEN', cutoff: '2026-07-10' };
    const requests = Array.from({ length: 10 }, () => books.ask('/v1/cycles', { body }));
    const answers = await Promise.all(requests);
    expect(answers.map(({ status, body: cycle }) => [status, (cycle as Cycle).cycle])).toEqual(
      Array.from({ length: 10 }, () => [202, 'TEN']),
    );
    await eventually(async () => (await books.read<Cycle>('/v1/cycles/TEN')).status === 'closed');
  });
});
