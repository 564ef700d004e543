import type { Output as Answer, routes } from '@reciproca/contracts';

type Settlement = Pick<Answer<typeof routes.readSettlement>, 'settlement' | 'currency' | 'gross'>;
type Gross = Settlement['gross'][number];
type Waiting = Answer<typeof routes.readCycle>['waiting'];

/** For each amount of a settlement that was converted: from what, at which rate of which day. */
export function conversionLines({ settlement, currency, gross }: Settlement): string[] {
  return gross.flatMap(({ creditor, debtor, amount, original, rate, settlementRate }) => {
    if (original === undefined) return [];
    const rates = [rate, settlementRate].flatMap(rateTexts).join(' and ');
    return [
      `${settlement}: ${debtor} owes ${creditor} ${original.amount} ${original.currency}, ${amount} ${currency} at ${rates}`,
    ];
  });
}

function rateTexts(rate: Gross['rate']): string[] {
  return rate === undefined ? [] : [`${rate.value} (${rate.source}, ${rate.day})`];
}

/** What a cycle leaves for a later one, and why. */
export function waitingLines(waiting: Waiting): string[] {
  return waiting.map(
    ({ settlement, creditor, debtor, amount, currency, claims, detail }) =>
      `left for a later cycle: ${String(claims)} claims of ${creditor} on ${debtor}, ${amount} ${currency}, of ${settlement}: ${detail}`,
  );
}
