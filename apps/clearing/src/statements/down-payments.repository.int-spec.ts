import { Database, type Transaction } from '@reciproca/database';
import { SeededRandom } from '@reciproca/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClearingBooks } from '../hosted-clearing.fixture.js';
import {
  expectedAllocation,
  type ExpectedClaim,
  type ExpectedPayment,
  type ExpectedStatement,
} from './expected-allocation.builder.js';
import { allocateDownPayments } from './down-payments.repository.js';

/*
 * Goal: the set-based allocation gives what the rule gives when it is followed step by step.
 * Method: many small statements with ties, refunds, contested parts, several payers and currencies;
 * the expected shares come from a loop over down payments and claims that knows no SQL.
 */

let books: ClearingBooks;
let database: Database;

const debtors = ['DE:AOK-BY', 'DE:TK', 'PT:SNS'];

beforeAll(async () => {
  books = await ClearingBooks.open();
  database = new Database({ url: books.world.database.url, schema: 'clearing', migrations: [] });
  await database.open();
  await books.world.database.query(
    `insert into clearing.ledger_accounts (creditor, debtor, instrument, currency)
     select 'FR:CNAM', debtor, 'EU-987-2009', currency
     from unnest($1::text[]) as debtor, unnest(array['EUR', 'GBP']) as currency
     order by debtor, currency`,
    [debtors],
  );
});

afterAll(async () => {
  await database.close();
  await books.end();
});

/** Few amounts and days, so that ties, full covers and exact ends come up again and again. */
function someStatement(random: SeededRandom): ExpectedStatement {
  const claims = Array.from({ length: random.integer(0, 7) }, (_, index): ExpectedClaim => {
    const contested = random.chance(0.1) ? 50n : 0n;
    return {
      // By bytes `R-10` comes before `R-9`, and capitals before small letters.
      reference: random.pick(['R-', 'r-', 'R/']) + String(7 + index),
      debtor: random.chance(0.8) ? 'DE:AOK-BY' : random.pick(debtors),
      currency: random.chance(0.9) ? 'EUR' : 'GBP',
      basis: random.chance(0.95) ? 'actual-expenditure' : 'fixed-amount',
      dueOn: random.pick(['2027-08-31', '2027-09-30', '2027-10-31']),
      hasClock: random.chance(0.8),
      open: BigInt(random.integer(-1, 4)) * 50n,
      contested,
    };
  });
  const payments = Array.from({ length: random.integer(1, 4) }, (_, index): ExpectedPayment => {
    const amount = BigInt(random.integer(1, 8)) * 50n;
    return {
      reference: `P-${String(index)}`,
      payer: random.chance(0.8) ? 'DE:AOK-BY' : random.pick(debtors),
      forState: random.chance(0.7),
      currency: random.chance(0.9) ? 'EUR' : 'GBP',
      amount,
      allocated: random.chance(0.2) ? 50n : 0n,
      status: random.chance(0.8) ? 'accepted' : random.pick(['made', 'declined']),
    };
  });
  const rejected = random.integer(0, 2);
  const announced = random.chance(0.7)
    ? {
        debtorState: random.chance(0.9) ? 'DE' : 'PT',
        claims: Math.max(1, claims.length + rejected - random.integer(-1, 3)),
      }
    : null;
  return { claims, payments, announced, rejected };
}

