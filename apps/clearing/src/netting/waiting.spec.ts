import { exchangeRateTable, type ArrangementRecord } from '@reciproca/agreements';
import { Money } from '@reciproca/money';
import { describe, expect, it } from '@jest/globals';
import { cycle, settlingIn } from './netting.builder.js';
import type { CycleFacts } from './placement.js';
import type { SelectableAccount } from './selection.js';
import { doubtfulAccounts, waitingOf } from './waiting.js';

/** `2: GB>FR 5.00 GBP`, and after another blank how many claims, none: nothing is open. */
interface Account extends SelectableAccount {
  readonly amount: string;
  readonly claims: number;
}

function account(text: string, instrument = 'EU-987-2009'): Account {
  const [, id = '', creditor = '', debtor = '', amount = '', currency = '', claims = '1'] =
    /^(\d+): (\w\w)>(\w\w) (\S+) (\S+)(?: (\d+))?$/.exec(text) ?? [];
  return {
    account_id: Number.parseInt(id, 10),
    creditor_state: creditor,
    debtor_state: debtor,
    instrument,
    currency,
    amount,
    claims: Number.parseInt(claims, 10),
  };
}

function wait(accounts: readonly Account[], facts: CycleFacts) {
  const doubtful = doubtfulAccounts(accounts, facts);
  const ids = doubtful.map(({ accountId }) => accountId);
  const open = accounts.filter(({ account_id: id, claims }) => claims > 0 && ids.includes(id));
  const sums = open.map((one) => ({
    accountId: one.account_id,
    creditor: `${one.creditor_state}:ONE`,
    debtor: `${one.debtor_state}:ONE`,
    instrument: one.instrument,
    amount: Money.of(one.amount, one.currency),
    claims: one.claims,
  }));
  const waiting = waitingOf(doubtful, sums);
  return {
    ids: [...waiting.accountIds].sort(),
    claims: waiting.claims.map(
      ({ settlement, creditor, amount, currency, claims, reason }) =>
        `${settlement} ${creditor} ${amount} ${currency} ${String(claims)} ${reason}`,
    ),
  };
}

const nothing = { ids: [], claims: [] };

/** On a day when only sterling is quoted. */
function sterlingDay(...records: readonly ArrangementRecord[]): CycleFacts {
  const table = exchangeRateTable([{ date: '2026-03-31', GBP: '0.86833' }]);
  return { ...cycle(...records), rateOn: (currency, day) => table.rateOn(currency, day) };
}

describe('what waits for a later cycle', () => {
  const british = [account('1: FR>GB 10.00 EUR'), account('2: GB>FR 5.00 GBP')];
  const swedish = [account('3: FR>SE 10.00 EUR'), account('4: SE>FR 5.00 SEK')];
  const inEuro = [settlingIn('EUR', 'FR-GB'), settlingIn('EUR', 'FR-SE')];

  it('is nothing where every rate is there, or none is needed', () => {
    expect(wait(british, sterlingDay(...inEuro))).toEqual(nothing);
    expect(wait([...british, ...swedish], sterlingDay())).toEqual(nothing);
  });

  it('is a settlement as a whole where a rate is missing, and only that one', () => {
    expect(wait([...british, ...swedish], sterlingDay(...inEuro))).toEqual({
      ids: [3, 4],
      claims: [
        '2026-Q1/FR-SE/EUR FR 10.00 EUR 1 settlement-incomplete',
        '2026-Q1/FR-SE/EUR SE 5.00 SEK 1 rate-missing',
      ],
    });
  });

  it('is the one direction alone where the two do not offset', () => {
    const gross = settlingIn('EUR', 'FR-SE', { offsetting: false });
    expect(wait(swedish, sterlingDay(gross))).toEqual({
      ids: [4],
      claims: ['2026-Q1/FR-SE/EUR/SE SE 5.00 SEK 1 rate-missing'],
    });
  });

  it('does not stop for an account with nothing open, but keeps it out', () => {
    const [euro = account(''), krona = account('')] = swedish;
    const empty = { ...krona, claims: 0 };
    expect(wait([euro, empty], sterlingDay(...inEuro))).toEqual({ ids: [4], claims: [] });
  });

  it('is not what the arrangement does not speak for', () => {
    const older = account('5: SE>FR 7.00 SEK', 'EU-574-72');
    expect(wait([...swedish, older], sterlingDay(...inEuro)).ids).toEqual([3, 4]);
  });

  it('is what is claimed in a currency without value, alone', () => {
    const turkish = [
      account('6: TR>FR 900000 TRL 3', 'FR-TR'),
      account('7: TR>FR 5.00 TRY', 'FR-TR'),
      account('8: FR>TR 10.00 EUR', 'FR-TR'),
    ];
    const named = settlingIn('EUR', 'FR-TR', { instruments: ['FR-TR'] });
    expect(wait(turkish, cycle(named))).toEqual({
      ids: [6],
      claims: ['2026-Q1/FR-TR/EUR TR 900000 TRL 3 currency-not-in-use'],
    });
    expect(wait(turkish, cycle())).toEqual({
      ids: [6],
      claims: ['2026-Q1/FR-TR/TRL/TR TR 900000 TRL 3 currency-not-in-use'],
    });
  });

  it('is added up per settlement, creditor State and currency', () => {
    const more = account('9: SE>FR 2.50 SEK 4');
    expect(wait([...swedish, more], sterlingDay(...inEuro)).claims).toEqual([
      '2026-Q1/FR-SE/EUR FR 10.00 EUR 1 settlement-incomplete',
      '2026-Q1/FR-SE/EUR SE 7.50 SEK 5 rate-missing',
    ]);
  });

  it('says in plain words which rate is missing', () => {
    const doubtful = doubtfulAccounts(swedish, sterlingDay(...inEuro));
    expect(doubtful.map(({ fault }) => fault?.detail)).toEqual([
      undefined,
      'no reference rate of SEK of 2026-03-31 or any day before',
    ]);
  });
});
