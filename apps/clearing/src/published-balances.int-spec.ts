import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildAsyncApi, topics, type Output, type routes } from '@reciproca/contracts';
import {
  aClaim,
  aCreditNote,
  EventValidator,
  eventually,
  type Answer,
  type FoundEvent,
} from '@reciproca/testing';
import { contradictionsIn, faultsOnTopic } from './crash/books.fixture.js';
import { ClearingBooks } from './hosted-clearing.fixture.js';

/*
 * Goal: what one State published is what the books held on that day, for ever; the other one says
 * yes or what is otherwise, and that stays visible until it is closed.
 * Method: claims through the real broker, balances over HTTP; hashes made anew here from the claims.
 */

type Balance = Output<typeof routes.readBalance>;
type List = Output<typeof routes.listBalances>;
type Claims = Output<typeof routes.listBalanceClaims>;

const fr = { role: 'officer', state: 'FR' } as const;
const de = { role: 'officer', state: 'DE' } as const;
const on = '2026-06-30';
const first = `DE-FR/EUR/${on}/1`;

let books: ClearingBooks;

beforeAll(async () => {
  books = await ClearingBooks.withReference();
  await books.submit([
    aClaim({ reference: 'A', amount: '1000.00', person: 'a' }),
    aClaim({ reference: 'B', amount: '500.00', person: 'b' }),
    aClaim({
      reference: 'X',
      amount: '400.00',
      person: 'x',
      creditor: 'DE:AOK-BY',
      debtor: 'FR:CNAM',
    }),
    // Introduced after the day of the balance.
    aClaim({
      reference: 'late',
      amount: '7.00',
      person: 'l',
      recordedOn: '2025-08-15',
      introducedOn: '2026-07-01',
      time: '2026-07-01T09:00:00Z',
    }),
  ]);
});

afterAll(async () => {
  await books.end();
});

const pathOf = (id: string, more = ''): string => `/v1/balances/${encodeURIComponent(id)}${more}`;

function publish(call: object = fr, body: object = {}): Promise<Answer> {
  const said = { states: ['FR', 'DE'], currency: 'EUR', on, ...body };
  return books.ask('/v1/balances', { ...call, body: said });
}

const confirm = (id: string, call: object = de, body: object = {}): Promise<Answer> =>
  books.ask(pathOf(id, '/confirmations'), { ...call, body });
const dispute = (id: string, differences: object[], call: object = de): Promise<Answer> =>
  books.ask(pathOf(id, '/differences'), { ...call, body: { differences } });

const inA = (amount: string, more: object = {}): object => ({
  claim: { institution: 'FR:CNAM', reference: 'A' },
  amount,
  reason: 'amount-differs',
  ...more,
});

/** Of which differences are open, the newest first. */
async function disputed(): Promise<string[]> {
  const { items } = await books.read<List>('/v1/balances?status=disputed', fr);
  return items.map(({ id }) => id);
}

const show = (id: string, call: object = {}): Promise<Balance> =>
  books.read<Balance>(pathOf(id), call);

/** The events about balances so far, in order. */
async function told(): Promise<FoundEvent[]> {
  const found = await books.world.readEvents(topics.claimsOutcomes.name);
  return found.filter(({ event }) => event.type.startsWith('balance.'));
}

/** The hash as the OpenAPI document describes it. */
function hashOf(id: string, lines: readonly string[]): string {
  const text = [id, ...[...lines].sort()].map((line) => `${line}\n`).join('');
  return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
}

