import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { limits, mirrorColumns, type Output, type Role, type routes } from '@reciproca/contracts';
import { aClaim, aContestation, aCreditNote, type Answer } from '@reciproca/testing';
import { ClearingBooks, pathOf } from './hosted-clearing.fixture.js';

/*
 * Goal: a State learns in one pass what of its own list of open claims agrees with the books, what
 * only one side has, and what differs; and nothing about claims of others.
 * Method: claims in every state through the real broker, lists over HTTP, results reckoned by hand.
 */

type Mirror = Output<typeof routes.checkMirror>;
interface Problem {
  readonly code: string;
  readonly faults?: readonly { readonly line?: number; readonly path: string }[];
}

const header = 'institution,reference,amount,currency,status';

let books: ClearingBooks;

const claims = [
  // The first cycle takes what was introduced in January.
  {
    reference: 'SETTLING',
    amount: '900.00',
    introducedOn: '2026-01-10',
    time: '2026-01-10T09:00:00Z',
  },
  { reference: 'SAME', amount: '100.00' },
  { reference: 'CONTESTED', amount: '200.00' },
  { reference: 'OURS', amount: '300.00' },
  { reference: 'CLOSED', amount: '400.00' },
  { reference: 'LATE', amount: '500.00', recordedOn: '2020-01-15', careFrom: '2020-01-03' },
  { reference: 'OWED', amount: '600.00', creditor: 'DE:AOK-BY', debtor: 'FR:CNAM' },
  { reference: 'MSA', amount: '700.00', creditor: 'PT:SNS', debtor: 'FR:MSA' },
  { reference: 'STRANGE', amount: '800.00', creditor: 'PT:SNS', debtor: 'DE:AOK-BY' },
].map((wish) => aClaim({ person: wish.reference, ...wish }));

beforeAll(async () => {
  books = await ClearingBooks.withReference();
  await books.submit(claims);
  await books.close('C1', '2026-01-31');
  await books.submit([
    aContestation({ reference: 'CONTESTED', amount: '50.00' }),
    aCreditNote({ reference: 'CLOSED', amount: '400.00' }),
    aCreditNote({ reference: 'SETTLING', amount: '100.00' }),
  ]);
});

afterAll(async () => {
  await books.end();
});

interface Asked {
  readonly role?: Role;
  readonly state?: string;
  readonly query?: string;
  readonly accept?: string;
}

function ask(lines: readonly string[], asked: Asked = {}): Promise<Answer> {
  const { role = 'officer', state = 'FR', query = '', accept = 'application/json' } = asked;
  return books.ask(`/v1/mirror-checks${query}`, {
    role,
    ...(role === 'officer' ? { state } : {}),
    body: lines.join('\n'),
    contentType: 'text/csv',
    headers: { accept },
  });
}

async function check(lines: readonly string[], asked: Asked = {}): Promise<Mirror> {
  const { status, text, body } = await ask([header, ...lines], asked);
  if (status !== 200) throw new Error(text);
  return body as Mirror;
}

const list = [
  'FR:CNAM,SAME,100,EUR,introduced',
  'FR:CNAM,CONTESTED,150.00,EUR,introduced',
  'FR:CNAM,CLOSED,400.00,EUR,introduced',
  'FR:CNAM,LATE,500.00,EUR,',
  'PT:SNS,STRANGE,800.00,EUR,introduced',
  'FR:CNAM,NOWHERE,1.00,EUR,introduced',
  'FR:CNAM,SETTLING,800.00,EUR,in-settlement',
  'DE:AOK-BY,OWED,600.00,GBP,introduced',
];

/** A line in short: result, reference, differences, our amount and status. */
function told({ items }: Mirror): string[] {
  return items.map(({ result, reference, differences, ours }) =>
    [result, reference, differences.join('+'), ours?.amount ?? '', ours?.status ?? '']
      .join(' ')
      .trim(),
  );
}

