import type { Database } from '@reciproca/database';

/** Who owes whom, under which instrument and in which currency: the account an amount is booked on. */
export interface LedgerAccount {
  readonly creditor: string;
  readonly debtor: string;
  readonly instrument: string;
  readonly currency: string;
}

/** The text under which an account is looked up. */
export function accountKeyOf(account: LedgerAccount): string {
  return [account.creditor, account.debtor, account.instrument, account.currency].join(' ');
}

/**
 * Numbers of ledger accounts. They are made ahead of the booking, on a connection of their own: an
 * account without entries means nothing, and two writers never wait for each other over one.
 */
export class LedgerAccounts {
  private readonly numbers = new Map<string, number>();

  constructor(private readonly database: Pick<Database, 'query'>) {}

  /** The account numbers by {@link accountKeyOf}; accounts that are new are made. */
  async numbersOf(accounts: readonly LedgerAccount[]): Promise<ReadonlyMap<string, number>> {
    const missing = new Map(
      accounts
        .map((account) => [accountKeyOf(account), account] as const)
        .filter(([key]) => !this.numbers.has(key)),
    );
    if (missing.size > 0) await this.make([...missing.values()]);
    return this.numbers;
  }

  private async make(accounts: readonly LedgerAccount[]): Promise<void> {
    const columns = (['creditor', 'debtor', 'instrument', 'currency'] as const).map((name) =>
      accounts.map((account) => account[name]),
    );
    await this.database.query(
      `insert into ledger_accounts (creditor, debtor, instrument, currency)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::char(3)[])
       on conflict do nothing`,
      columns,
    );
    const rows = await this.database.query<LedgerAccount & { account_id: number }>(
      `select account_id, creditor, debtor, instrument, currency from ledger_accounts
       join unnest($1::text[], $2::text[], $3::text[], $4::char(3)[])
         as wanted (creditor, debtor, instrument, currency)
         using (creditor, debtor, instrument, currency)`,
      columns,
    );
    for (const row of rows) this.numbers.set(accountKeyOf(row), row.account_id);
  }
}
