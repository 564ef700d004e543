import type { CliError } from './cli.errors.js';
import type { World } from './world.js';

/** A cell of a table; undefined and null are shown as a dash. */
export type Cell = string | number | bigint | null | undefined;

/** A column: its heading, and whether its cells are numbers, which stand at the right. */
export interface ColumnWish {
  readonly heading: string;
  readonly right?: boolean;
}

const BAR_WIDTH = 30;

function textOf(cell: Cell): string {
  return cell === null || cell === undefined || cell === '' ? '-' : String(cell);
}

/** The lines of a table with aligned columns, its headings first. */
export function tableLines(
  columns: readonly ColumnWish[],
  rows: readonly (readonly Cell[])[],
): string[] {
  const texts = [columns.map(({ heading }) => heading), ...rows.map((row) => row.map(textOf))];
  const widths = columns.map((_, index) =>
    texts.reduce((width, row) => Math.max(width, row[index]?.length ?? 0), 0),
  );
  return texts.map((row) =>
    columns
      .map(({ right = false }, index) => {
        const text = row[index] ?? '';
        const width = widths[index] ?? 0;
        return right ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

/** The one place that writes: text for people or JSON for machines, progress beside it. */
export class Output {
  private barShown = false;

  constructor(
    private readonly world: Pick<World, 'stdout' | 'stderr'>,
    /** True with `--json`. */
    readonly json: boolean,
  ) {}

  /** The result: as JSON for machines, or as the lines that `lines` makes of it. */
  result(value: unknown, lines: () => readonly string[]): void {
    this.clearBar();
    const text = this.json ? JSON.stringify(value, withoutBigInts) : lines().join('\n');
    this.world.stdout.write(`${text}\n`);
  }

  /** Something on the way; silent with `--json`. */
  say(text: string): void {
    if (this.json) return;
    this.clearBar();
    this.world.stderr.write(`${text}\n`);
  }

  /** Shows how far a long step is, on a terminal only. */
  progress(done: number, total: number | undefined, label: string): void {
    if (this.json || this.world.stderr.isTTY !== true) return;
    const share = total === undefined || total === 0 ? undefined : Math.min(1, done / total);
    const bar =
      share === undefined
        ? ''
        : `[${'#'.repeat(Math.round(share * BAR_WIDTH)).padEnd(BAR_WIDTH, '.')}] ${Math.floor(share * 100)} % `;
    this.world.stderr.write(`\r\u001b[2K${bar}${label}`);
    this.barShown = true;
  }

  /** An expected failure: its code, what it means, and every faulty place. */
  failure(error: CliError): void {
    this.clearBar();
    const { code, faults = [] } = error.details;
    if (this.json) {
      const body = { ...(code === undefined ? {} : { code }), message: error.message, faults };
      this.world.stdout.write(`${JSON.stringify({ error: body })}\n`);
      return;
    }
    const lines = [code === undefined ? error.message : `${code}: ${error.message}`];
    for (const { line, path, detail } of faults) {
      const place = [line === undefined ? '' : `line ${line}`, path].filter((part) => part !== '');
      lines.push(`  ${[...place, detail].join(': ')}`);
    }
    this.world.stderr.write(`${lines.join('\n')}\n`);
  }

  private clearBar(): void {
    if (!this.barShown) return;
    this.barShown = false;
    this.world.stderr.write('\r\u001b[2K');
  }
}

function withoutBigInts(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