describe('a balance', () => {
  it('is published with the closing of its day, hashed over its claims', async () => {
    const answer = await publish();
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(pathOf(first));
    expect(answer.body).toMatchObject({
      id: first,
      states: ['DE', 'FR'],
      currency: 'EUR',
      on,
      // In favour of DE: 400.00 less 1 500.00.
      closing: '-1100.00',
      claims: 3,
      hash: hashOf(first, [
        'FR:CNAM\tA\t1000.00\tEUR',
        'FR:CNAM\tB\t500.00\tEUR',
        'DE:AOK-BY\tX\t400.00\tEUR',
      ]),
      status: 'published',
      publishedBy: 'FR',
      supersededBy: null,
      openDifferences: 0,
      differences: [],
    });
    const statement = await books.read<{ closing: string }>(
      `/v1/account-statements?state=DE&counterpart=FR&currency=EUR&from=${on}&to=${on}`,
    );
    expect(statement.closing).toBe('-1100.00');
  });

  it('stands already when it is asked for again, by whichever of the two', async () => {
    for (const call of [fr, de]) {
      const again = await publish(call, { states: ['DE', 'FR'] });
      expect(again.status).toBe(200);
      expect(again.body).toMatchObject({ id: first, publishedBy: 'FR' });
    }
  });

  it('lists its claims, in JSON and CSV', async () => {
    const page = await books.read<Claims>(`${pathOf(first, '/claims')}?limit=2`, de);
    expect(page.items).toHaveLength(2);
    const csv = await books.ask(pathOf(first, '/claims'), { headers: { accept: 'text/csv' } });
    expect(csv.text.trimEnd().split('\r\n').sort()).toEqual([
      'DE:AOK-BY,X,FR-DE-2025-H1,FR:CNAM,400.00,EUR',
      'FR:CNAM,A,FR-DE-2025-H1,DE:AOK-BY,1000.00,EUR',
      'FR:CNAM,B,FR-DE-2025-H1,DE:AOK-BY,500.00,EUR',
      'institution,reference,statement,debtor,amount,currency',
    ]);
  });

  it('is not confirmed by the State that published it, nor by a stranger', async () => {
    expect((await confirm(first, fr)).status).toBe(403);
    expect((await confirm(first, { role: 'officer', state: 'PT' })).status).toBe(403);
    expect((await confirm(first, { role: 'treasurer', state: 'DE' })).status).toBe(403);
    expect((await confirm(`DE-FR/EUR/${on}/9`)).status).toBe(404);
    const other = await confirm(first, de, { hash: `sha256:${'0'.repeat(64)}` });
    expect(other.body).toMatchObject({ status: 409, code: 'hash-changed' });
  });

  it('shows what the other State holds otherwise, as long as it is open', async () => {
    const missing = {
      claim: { institution: 'DE:AOK-BY', reference: 'Y' },
      amount: '25.00',
      reason: 'not-in-the-balance',
      note: 'sent in May',
    };
    const list = [missing, inA('900')];
    const answer = await dispute(first, list);
    expect(answer.status).toBe(201);
    const expected = [
      { ...missing, published: '0.00' },
      { ...inA('900.00'), published: '1000.00' },
    ];
    expect(answer.body).toMatchObject({
      status: 'disputed',
      openDifferences: 2,
      differences: expected,
    });
    expect((await dispute(first, [...list].reverse())).status).toBe(200);
    const open = await books.read<List>('/v1/balances?status=disputed', fr);
    expect(open.items).toMatchObject([{ id: first, openDifferences: 2 }]);
    expect((await show(first, fr)).differences).toMatchObject(expected);
  });

  it('takes a later list in the place of the earlier one', async () => {
    expect((await dispute(first, [inA('900.00', { reason: 'already-credited' })])).status).toBe(
      201,
    );
    expect(await show(first)).toMatchObject({ status: 'disputed', openDifferences: 1 });
  });

  it('refuses a list that says nothing else than the balance', async () => {
    const { status, body } = await dispute(first, [inA('1000.0'), inA('1.00')]);
    expect(status).toBe(400);
    expect((body as { faults: { path: string }[] }).faults.map(({ path }) => path)).toEqual([
      'body.differences.0.amount',
      'body.differences.1.claim',
    ]);
    expect((await dispute(first, [])).status).toBe(400);
    expect((await dispute(first, [inA('1.00')], fr)).status).toBe(403);
  });

  it('does not change by what is booked later', async () => {
    const before = await show(first);
    await books.submit([
      aCreditNote({ reference: 'A', amount: '100.00', time: '2026-06-20T09:00:00Z' }),
    ]);
    expect(await show(first)).toEqual(before);
    const { items } = await books.read<Claims>(pathOf(first, '/claims'));
    expect(items.find(({ reference }) => reference === 'A')?.amount).toBe('1000.00');
  });

  it('gives way to a new one, which the other State confirms', async () => {
    const second = `DE-FR/EUR/${on}/2`;
    const answer = await publish();
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ id: second, closing: '-1000.00', status: 'published' });
    // Nobody has answered the difference yet.
    expect(await show(first)).toMatchObject({
      status: 'disputed',
      supersededBy: second,
      openDifferences: 1,
      differences: [inA('900.00', { reason: 'already-credited' })],
    });
    expect(await disputed()).toEqual([first]);
    expect((await confirm(first)).body).toMatchObject({ code: 'step-not-open' });
    const { hash } = await show(second);
    expect((await confirm(second, de, { hash })).status).toBe(201);
    expect((await confirm(second)).status).toBe(200);
    expect((await dispute(second, [inA('1.00')])).body).toMatchObject({ code: 'step-not-open' });
    expect(await show(second)).toMatchObject({ status: 'confirmed' });
    expect(await show(first)).toMatchObject({ status: 'superseded', openDifferences: 0 });
    expect(await disputed()).toEqual([]);
  });

  it('that is confirmed stays so when another day is published', async () => {
    const july = await publish(de, { on: '2026-07-10' });
    expect(july.body).toMatchObject({
      id: 'DE-FR/EUR/2026-07-10/1',
      closing: '-1007.00',
      publishedBy: 'DE',
    });
    expect(await show(`DE-FR/EUR/${on}/2`)).toMatchObject({ status: 'confirmed' });
  });

  it('is told on the topic, each step under its id in order', async () => {
    await eventually(async () => (await told()).length === 6);
    const found = await told();
    const validator = new EventValidator(buildAsyncApi());
    for (const { event, message } of found) {
      expect(validator.faults(event)).toEqual([]);
      expect(message.key?.toString()).toBe(event.subject);
      expect(JSON.stringify(event)).not.toContain('sent in May');
    }
    const second = `DE-FR/EUR/${on}/2`;
    const steps = found.map(({ event }) => {
      const { sequence } = event.data as { sequence: number };
      return `${event.subject} ${String(sequence)} ${event.type}`;
    });
    expect(steps.filter((step) => step.startsWith(first))).toEqual([
      `${first} 1 balance.published.v1`,
      `${first} 2 balance.disputed.v1`,
      `${first} 3 balance.disputed.v1`,
    ]);
    expect(steps.filter((step) => step.startsWith(second))).toEqual([
      `${second} 1 balance.published.v1`,
      `${second} 2 balance.confirmed.v1`,
    ]);
    const published = found.find(({ event }) => event.subject === second);
    expect(published?.event.data).toMatchObject({ supersedes: [first] });
  });
});

