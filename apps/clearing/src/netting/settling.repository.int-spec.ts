import { Database } from '@reciproca/database';
import { Money } from '@reciproca/money';
import { SeededRandom } from '@reciproca/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClearingBooks } from '../hosted-clearing.fixture.js';
import {
  expectedPayments,
  type ExpectedLine,
  type ExpectedMoney,
} from './expected-payments.builder.js';
import { allocatePayments } from './settling.repository.js';

interface Case {
  readonly lines: readonly (ExpectedLine & { readonly hasClock: boolean })[];
  readonly money: readonly ExpectedMoney[];
  readonly payer: string;
}

const cutoff = '2026-03-31';
const institutions = ['DE:AOK-BY', 'DE:AOK', 'FR:CNAM', 'FR:MSA'];
const days = ['2026-02-28', '2026-03-31', '2026-04-01', '2026-04-20', '2026-05-04'];

let books: ClearingBooks;
let database: Database;

beforeAll(async () => {
  books = await ClearingBooks.open();
  database = new Database({ url: books.world.database.url, schema: 'clearing', migrations: [] });
  await database.open();
  await books.world.database.query(
    `insert into clearing.cycles (id, cutoff, status, requested_by, requested_at, wait_for)
     values ('C', '${cutoff}', 'closed', 'spec', now(), '{}')`,
  );
  await books.world.database.query(
    `insert into clearing.ledger_accounts (creditor, debtor, instrument, currency)
     select creditor, case left(creditor, 2) when 'FR' then 'DE:X' else 'FR:X' end, 'EU-987-2009',
       case left(creditor, 2) when 'HU' then 'HUF' else 'EUR' end
     from unnest($1::text[]) as creditor`,
    [[...institutions, 'HU:OEP']],
  );
});

afterAll(async () => {
  await database.close();
  await books.end();
});

/** Few amounts and days, so that ties, full covers and exact ends come up again and again. */
function someCase(random: SeededRandom): Case {
  const lines = Array.from({ length: random.integer(1, 9) }, (_, index) => ({
    institution: random.pick(institutions),
    // By bytes `R-10` comes before `R-9`, and capitals before small letters.
    reference: random.pick(['R-', 'r-', 'R/']) + String(8 + index),
    dueOn: random.pick(['2027-08-31', '2027-09-30', '2027-10-31']),
    amount: BigInt(random.integer(1, 6)) * (random.chance(0.25) ? -1n : 1n) * 50n,
    hasClock: random.chance(0.8),
  }));
  const owedByGermany = lines
    .map(({ institution, amount }) => (institution.startsWith('FR') ? amount : -amount))
    .reduce((sum, amount) => sum + amount, 0n);
  let left = owedByGermany < 0n ? -owedByGermany : owedByGermany;
  const money = days.flatMap((on, index) => {
    const amount = index === days.length - 1 ? left : (left * BigInt(random.integer(0, 4))) / 4n;
    left -= amount;
    return amount === 0n ? [] : [{ on, amount }];
  });
  return { lines, money, payer: owedByGermany < 0n ? 'FR' : 'DE' };
}

function euros(cents: bigint): string {
  return Money.ofMinorUnits(cents, 'EUR').toString();
}

