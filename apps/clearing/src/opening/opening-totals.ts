import type { Output, routes } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import type { IntroducedClaim } from '../claims/index.js';

/** What an import came to. */
export type Opened = Output<typeof routes.importOpenItems>;

interface Sum {
  readonly creditor: string;
  readonly debtor: string;
  claims: number;
  total: Money;
  settled: Money;
  credited: Money;
  contested: Money;
}

/** Adds up what was taken over, per direction and currency, to be compared with the old system. */
export class OpeningTotals {
  private readonly sums = new Map<string, Sum>();
  private items = 0;

  /** @param claim one that is opened: its data tell the opening amounts */
  add({ data, total }: IntroducedClaim): void {
    const { currency } = total;
    const money = (amount = '0'): Money => Money.of(amount, currency);
    const sum = this.sumOf(data.claim.institution.slice(0, 2), data.debtor.slice(0, 2), currency);
    this.items += 1;
    sum.claims += 1;
    sum.total = sum.total.plus(total);
    sum.settled = sum.settled.plus(money(data.opening?.settled));
    sum.credited = sum.credited.plus(money(data.opening?.credited));
    sum.contested = sum.contested.plus(money(data.opening?.contested));
  }

  /** The sums so far, by creditor, debtor and currency. */
  result(): Opened {
    const sorted = [...this.sums].sort(([one], [other]) => (one < other ? -1 : 1));
    return {
      items: this.items,
      totals: sorted.map(([, { creditor, debtor, claims, ...sum }]) => {
        const { total, settled, credited, contested } = sum;
        const open = total.minus(settled).minus(credited).minus(contested);
        return {
          creditor,
          debtor,
          currency: total.currency,
          claims,
          total: total.toString(),
          settled: settled.toString(),
          credited: credited.toString(),
          contested: contested.toString(),
          open: open.toString(),
        };
      }),
    };
  }

  private sumOf(creditor: string, debtor: string, currency: string): Sum {
    const key = `${creditor} ${debtor} ${currency}`;
    const known = this.sums.get(key);
    if (known !== undefined) return known;
    const zero = Money.zero(currency);
    const parts = { total: zero, settled: zero, credited: zero, contested: zero };
    const made: Sum = { creditor, debtor, claims: 0, ...parts };
    this.sums.set(key, made);
    return made;
  }
}