describe('who did what', () => {
  it('is kept, and told to those of the State and to the auditor', async () => {
    const by = async (call: object): Promise<[string, string, boolean][]> =>
      (await show(first, call)).history.map((step) => [step.action, step.state, step.by !== null]);
    const steps = ['published FR', 'disputed DE', 'disputed DE', 'superseded FR'];
    const known = (state: string) =>
      steps.map((step) => [...step.split(' '), step.endsWith(state)]);
    expect(await by(fr)).toEqual(known('FR'));
    expect(await by(de)).toEqual(known('DE'));
    expect(await by({})).toEqual(known(''));
  });

  it('cannot be changed, and neither can the claims of a balance', async () => {
    const { database } = books.world;
    await expect(database.query('delete from clearing.balance_audit')).rejects.toThrow('appends');
    await expect(
      database.query('update clearing.published_balance_claims set amount = 1'),
    ).rejects.toThrow('appends');
  });
});

describe('a request', () => {
  it('with a key is carried out once, and stands for one content', async () => {
    const call = { ...fr, headers: { 'idempotency-key': 'k-1' } };
    const body = { currency: 'GBP' };
    const one = await publish(call, body);
    expect(one.body).toMatchObject({ id: `DE-FR/GBP/${on}/1`, closing: '0.00', claims: 0 });
    expect(one.body).toMatchObject({ hash: hashOf(`DE-FR/GBP/${on}/1`, []) });
    const again = await publish(call, body);
    expect([again.status, again.body]).toEqual([201, one.body]);
    expect((await publish(call, { currency: 'CHF' })).body).toMatchObject({
      code: 'idempotency-key-reused',
    });
  });

  it('of two at once makes one balance', async () => {
    const answers = await Promise.all(
      [fr, de, fr, de].map((call) => publish(call, { on: '2026-05-31' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => (body as Balance).id)).size).toBe(1);
  });

  it.each<[string, object, string]>([
    ['of a State with itself', { states: ['FR', 'FR'] }, 'body.states'],
    ['in no currency', { currency: 'EUX' }, 'body.currency'],
    ['of tomorrow', { on: '2026-07-11' }, 'body.on'],
  ])('%s is refused', async (_name, body, path) => {
    const answer = await publish(fr, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ faults: [{ path }] });
  });

  it('with a State that nobody knows is refused', async () => {
    const { status, body } = await publish(fr, { states: ['LU', 'FR'] });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'invalid-request',
      faults: [{ path: 'body.states', code: 'unknown-institution' }],
    });
  });

  it('of others than officers of the two is refused', async () => {
    for (const call of [
      { role: 'officer', state: 'PT' },
      { role: 'treasurer', state: 'FR' },
      { role: 'dispatcher' },
    ]) {
      expect((await publish(call)).status).toBe(403);
    }
  });

  it('of a third State sees nothing', async () => {
    const stranger = { role: 'officer', state: 'PT' } as const;
    expect((await books.ask(pathOf(first), stranger)).status).toBe(403);
    expect((await books.ask(pathOf(first, '/claims'), stranger)).status).toBe(403);
    expect((await books.read<List>('/v1/balances', stranger)).items).toEqual([]);
    expect((await books.ask(pathOf('nothing'), stranger)).status).toBe(404);
  });

  it('lists them page by page, the newest first', async () => {
    const found: string[] = [];
    let cursor = '';
    do {
      const page = await books.read<List>(`/v1/balances?state=FR&counterpart=DE&limit=2${cursor}`);
      found.push(...page.items.map(({ id }) => id));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(found).toEqual([
      'DE-FR/EUR/2026-05-31/1',
      `DE-FR/GBP/${on}/1`,
      'DE-FR/EUR/2026-07-10/1',
      `DE-FR/EUR/${on}/2`,
      first,
    ]);
  });
});

describe('the books', () => {
  it('are sound, and the topic holds what they say', async () => {
    const { database } = books.world;
    await eventually(async () => (await told()).length === 8);
    expect(await contradictionsIn(database)).toEqual([]);
    const outcomes = await books.world.readEvents(topics.claimsOutcomes.name);
    expect(await faultsOnTopic(topics.claimsOutcomes.name, outcomes, database)).toEqual([]);
  });
});
