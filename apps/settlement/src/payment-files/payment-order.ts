import type { Money } from '@reciproca/money';
import type { Account } from '../institutions/index.js';

/** One payment that a release orders, with the accounts of that day. */
export interface PaymentOrder {
  /**
   * `CYCLE/STATE-STATE/CURRENCY`, with `/CREDITOR` when settled gross: also the end-to-end id, since
   * it is unique, has at most 29 characters of those that banks carry, and no two slashes in a row.
   */
  readonly settlement: string;
  /** Positive, in the currency of the batch. */
  readonly amount: Money;
  readonly debtor: PaymentParty;
  readonly creditor: PaymentParty;
}

/** A liaison body as the bank must know it. */
export type PaymentParty = Omit<Account, 'institution'>;

/** All that a payment file says. */
export interface PaymentInstruction {
  /** `CYCLE/PAYER/CURRENCY`; also the id of the file. */
  readonly batch: string;
  /** Instant of the release, RFC 3339 in UTC. */
  readonly releasedAt: string;
  /** At least one, by settlement in byte order. */
  readonly orders: readonly PaymentOrder[];
}

/** A settlement that a release is about. */
interface ReleasedSettlement {
  readonly id: string;
  readonly payee: string;
  readonly net: Money;
}

/** What a release would order, or the States that have no account for it. */
export type Ordering =
  | { readonly ok: true; readonly orders: readonly PaymentOrder[] }
  | { readonly ok: false; readonly lacking: readonly string[] };

/**
 * The payments of a release. What nets to nothing is not paid and needs no account.
 *
 * @param payer the State that pays
 * @param accountOf the account of a State in the batch's currency on the day of the release
 */
export function orderPayments(
  payer: string,
  settlements: readonly ReleasedSettlement[],
  accountOf: (state: string) => Account | undefined,
): Ordering {
  const paid = settlements.filter(({ net }) => net.isPositive());
  const states = paid.length === 0 ? [] : [payer, ...paid.map(({ payee }) => payee)];
  const lacking = [...new Set(states)].filter((state) => accountOf(state) === undefined).sort();
  if (lacking.length > 0) return { ok: false, lacking };
  const orders = paid.flatMap(({ id, payee, net }) => {
    const [debtor, creditor] = [accountOf(payer), accountOf(payee)];
    if (debtor === undefined || creditor === undefined) return [];
    return [{ settlement: id, amount: net, debtor: partyOf(debtor), creditor: partyOf(creditor) }];
  });
  return { ok: true, orders };
}

function partyOf({ name, iban, bic }: Account): PaymentParty {
  return { name, iban, bic };
}
