import type { MigrationInterface, QueryRunner } from 'typeorm';
import { roleOf } from '@reciproca/database';

const role = roleOf('clearing');

/** What positions are read from. */
export class BalanceTotals1790000000003 implements MigrationInterface {
  readonly name = 'BalanceTotals1790000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(totalsSql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('positions are read from it; restore the backup instead'));
  }
}

/** Adds changes of balances, given as SQL of rows like theirs, in the order of the key. */
function addSql(changes: string): string {
  return `
      insert into balance_totals as known
        (creditor, debtor, currency, bucket, falls_on, stripe, amount, claims)
      select creditor, debtor, currency, bucket,
        case bucket when 'claimed' then 'infinity' else falls_on end, stripe,
        sum(case bucket when 'claimed' then 0 else amount end), sum(claims)
      from ${changes}
      where bucket in ('claimed', 'open', 'contested', 'in-settlement', 'disputed')
      group by 1, 2, 3, 4, 5, 6 having sum(amount) <> 0 or sum(claims) <> 0
      order by 1, 2, 3, 4, 5, 6
      on conflict on constraint pk_balance_totals do update
        set amount = known.amount + excluded.amount, claims = known.claims + excluded.claims;`;
}

/**
 * `balances` without their days, for what positions show: what is open, contested and in settlement,
 * and under `claimed` how many claims are alive. A pair of States has rows there for every day that
 * anything was booked on, for ever, and here one for every day that something open falls on. Whoever
 * writes balances writes these too; a close folds their stripes (see the ledger).
 */
const totalsSql = `
  create table balance_totals (
    creditor char(2) not null,
    debtor char(2) not null,
    currency char(3) not null,
    bucket bucket not null,
    stripe smallint not null,
    falls_on date not null,
    amount numeric not null,
    claims bigint not null,
    constraint pk_balance_totals primary key (creditor, debtor, currency, bucket, falls_on, stripe)
  ) with (fillfactor = 70);
  create index ix_balances_day on balances (creditor, debtor, currency, day);
  grant select, insert, update, delete on balance_totals to ${role};

  create function add_to_totals() returns trigger language plpgsql set search_path from current as $$
  begin
    if tg_op = 'INSERT' then ${addSql('now_there')}
    else ${addSql(`(
        select creditor, debtor, currency, bucket, falls_on, stripe, amount, claims from now_there
        union all
        select creditor, debtor, currency, bucket, falls_on, stripe, -amount, -claims from before_it
      ) as change`)}
    end if;
    return null;
  end $$;
  create trigger tr_balances_inserted after insert on balances
    referencing new table as now_there for each statement execute function add_to_totals();
  create trigger tr_balances_updated after update on balances
    referencing new table as now_there old table as before_it
    for each statement execute function add_to_totals();
`;
