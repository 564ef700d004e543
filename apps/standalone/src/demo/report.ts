import { Money } from '@reciproca/money';
import { amountText } from '../amount-text.js';
import type { CaseResult } from './case-run.js';
import { expectedNets, publishedCells } from './published-case.js';
import { table } from './text-table.js';
import type { ShownGross, ShownSettlement } from './shown.types.js';

/** A net beside the published one. */
export interface ComparedNet {
  readonly payer: string;
  readonly payee: string;
  readonly published: string;
  readonly product: string | null;
  readonly equal: boolean;
}

/** Holds every net of the product against the published figures, and every published one against it. */
export function compareNets(settlements: readonly ShownSettlement[], scale: bigint): ComparedNet[] {
  const shown = new Map(
    settlements.map(({ net }) => [`${net.payer} ${net.payee}`, net.amount] as const),
  );
  const expected = expectedNets(scale).map(({ payer, payee, cents }) => {
    const product = shown.get(`${payer} ${payee}`) ?? null;
    const published = amountText(cents);
    return { payer, payee, published, product, equal: product === published };
  });
  const known = new Set(expected.map(({ payer, payee }) => `${payer} ${payee}`));
  const surplus = settlements
    .filter(({ net }) => !known.has(`${net.payer} ${net.payee}`))
    .map(({ net }) => ({
      payer: net.payer,
      payee: net.payee,
      published: '0.00',
      product: net.amount,
      equal: false,
    }));
  return [...expected, ...surplus];
}

/** The whole run as text for a reader who has not seen the product before. */
export function reportText(result: CaseResult, scale: bigint): string {
  return [
    claimsPart(result),
    previewPart(result.withoutArrangement),
    cyclePart(result),
    batchesPart(result),
    flowsPart(result),
    tourPart(result),
    comparisonPart(result, scale),
  ].join('\n\n');
}

function claimsPart(result: CaseResult): string {
  const rows = [...result.reasons]
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([code, count]) => [code, String(count)]);
  return [
    'Claims',
    `  sent         ${String(result.sent.messages)} messages, of which ${String(result.sent.repeated)} twice`,
    `  introduced   ${String(result.introduced)}`,
    `  rejected     ${String(result.rejected)}, by reason:`,
    ...table(['reason', 'claims'], rows, 4),
    `  unreadable   ${String(result.deadLetters)} (kept as received on the dead-letter topic)`,
  ].join('\n');
}

function previewPart(settlements: readonly ShownSettlement[]): string {
  const rows = settlements.map(({ settlement, net, currency }) => [
    settlement,
    `${net.payer} pays ${net.payee}`,
    net.amount,
    currency,
  ]);
  return [
    'Dry run before the arrangement DE-FR is imported: nothing allows netting, both directions are paid',
    ...table(['settlement', 'flow', 'amount', ''], rows, 2),
  ].join('\n');
}

function cyclePart(result: CaseResult): string {
  const rows = result.settlements.flatMap(({ settlement, gross, net, currency }) => [
    ...gross.map((line) => [
      settlement,
      `${line.debtor} owes ${line.creditor}${conversionOf(line)}`,
      String(line.claims),
      line.amount,
      currency,
    ]),
    ['', `net: ${net.payer} pays ${net.payee}`, '', net.amount, currency],
  ]);
  return [
    `Cycle closed, ${String(result.settlements.length)} settlements, ${result.cycleHash}`,
    ...table(['settlement', 'gross and net', 'claims', 'amount', ''], rows, 2),
  ].join('\n');
}

function conversionOf({ original, rate }: ShownGross): string {
  if (original === undefined || rate === undefined) return '';
  return ` ${original.amount} ${original.currency} at ${rate.value} (${rate.source}, ${rate.day})`;
}

function batchesPart(result: CaseResult): string {
  const rows = result.batches.map((batch) => [
    batch.id,
    String(batch.settlements.length),
    batch.status,
    batch.approvals.map(({ officer }) => officer.split('#').at(-1)).join(', '),
    batch.total,
    batch.currency,
  ]);
  return [
    'Batches, each approved by officers of the payer and released by a treasurer',
    ...table(['batch', 'settlements', 'status', 'approved by', 'total', ''], rows, 2),
  ].join('\n');
}

/** What came of the money of the released batches. */
export function moneyText({ money }: CaseResult): string {
  const { statements, matched, unmatched, settlements } = money;
  const standing = new Map(settlements.map(({ settlement, status }) => [settlement, status]));
  const rows = money.batches.flatMap(({ payer, currency, settlements: own }) =>
    own.map(({ settlement, payee, amount }) => [
      settlement,
      `${payer} paid ${payee}`,
      amount,
      currency,
      standing.get(settlement) ?? 'unknown',
    ]),
  );
  const files = Object.keys(money.paymentFiles).length;
  return [
    `Money: ${String(files)} payment files to the bank, ${String(statements.length)} bank statements back, ${String(matched)} entries matched, ${String(unmatched)} left`,
    ...table(['settlement', 'flow', 'amount', '', 'in the books'], rows, 2),
  ].join('\n');
}

function flowsPart(result: CaseResult): string {
  const cells = new Map<string, { claims: number; introduced: Money }>();
  for (const flow of result.flows) {
    const key = `${flow.reporter} ${flow.counterpart}`;
    const known = cells.get(key) ?? { claims: 0, introduced: Money.zero('EUR') };
    cells.set(key, {
      claims: known.claims + flow.claims,
      introduced: known.introduced.plus(Money.of(flow.introduced, 'EUR')),
    });
  }
  const rows = [...cells]
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([key, { claims, introduced }]) => {
      const [reporter = '', counterpart = ''] = key.split(' ');
      return [reporter, counterpart, String(claims), introduced.toString()];
    });
  return [
    'Flows by statistics: introduced in 2020, receivable',
    ...table(['reporter', 'counterpart', 'claims', 'EUR'], rows, 2),
  ].join('\n');
}

function tourPart(result: CaseResult): string {
  return [
    'One claim per family of instrument',
    ...result.tour.flatMap(({ title, claim, total, answer, payBy, why }) => [
      `  ${title}`,
      `    ${claim}, ${total}: ${answer}${payBy === null ? '' : `, to be paid by ${payBy}`}`,
      ...why.map((line) => `      ${line}`),
    ]),
  ].join('\n');
}

function comparisonPart(result: CaseResult, scale: bigint): string {
  const rows = compareNets(result.settlements, scale).map((net) => [
    `${net.payer} pays ${net.payee}`,
    net.published,
    net.product ?? 'nothing',
    net.equal ? 'equal' : 'DIFFERS',
  ]);
  const computed = publishedCells.filter((cell) => cell.computed);
  return [
    `Against the published figures at 1:${scale.toString()} (CLEISS, open claims at 31.12.2020)`,
    ...table(['net', 'published', 'product', ''], rows, 2),
    `  ${computed.map((cell) => `${cell.creditor}→${cell.debtor}`).join(', ')} are computed from printed shares.`,
  ].join('\n');
}
