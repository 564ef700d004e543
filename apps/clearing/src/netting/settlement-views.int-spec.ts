import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Output, routes } from '@reciproca/contracts';
import { ClearingBooks, pathOf } from '../hosted-clearing.fixture.js';

type Page = Output<typeof routes.listSettlementClaims>;

/** How many claims each settlement took: more than are read at once, and an exact multiple of it. */
const sizes = new Map([
  ['2026-Q1/DE-FR/EUR', 5_500],
  ['2026-Q1/FR-PT/EUR', 5_000],
]);

let books: ClearingBooks;

beforeAll(async () => {
  books = await ClearingBooks.open();
  const { database } = books.world;
  await database.query(
    `insert into clearing.cycles (id, cutoff, status, requested_by, requested_at, wait_for)
     values ('2026-Q1', '2026-03-31', 'closed', 'spec', now(), '{}');
     insert into clearing.ledger_accounts (creditor, debtor, instrument, currency)
     values ('FR:CNAM', 'DE:AOK-BY', 'EU-987-2009', 'EUR');
     insert into clearing.statements (institution, statement) values ('FR:CNAM', 'S')`,
  );
  for (const [id, size] of sizes) await insertSettlement(id, size);
});

afterAll(async () => {
  await books.end();
});

/** A settlement that took claims … whose ids do not follow their names. */
async function insertSettlement(id: string, size: number): Promise<void> {
  const { database } = books.world;
  await database.query(
    `insert into clearing.settlements (id, cycle, batch, status, hash, proposal)
     values ($1, '2026-Q1', '2026-Q1/DE/EUR', 'proposed', '', '{}')`,
    [id],
  );
  await database.query(
    `with new as (
       insert into clearing.claims (claim_id, account_id, twin, recorded_on, introduced_on,
         message_day, reference_version, content_hash, reference, statement_id, basis, part, total)
       select (select coalesce(max(claim_id), 0) from clearing.claims) + 1 + n * 7919 % $2, 1, 0,
         '2026-01-01', '2026-01-01', '2026-01-01', 1, gen_random_uuid(), 'R-' || n, 1,
         'actual-expenditure', '1', n
       from generate_series(0, $2 - 1) as n returning claim_id, total)
     insert into clearing.settlement_items
       (settlement_no, claim_id, account_id, version, introduced_on, amount)
     select settlement_no, claim_id, 1, 2, '2026-01-01', total
     from new, clearing.settlements where id = $1`,
    [id, size],
  );
}

describe('the claims behind a large settlement', () => {
  it.each([...sizes])('%s come as one CSV, all %d of them, each once', async (id, size) => {
    const path = `${pathOf('settlements', id)}/claims`;
    const csv = await books.ask(path, { headers: { accept: 'text/csv' } });
    expect(csv.headers.get('next-cursor')).toBeNull();
    const [header, ...lines] = csv.text.split('\r\n');
    expect(header).toBe('institution,reference,statement,debtor,amount,currency');
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(size);
    const wanted = Array.from({ length: size }, (_, n) => `FR:CNAM,R-${n},S,DE:AOK-BY,${n},EUR`);
    expect([...lines].sort()).toEqual(wanted.sort());
  });

  it.each([...sizes])('%s come page by page in the same order', async (id, size) => {
    const path = `${pathOf('settlements', id)}/claims`;
    const found: string[] = [];
    let query = '?limit=1000';
    for (let pages = 0; query !== '' && pages < 10; pages += 1) {
      const page: Page = await books.read(`${path}${query}`);
      found.push(...page.items.map(({ reference }) => reference));
      query = page.next === null ? '' : `?limit=1000&cursor=${page.next}`;
    }
    expect(found).toHaveLength(size);
    const csv = await books.ask(path, { headers: { accept: 'text/csv' } });
    const lines = csv.text.split('\r\n').slice(1, -1);
    expect(lines.map((line) => line.split(',')[1])).toEqual(found);
    // Nobody asked for a page, so JSON gives the usual one.
    expect((await books.read<Page>(path)).items).toHaveLength(100);
  });
});
