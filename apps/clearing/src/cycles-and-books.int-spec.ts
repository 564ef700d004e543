import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildOpenApi, topics, type Output, type routes } from '@reciproca/contracts';
import {
  aClaim,
  AnswerValidator,
  eventually,
  freshWorld,
  HttpTester,
  type Answer,
  type FreshWorld,
} from '@reciproca/testing';
import {
  ClearingClient,
  exampleClaims,
  hostClearing,
  pathOf,
  type Call,
  type HostedClearing,
} from './hosted-clearing.fixture.js';

type Claim = Output<typeof routes.readClaim>;
type Summary = Output<typeof routes.listClaims>;
type Positions = Output<typeof routes.listPositions>;
type Preview = Output<typeof routes.closeCycle, 200>;
type Cycle = Output<typeof routes.readCycle>;
type Settlement = Output<typeof routes.readSettlement>;
type SettlementClaims = Output<typeof routes.listSettlementClaims>;

const inbound = topics.claimsInbound.name;
const claims = exampleClaims.map((wish) => aClaim(wish));

let directory: string;
let world: FreshWorld;
let clearing: HostedClearing;
let http: HttpTester;
let client: ClearingClient<Answer>;

function ask(path: string, call?: Call): Promise<Answer> {
  return client.ask(path, call);
}

function read<T>(path: string, call?: Call): Promise<T> {
  return client.read<T>(path, call);
}

async function positions(query = ''): Promise<Positions['items']> {
  return (await read<Positions>(`/v1/positions?${query}`)).items;
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cycles-spec-'));
  world = await freshWorld({ topics: 2 });
  clearing = await hostClearing({
    environment: world.environment(),
    directory,
    clock: () => new Date('2026-07-10T10:00:00Z'),
  });
  http = new HttpTester(clearing.app.url, new AnswerValidator(buildOpenApi('clearing')));
  client = new ClearingClient(clearing, http);
  await client.importReference();
  // A stranger speaks for a claim that nobody ever submitted.
  const source = 'urn:institution:DE:AOK-BY';
  const strange = aClaim({ reference: 'STRANGE', source, person: 'h' });
  const events = [...claims, strange].map((event) => ({ ...event }));
  await world.kafka.sendEvents(inbound, events);
  await eventually(
    async () => (await world.kafka.readToEnd(topics.claimsOutcomes.name)).length === 8,
    { timeoutMs: 30_000, intervalMs: 500, what: 'eight answers' },
  );
});