/** Books a statement as it is expected to be found. */
async function insertStatement(
  transaction: Transaction,
  { claims, payments, announced, rejected }: ExpectedStatement,
): Promise<void> {
  const [made] = await transaction.query<{ number: number }>(
    `insert into statements (institution, statement) values ('FR:CNAM', gen_random_uuid()::text)
     returning statement_id as number`,
  );
  const number = made?.number ?? 0;
  await transaction.execute(
    `with wanted as (
       select nextval('claim_ids') + ordinality as claim_id, wanted.*
       from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::date[], $7::boolean[],
           $8::numeric[], $9::numeric[]) with ordinality
         as wanted (reference, debtor, currency, basis, due, has_clock, open, contested)),
     claim as (
       insert into claims (claim_id, account_id, statement_id, twin, recorded_on, introduced_on,
         message_day, pay_by, reference_version, content_hash, reference, basis, part, total)
       select claim_id, account_id, $1, 0, due, case when has_clock then due - 600 else due end, due,
         case when has_clock then due end, 1, gen_random_uuid(), reference, basis, '1', 1000
       from wanted join ledger_accounts using (debtor, currency)),
     moved as (
       select claim_id, 1 as version, 'claimed'::bucket as source, 'open'::bucket as target,
         1000 as amount from wanted
       union all
       select claim_id, 2, 'open', 'settled', 1000 - open - contested from wanted
       union all
       select claim_id, 3, 'open', 'contested', contested from wanted where contested <> 0)
     insert into journal (claim_id, batch_id, cause, booked_at, version, day, from_bucket, to_bucket,
       amount, rule)
     select claim_id, 1, gen_random_uuid(), now(), version, '2026-03-02', source, target, amount, 'spec'
     from moved`,
    [
      number,
      claims.map(({ reference }) => reference),
      claims.map(({ debtor }) => debtor),
      claims.map(({ currency }) => currency),
      claims.map(({ basis }) => basis),
      claims.map(({ dueOn }) => dueOn),
      claims.map(({ hasClock }) => hasClock),
      claims.map(({ open }) => open.toString()),
      claims.map(({ contested }) => contested.toString()),
    ],
  );
  if (announced !== null) {
    await transaction.execute(
      `insert into announcements (statement_id, day, debtor_state, basis, claims, total, currency)
       values ($1, '2026-03-02', $2, 'actual-expenditure', $3, 1, 'EUR')`,
      [number, announced.debtorState, announced.claims],
    );
  }
  await transaction.execute(
    `insert into rejected_claims (subject, statement_id) select gen_random_uuid(), $1
     from generate_series(1, $2)`,
    [number, rejected],
  );
  await transaction.execute(
    `insert into down_payments (statement_id, reference, payer, for_state, amount, currency, paid_on,
       day, status, allocated)
     select $1, reference, payer, for_state, amount, currency, '2026-05-15', '2026-05-16', status,
       allocated
     from unnest($2::text[], $3::text[], $4::boolean[], $5::numeric[], $6::text[], $7::text[],
       $8::numeric[]) with ordinality
       as payment (reference, payer, for_state, amount, currency, status, allocated, place)
     order by place`,
    [
      number,
      payments.map(({ reference }) => reference),
      payments.map(({ payer }) => payer),
      payments.map(({ forState }) => forState),
      payments.map(({ amount }) => amount.toString()),
      payments.map(({ currency }) => currency),
      payments.map(({ status }) => status),
      payments.map(({ allocated }) => allocated.toString()),
    ],
  );
}

const rollback = new Error('rolled back');

/** What the database allocates, each statement in a transaction of its own that is given up. */
async function allocated(statement: ExpectedStatement): Promise<Record<string, string>> {
  let found: { name: string; amount: string }[] = [];
  const work = database.transaction(async (transaction) => {
    await insertStatement(transaction, statement);
    await allocateDownPayments(transaction, { toBook: true });
    found = await transaction.query(
      `select payment || ' ' || reference as name, amount::text as amount from advanced`,
    );
    throw rollback;
  });
  await expect(work).rejects.toBe(rollback);
  return Object.fromEntries(found.map(({ name, amount }) => [name, amount]));
}

describe('the allocation of down payments', () => {
  it('is that of the rule, step by step', async () => {
    const seen = { shares: 0, rests: 0, waits: 0 };
    for (let seed = 1; seed <= 250; seed += 1) {
      const statement = someStatement(new SeededRandom(seed));
      const expected = expectedAllocation(statement);
      expect({ seed, shares: await allocated(statement) }).toEqual({
        seed,
        shares: expected.shares,
      });
      seen.shares += Object.keys(expected.shares).length;
      seen.rests += expected.rests;
      seen.waits += expected.waits;
    }
    // The cases are worth something only if each of these comes up.
    expect(seen.shares).toBeGreaterThan(200);
    expect(seen.rests).toBeGreaterThan(20);
    expect(seen.waits).toBeGreaterThan(50);
  });
});
