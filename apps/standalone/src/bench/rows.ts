import { cpus, totalmem } from 'node:os';

/** One line of the benchmark table. */
export interface BenchRow {
  readonly name: string;
  readonly case: string;
  readonly value: number;
  readonly unit: string;
  /** Against the floor and the naive way of the same run. */
  readonly floorRatio?: number;
  readonly naiveRatio?: number;
  /** Against the intake of claims in the same run. */
  readonly intakeRatio?: number;
  readonly limit?: string;
}

/** What the figures were measured on. */
export function machineLine(): string {
  const [first] = cpus();
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${String(cpus().length)} × ${first?.model.trim() ?? 'unknown processor'}, ${String(gib)} GiB, Node ${process.version}, ${process.platform}`;
}

/** The table as Markdown, which reads as plain text too. */
export function tableOf(rows: readonly BenchRow[]): string {
  const head = ['row', 'case', 'value', 'unit', '× floor', '× naive', '× intake', 'wanted'];
  const lines = rows.map((row) => [
    row.name,
    row.case,
    row.value.toLocaleString('en', { maximumFractionDigits: 1 }),
    row.unit,
    // Three decimals: two would show 0.399 as 0.40, a limit missed as one reached.
    row.floorRatio?.toFixed(3) ?? '',
    row.naiveRatio?.toFixed(1) ?? '',
    row.intakeRatio?.toFixed(3) ?? '',
    row.limit ?? '',
  ]);
  const all = [head, ...lines];
  const widths = head.map((_title, column) =>
    Math.max(...all.map((line) => line[column]?.length ?? 0)),
  );
  const written = all.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [written[0], rule, ...written.slice(1)].join('\n');
}