/** Puts the lines into the books as a settlement's and gives what SQL makes of them. */
async function allocated({ lines, money, payer }: Case): Promise<Record<string, bigint>> {
  const outcome = new Map<string, bigint>();
  await database.transaction(async (transaction) => {
    const [settlement] = await transaction.query<{ number: number }>(
      `insert into settlements (id, cycle, batch, status, hash, proposal)
       values (gen_random_uuid(), 'C', 'B', 'released', '', $1)
       returning settlement_no as number`,
      [{ cutoff, net: { payer } }],
    );
    if (settlement === undefined) throw new Error('no settlement was made');
    await transaction.execute(
      `with line as (
         select nextval('claim_ids') + ordinality as claim_id, ordinality, account_id, reference,
           due, has_clock, amount
         from unnest($2::text[], $3::text[], $4::date[], $5::boolean[], $6::numeric[])
           with ordinality as line (creditor, reference, due, has_clock, amount)
           join ledger_accounts using (creditor)),
       claim as (
         insert into claims (claim_id, account_id, twin, recorded_on, introduced_on, message_day,
           reference_version, content_hash, reference, statement_id, basis, part, total)
         select claim_id, account_id, 0, due, due, due, 1, gen_random_uuid(), reference, 1,
           'actual-expenditure', '1', amount from line)
       insert into settlement_items
         (settlement_no, claim_id, account_id, version, introduced_on, pay_by, amount)
       select $1, claim_id, account_id, 2,
         case when has_clock then due - 600 else due end, case when has_clock then due end, amount
       from line order by ordinality desc`,
      [
        settlement.number,
        lines.map(({ institution }) => institution),
        lines.map(({ reference }) => reference),
        lines.map(({ dueOn }) => dueOn),
        lines.map(({ hasClock }) => hasClock),
        lines.map(({ amount }) => euros(amount)),
      ],
    );
    await transaction.execute(
      `insert into journal (claim_id, batch_id, cause, booked_at, version, day, from_bucket,
         to_bucket, amount, rule)
       select claim_id, 1, gen_random_uuid(), now(), version, introduced_on, 'open',
         'in-settlement', amount, 'spec' from settlement_items where settlement_no = $1`,
      [settlement.number],
    );
    const sums = money.map(({ on, amount }) => ({ on, amount: Money.of(euros(amount), 'EUR') }));
    await allocatePayments(transaction, settlement.number, sums);
    const rows = await transaction.query<{ key: string; amount: string }>(
      `select creditor || '/' || reference || ' ' || day as key, amount::text as amount
       from paid join claims using (claim_id)
         join ledger_accounts on ledger_accounts.account_id = paid.account_id`,
    );
    for (const { key, amount } of rows) {
      expect(outcome.has(key)).toBe(false);
      outcome.set(key, Money.of(amount, 'EUR').toMinorUnits());
    }
    const [numbers] = await transaction.query<{ wrong: number }>(
      `select count(*)::int as wrong
       from (select *, row_number() over (partition by claim_id order by day <> $1, day) as nth,
               count(*) over (partition by claim_id) as parts from paid) as part
       where version <> 2 + nth or sequence <> nth or is_last <> (nth = parts)`,
      [cutoff],
    );
    expect(numbers?.wrong).toBe(0);
    await transaction.execute('drop table paid');
  });
  return Object.fromEntries(outcome);
}

describe('the allocation of a settlement', () => {
  it('of a net of nothing pays all of it on the cut-off, though its sums are of two currencies', async () => {
    const line = { dueOn: '2027-08-31', hasClock: true };
    const lines = [
      { ...line, institution: 'FR:CNAM', reference: 'R-1', amount: 10_000n },
      { ...line, institution: 'HU:OEP', reference: 'R-2', amount: 4_000_000n },
    ];
    expect(await allocated({ lines, money: [], payer: 'FR' })).toEqual({
      [`FR:CNAM/R-1 ${cutoff}`]: 10_000n,
      [`HU:OEP/R-2 ${cutoff}`]: 4_000_000n,
    });
  });

  it('is what is said of it, to the cent, for settlements of every kind', async () => {
    const random = new SeededRandom(987);
    const seen = { zero: 0, split: 0, refunds: 0, cutoffMoney: 0 };
    for (let round = 0; round < 150; round += 1) {
      const given = someCase(random);
      const expected = expectedPayments(given.lines, given.money, { payer: given.payer, cutoff });
      expect([round, await allocated(given)]).toEqual([round, expected]);
      // Nothing is left over and nothing is paid twice: each line is paid by its amount.
      for (const { institution, reference, amount } of given.lines) {
        const own = Object.entries(expected).filter(([key]) =>
          key.startsWith(`${institution}/${reference} `),
        );
        expect(own.reduce((sum, [, part]) => sum + part, 0n)).toBe(amount);
      }
      seen.zero += given.money.length === 0 ? 1 : 0;
      seen.split += Object.keys(expected).length > given.lines.length ? 1 : 0;
      seen.refunds += given.lines.some(({ amount }) => amount < 0n) ? 1 : 0;
      seen.cutoffMoney += given.money.some(({ on }) => on === cutoff) ? 1 : 0;
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5);
  });
});