afterAll(async () => {
  await clearing.app.stop();
  await world.end();
  rmSync(directory, { recursive: true, force: true });
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
describe('a cycle', () => {
  let preview: Preview;

  it('is shown before it is closed, and nothing moves', async () => {
    const before = await positions();
    preview = await read('/v1/cycles', { body: { id: '2026-Q2', cutoff, dryRun: true } });
    expect(preview).toMatchObject({ id: '2026-Q2', cutoff, dryRun: true, claims: 6, lag: [] });
    expect(preview.settlements.map(({ settlement }) => settlement)).toEqual([
      '2026-Q2/DE-FR/EUR',
      '2026-Q2/FR-PT/EUR/PT',
    ]);
    expect(await positions()).toEqual(before);
    expect((await ask('/v1/cycles/2026-Q2')).status).toBe(404);
  });

  it('closes as its dry run said, with every event before the word that it is closed', async () => {
    const body = { id: '2026-Q2', cutoff };
    const headers = { 'idempotency-key': 'close-q2' };
    const asked = await ask('/v1/cycles', { body, headers });
    expect(asked.status).toBe(202);
    expect(asked.headers.get('location')).toBe('/v1/cycles/2026-Q2');
    const closed = await eventually(
      async () => {
        const cycle = await read<Cycle>('/v1/cycles/2026-Q2');
        return cycle.status === 'closed' && cycle;
      },
      { timeoutMs: 20_000 },
    );
    expect(closed).toMatchObject({
      claims: 6,
      hash: preview.hash,
      waitsFor: [],
      settlements: ['2026-Q2/DE-FR/EUR', '2026-Q2/FR-PT/EUR/PT'],
    });
    expect(closed.closedBy).toMatch(/#dora$/);
    expect((await ask('/v1/cycles', { body, headers })).body).toEqual(closed);
    const other = await ask('/v1/cycles', { body: { id: 'other', cutoff }, headers });
    expect(other.body).toMatchObject({ code: 'idempotency-key-reused' });
    const events = await eventually(async () => {
      const found = await world.readEvents(topics.clearingCycles.name);
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
  });

  it('is refused for a cut-off that cannot be', async () => {
    const codeOf = async (body: object) =>
      ((await ask('/v1/cycles', { body })).body as { code: string }).code;
    expect(await codeOf({ id: '2026-Q2', cutoff: '2026-07-01' })).toBe('cycle-cutoff-differs');
    expect(await codeOf({ id: 'again', cutoff })).toBe('cutoff-not-increasing');
    expect(await codeOf({ id: 'early', cutoff: '2026-07-11' })).toBe('cutoff-in-future');
    const officer = await ask('/v1/cycles', {
      role: 'officer',
      state: 'FR',
      body: { id: 'x', cutoff },
    });
    expect(officer.status).toBe(403);
  });

  it('moves what it took from open into settlement', async () => {
    for (const { gross } of await positions()) {
      for (const line of gross) {
        expect(line.inSettlement).toBe(line.open);
      }
    }
    const claim = await read<Claim>(pathOf('claims', 'FR:CNAM', 'F-1'));
    expect(claim.status).toBe('in-settlement');
    expect(claim.obligation).toMatchObject({ inSettlement: '1134.56', toPay: '1134.56' });
    expect(claim.settlements).toEqual([
      { settlement: '2026-Q2/DE-FR/EUR', amount: '1134.56', status: 'proposed' },
    ]);
    const { items } = await read<Summary>('/v1/claims?status=in-settlement');
    expect(items).toHaveLength(6);
  });
});
describe('a settlement', () => {
  const id = '2026-Q2/DE-FR/EUR';

  it('is shown as proposed: gross both ways and the net', async () => {
    const settlement = await read<Settlement>(pathOf('settlements', id), {
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
    expect((await ask(pathOf('settlements', id), { role: 'officer', state: 'PT' })).status).toBe(
      403,
    );
    expect((await ask(pathOf('settlements', '2026-Q2/DE-PT/EUR'))).status).toBe(404);
    expect((await ask(pathOf('settlements', 'nonsense'))).status).toBe(404);
  });

  it('is made of exactly the claims behind it, and its hash can be computed from them', async () => {
    for (const settlement of [id, '2026-Q2/FR-PT/EUR/PT']) {
      const path = `${pathOf('settlements', settlement)}/claims`;
      const { items } = await read<SettlementClaims>(path);
      const shown = await read<Settlement>(pathOf('settlements', settlement));
      expect(hashOf(settlement, items)).toBe(shown.hash);
      for (const { creditor, amount, claims: count } of shown.gross) {
        const own = items.filter(({ institution }) => institution.startsWith(`${creditor}:`));
        expect(own).toHaveLength(count);
        expect(own.reduce((sum, item) => sum + cents(item.amount), 0n)).toBe(cents(amount));
      }
    }
  });

  it('lists its claims by institution and reference, as JSON and as CSV', async () => {
    const path = `${pathOf('settlements', id)}/claims`;
    const names = (page: SettlementClaims) => page.items.map(({ reference }) => reference);
    const whole = await read<SettlementClaims>(path);
    expect(names(whole)).toEqual(['D-1', 'F-1', 'F-3', 'F-4', 'F-2']);
    const first = await read<SettlementClaims>(`${path}?limit=3`);
    expect(names(first)).toEqual(['D-1', 'F-1', 'F-3']);
    const csv = await ask(`${path}?limit=3&cursor=${first.next ?? ''}`, {
      headers: { accept: 'text/csv' },
    });
    expect(csv.text).toBe(
      'institution,reference,statement,debtor,amount,currency\r\n' +
        'FR:CNAM,F-4,FR-DE-2025-H1,DE:AOK-BY,50.00,EUR\r\n' +
        'FR:MSA,F-2,FR-DE-2025-H1,DE:AOK-BY,100.10,EUR\r\n',
    );
    expect(csv.headers.get('next-cursor')).toBeNull();
    const more = await ask(`${path}?limit=3`, { headers: { accept: 'text/csv' } });
    expect(more.headers.get('next-cursor')).toBe(first.next);
  });
});
describe('the books', () => {
  it('hold balances that are the sums of the journal', async () => {
    const differences = await world.database.query(
      `with movements as (
         select creditor_state as creditor, debtor_state as debtor, currency, bucket,
           coalesce(pay_by, 'infinity') as pay_by, day, sum(signed) as amount, sum(one) as claims
         from clearing.journal join clearing.claims using (claim_id)
           join clearing.ledger_accounts using (account_id),
           lateral (values (to_bucket, amount, 1), (from_bucket, -amount, -1))
             as side (bucket, signed, one)
         group by 1, 2, 3, 4, 5, 6),
       sums as (
         select creditor, debtor, currency, bucket, pay_by, day, sum(amount) as amount,
           sum(claims) as claims
         from clearing.balances group by 1, 2, 3, 4, 5, 6)
       select * from movements full join sums using (creditor, debtor, currency, bucket, pay_by, day)
       where movements.amount is distinct from sums.amount
         or movements.claims is distinct from sums.claims`,
    );
    expect(differences).toEqual([]);
  });

  it('agree with the claims: every position is the sum of its obligations', async () => {
    const open = new Map<string, bigint>();
    const { items } = await read<Summary>('/v1/claims?limit=1000');
    for (const { creditor, debtor, obligation } of items) {
      const key = `${creditor.slice(0, 2)} ${debtor?.slice(0, 2) ?? ''}`;
      const own = cents(obligation?.toPay ?? '0') + cents(obligation?.contested ?? '0');
      open.set(key, (open.get(key) ?? 0n) + own);
    }
    for (const { gross } of await positions()) {
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
      ...['journal', 'claims', 'outbox', 'reference_records', 'reference_versions'].flatMap(
        (table) => [`delete from clearing.${table}`, `truncate clearing.${table} cascade`],
      ),
    ];
    for (const sql of changes) {
      for (const role of ['none', 'reciproca_clearing']) {
        const attempt = world.database.query(`set local role ${role}; ${sql}`);
        await expect(attempt).rejects.toMatchObject({ code: '42501' });
      }
    }
  });

  it('tell their figures', async () => {
    const { text } = await http.ask({ path: '/metrics' });
    expect(text).toMatch(/^clearing_messages_total\{app="clearing"\} 8$/m);
    expect(text).toMatch(/^clearing_claims_introduced_total\{app="clearing"\} 6$/m);
  });
});
