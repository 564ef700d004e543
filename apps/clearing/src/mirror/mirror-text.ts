import { mirrorColumns, type Output, type routes } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import { csvText } from '../requests/index.js';

/** One claim of a comparison, as the contract shows it. */
export type MirrorLine = Output<typeof routes.checkMirror>['items'][number];

/** Lines of a comparison as members of a JSON array, without its brackets. */
export function jsonLines(lines: readonly MirrorLine[]): string {
  return lines.map((line) => JSON.stringify(normal(line))).join(',');
}

/** The same as lines of CSV, without a header. */
export function csvRows(lines: readonly MirrorLine[]): string {
  const whole = csvText(mirrorColumns, lines.map(normal).map(rowOf));
  return whole.slice(csvHeader().length);
}

/** The header line of the CSV. */
export function csvHeader(): string {
  return csvText(mirrorColumns, []);
}

/** Amounts have the decimals of their currency, wherever they come from. */
function normal({
  result,
  institution,
  reference,
  differences,
  ours,
  yours,
}: MirrorLine): MirrorLine {
  return {
    result,
    institution,
    reference,
    differences,
    ours: ours && { ...ours, amount: Money.of(ours.amount, ours.currency).toString() },
    yours,
  };
}

function rowOf(line: MirrorLine): Record<(typeof mirrorColumns)[number], string | null> {
  const { result, institution, reference, differences, ours, yours } = line;
  return {
    result,
    institution,
    reference,
    differences: differences.join(' '),
    debtor: ours?.debtor ?? null,
    ourAmount: ours?.amount ?? null,
    ourCurrency: ours?.currency ?? null,
    ourStatus: ours?.status ?? null,
    line: yours === null ? null : yours.line.toString(),
    yourAmount: yours?.amount ?? null,
    yourCurrency: yours?.currency ?? null,
    yourStatus: yours?.status ?? null,
  };
}
