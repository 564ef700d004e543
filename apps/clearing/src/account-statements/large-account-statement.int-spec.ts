import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Output, routes } from '@reciproca/contracts';
import { eventually } from '@reciproca/testing';
import { ClearingBooks } from '../hosted-clearing.fixture.js';

/*
 * Goal: a statement over 100 000 claims is one flow of text: as the books stood when it began, in
 * memory that does not grow, and without leaving anything behind when the client goes away.
 * Method: claims of n cents put into the books by SQL, every tenth settled, every thousandth an open
 * item of an old system of which one cent was settled and two were credited before.
 */

const claims = 100_000;
const path =
  '/v1/account-statements?state=FR&counterpart=DE&currency=EUR&from=2026-01-01&to=2026-06-30';

let books: ClearingBooks;

beforeAll(async () => {
  books = await ClearingBooks.open();
  await books.world.database.query(fillSql(claims));
});

afterAll(async () => {
  await books.end();
});

/** What is booked between two States, and what the balances hold of it. */
function fillSql(count: number): string {
  return `
    set search_path = clearing;
    insert into ledger_accounts (creditor, debtor, instrument, currency)
    values ('FR:CNAM', 'DE:AOK-BY', 'EU-987-2009', 'EUR');
    insert into claims (claim_id, account_id, twin, recorded_on, introduced_on, message_day,
      reference_version, content_hash, reference, statement, basis, part, total)
    select n, 1, 0, '2026-01-01', '2026-01-02', '2026-01-02', 1, gen_random_uuid(), 'R-' || n, 'S',
      'actual-expenditure', '1', round(n / 100.0, 2)
    from generate_series(1, ${String(count)}) as n;
    insert into journal (claim_id, batch_id, cause, booked_at, version, day, from_bucket, to_bucket,
      amount, rule)
    select n, 1, gen_random_uuid(), now(), step.version, step.day, step.from_bucket::bucket,
      step.to_bucket::bucket, step.amount, step.rule
    from generate_series(1, ${String(count)}) as n
      cross join lateral (values
        (1, date '2026-01-02', 'claimed', 'open', round(n / 100.0, 2),
          case when n % 1000 = 0 then 'opening' else 'rule' end),
        (2, '2026-01-02', 'open', 'settled', 0.01, 'opening'),
        (3, '2026-01-02', 'open', 'credited', 0.02, 'opening'),
        (2, '2026-03-31', 'open', 'in-settlement', round(n / 100.0, 2), 'cycle C'),
        (3, '2026-04-20', 'in-settlement', 'settled', round(n / 100.0, 2), 'settlement settled'))
        as step (version, day, from_bucket, to_bucket, amount, rule)
    where case when step.version = 1 then true
               when step.rule = 'opening' then n % 1000 = 0
               else n % 10 = 0 and n % 1000 <> 0 end;
    insert into balances (creditor, debtor, currency, bucket, falls_on, day, stripe, amount, claims,
      entries)
    select 'FR', 'DE', 'EUR', bucket, 'infinity', day, case when rule = 'opening' then 110 else 1 end,
      sum(amount * sign), 0,
      count(*) filter (where bucket not in ('open', 'in-settlement'))
    from journal, lateral (values (from_bucket, -1), (to_bucket, 1)) as side (bucket, sign)
    group by bucket, day, 7;
    analyze claims; analyze journal;`;
}

const lineCount = claims + (claims / 10 - claims / 1000);

/** In cents: what is owed of all claims at the end. */
function owedCents(): number {
  let sum = 0;
  for (let n = 1; n <= claims; n += 1) {
    if (n % 1000 === 0) sum += n - 3;
    else if (n % 10 !== 0) sum += n;
  }
  return sum;
}

describe('a statement over 100 000 claims', () => {
  it('is one CSV whose lines lead from its opening to its closing', async () => {
    const response = await books.stream(path);
    const text = await response.text();
    const lines = text.split('\r\n').slice(1, -1);
    expect(lines).toHaveLength(lineCount);
    const cents = lines.reduce((sum, line) => {
      const amount = line.split(',')[6] ?? '';
      return sum + Number.parseInt(amount.replace('.', ''), 10);
    }, 0);
    expect(cents).toBe(owedCents());
    const closing = response.headers.get('statement-closing') ?? '';
    expect(closing).toBe((owedCents() / 100).toFixed(2));
    expect(lines.filter((line) => line.includes(',opening,'))).toHaveLength(100);
    // One line per open item: 10.00 less 0.01 settled and 0.02 credited.
    expect(lines).toContain('2026-01-02,opening,FR:CNAM,R-1000,S,DE:AOK-BY,9.97,EUR,opening');
  });

  it('says the same in its movements, from the balances alone', async () => {
    const { movements, closing } =
      await books.read<Output<typeof routes.readAccountStatement>>(path);
    expect(movements.map(({ cause, count }) => [cause, count])).toEqual([
      ['opening', 100],
      ['introduced', claims - 100],
      ['settled', claims / 10 - 100],
    ]);
    expect(closing).toBe((owedCents() / 100).toFixed(2));
  });

  it('flows in memory that does not grow, as the books stood when it began', async () => {
    const response = await books.stream(path);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    await books.world.database.query(
      `insert into clearing.journal (claim_id, batch_id, cause, booked_at, version, day, from_bucket,
         to_bucket, amount, rule)
       select 99999, 1, gen_random_uuid(), now(), 99, '2026-05-05', 'open', 'credited', 1, 'late'`,
    );
    let mostBytes = 0;
    let tail = '';
    let lines = 0;
    const before = heapBytes();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const text = Buffer.from(piece.value).toString('latin1');
      tail = tail.slice(-200) + text;
      lines += text.split('\n').length - 1;
      mostBytes = Math.max(mostBytes, heapBytes());
    }
    expect(tail.endsWith('\r\n')).toBe(true);
    expect(lines).toBeGreaterThan(lineCount * 0.9);
    expect(tail).not.toContain('late');
    // All lines together are 8 MB of text; with what they are made of they would be far more.
    expect((mostBytes - before) / 2 ** 20).toBeLessThan(60);
  });

  it('leaves nothing open when the client goes away', async () => {
    for (let each = 0; each < 5; each += 1) {
      const gone = new AbortController();
      const response = await books.stream(path, gone.signal);
      await response.body?.getReader().read();
      gone.abort();
    }
    await eventually(async () => {
      const rows = await books.world.database.query(
        `select from pg_stat_activity where application_name = 'reciproca-clearing'
           and state <> 'idle' and datname = current_database()
           and xact_start < now() - interval '300 ms'`,
      );
      return rows.length === 0;
    });
    // Each of them would have kept a turn.
    expect((await books.stream(`${path}&x=1`)).status).toBe(200);
  });
});

function heapBytes(): number {
  return process.memoryUsage().heapUsed + process.memoryUsage().external;
}
