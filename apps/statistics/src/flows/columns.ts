/** A column of rows that are written with `unnest`: its name, its type, its value in a row. */
export type Column<Row> = readonly [
  name: string,
  type: string,
  valueOf: (row: Row) => string | number | null,
];

/** `a, b, c` */
export function namesOf<Row>(columns: readonly Column<Row>[]): string {
  return columns.map(([name]) => name).join(', ');
}

/** `$1::text[], $2::int[]`: the parameters of {@link valuesOf}, for `unnest`. */
export function arraysOf<Row>(columns: readonly Column<Row>[]): string {
  return columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ');
}

/** One array per column. */
export function valuesOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): unknown[][] {
  return columns.map(([, , valueOf]) => rows.map(valueOf));
}