describe('a list of open claims', () => {
  it('is held against the books, what needs work first', async () => {
    const mirror = await check(list);
    expect(mirror).toMatchObject({
      state: 'FR',
      counts: { agrees: 2, differs: 4, onlyOurs: 2, onlyYours: 2 },
      omitted: 0,
    });
    expect(told(mirror)).toEqual([
      // Of 200.00 all is open: 150.00 to pay and 50.00 contested.
      'differs CONTESTED amount+status 200.00 contested',
      'differs CLOSED amount+status 0.00 closed',
      // Its status was not on the list.
      'differs LATE amount 0.00 rejected',
      'differs OWED currency 600.00 introduced',
      'only-ours OURS  300.00 introduced',
      'only-ours MSA  700.00 introduced',
      'only-yours STRANGE',
      'only-yours NOWHERE',
      'agrees SAME  100.00 introduced',
      // 900.00 in the settlement less 100.00 that goes back.
      'agrees SETTLING  800.00 in-settlement',
    ]);
    expect(mirror.items[0]).toEqual({
      result: 'differs',
      institution: 'FR:CNAM',
      reference: 'CONTESTED',
      differences: ['amount', 'status'],
      ours: { debtor: 'DE:AOK-BY', amount: '200.00', currency: 'EUR', status: 'contested' },
      yours: { line: 3, amount: '150.00', currency: 'EUR', status: 'introduced' },
    });
  });

  it('meets the same figures as the claims show', async () => {
    const { items } = await check(list);
    for (const { institution, reference, ours } of items) {
      if (ours === null || ours.status === 'rejected') continue;
      const path = pathOf('claims', institution, reference);
      const { status, obligation } = await books.read<Output<typeof routes.readClaim>>(path);
      const cents = (amount = ''): number => Number.parseInt(amount.replace('.', ''), 10);
      expect(ours.status).toBe(status);
      expect(cents(ours.amount)).toBe(cents(obligation?.toPay) + cents(obligation?.contested));
    }
  });

  it.each<[string, string, readonly string[]]>([
    ['everything', '', ['OWED', 'CONTESTED', 'OURS', 'SAME', 'SETTLING', 'MSA']],
    ['what it claims', '?side=creditor', ['CONTESTED', 'OURS', 'SAME', 'SETTLING']],
    ['what it owes', '?side=debtor', ['OWED', 'MSA']],
    ['one counterpart', '?counterpart=PT', ['MSA']],
    ['one institution over there', '?counterpart=DE%3AAOK-BY&side=debtor', ['OWED']],
    ['one institution here', '?institution=FR%3AMSA', ['MSA']],
    ['another currency', '?currency=GBP', []],
  ])('that is empty shows the books of the State: %s', async (_what, query, references) => {
    const { items, counts } = await check([], { query });
    expect(items.map(({ reference }) => reference)).toEqual(references);
    expect(counts.onlyOurs).toBe(references.length);
  });

  it('is looked up beyond the limits of what only the books hold', async () => {
    const query = '?counterpart=PT&side=creditor&currency=GBP';
    expect(told(await check(list.slice(0, 1), { query }))).toEqual([
      'agrees SAME  100.00 introduced',
    ]);
  });

  it('shows each State its own', async () => {
    const query = '?side=debtor&counterpart=PT';
    expect(told(await check([], { state: 'DE', query }))).toEqual([
      'only-ours STRANGE  800.00 introduced',
    ]);
    expect(
      told(await check(['FR:MSA,X,1.00,EUR,'], { state: 'PT', query: '?side=debtor' })),
    ).toEqual(['only-yours X']);
  });

  it('comes back as CSV too', async () => {
    const { headers, text } = await ask([header, ...list], { accept: 'text/csv' });
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('omitted-lines')).toBe('0');
    const lines = text.trimEnd().split('\r\n');
    expect(lines[0]).toBe(mirrorColumns.join(','));
    expect(lines).toHaveLength(11);
    expect(lines[1]).toBe(
      'differs,FR:CNAM,CONTESTED,amount status,DE:AOK-BY,200.00,EUR,contested,3,150.00,EUR,introduced',
    );
    expect(lines[5]).toBe('only-ours,FR:CNAM,OURS,,DE:AOK-BY,300.00,EUR,introduced,,,,');
    expect(lines[7]).toBe('only-yours,PT:SNS,STRANGE,,,,,,6,800.00,EUR,introduced');
  });

  it('is compared by those who may', async () => {
    const call = { role: 'auditor', query: '?state=FR' } as const;
    expect((await check(list, call)).counts.differs).toBe(4);
    expect((await ask([header], { role: 'auditor' })).body).toMatchObject({
      code: 'invalid-request',
      faults: [{ path: 'query.state' }],
    });
    expect((await ask([header], { query: '?state=FR' })).status).toBe(200);
    expect((await ask([header], { query: '?state=DE' })).status).toBe(403);
    expect((await ask([header], { query: '?institution=DE%3AAOK-BY' })).status).toBe(400);
    expect((await ask([header], { role: 'statistician' })).status).toBe(403);
  });

  it.each<[string, readonly string[], readonly (readonly [number | undefined, string])[]]>([
    ['without a header', [], []],
    ['with another header', ['institution,reference,amount'], [[1, 'currency']]],
    ['with a column too many', [`${header},note`], [[1, 'note']]],
    [
      'with bad lines, each told',
      [
        header,
        'FR:CNAM,A,1.00,EUR,introduced',
        'CNAM,B,1e3,EUR,open',
        'FR:CNAM,C,1.00,EUR',
        'FR:CNAM,A,2.00,EUR,',
        "FR:CNAM,'; drop,1.00,EUR,",
      ],
      [
        [3, 'institution'],
        [3, 'amount'],
        [3, 'status'],
        [4, ''],
        [5, 'reference'],
        [6, 'reference'],
      ],
    ],
    ['with a quote that does not end', [header, '"FR:CNAM,A,1.00,EUR,'], [[2, '']]],
  ])('%s is refused', async (_what, lines, expected) => {
    const { status, body } = await ask(lines);
    const { code, faults = [] } = body as Problem;
    expect([status, code]).toEqual([400, 'invalid-request']);
    expect(faults.map(({ line, path }) => [line, path])).toEqual(expected);
  });

  it('has an end', async () => {
    const lines = Array.from(
      { length: limits.mirrorLinesMax + 1 },
      (_, n) => `FR:CNAM,${n},1,EUR,`,
    );
    const { status, text } = await ask([header, ...lines]);
    expect([status, text]).toEqual([400, expect.stringContaining('more than 100000 lines')]);
  });

  it('leaves nothing behind', async () => {
    const rows = await books.world.database.query<{ count: number }>(
      `select count(*)::int as count from pg_class where relname like 'mirror%'`,
    );
    expect(rows).toEqual([{ count: 0 }]);
  });
});
