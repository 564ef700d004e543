/**
 * A set of offsets as text for the metadata of a committed offset: `12-15,20`. Kafka takes 4096
 * bytes there by default, so what does not fit is left out, the highest first.
 */
const TEXT_LENGTH_MAX = 4_000;

/** The offsets as ranges, ascending. */
export function rangesText(offsets: ReadonlySet<bigint>): string {
  const sorted = [...offsets].sort((one, other) => (one < other ? -1 : 1));
  const ranges: { from: bigint; to: bigint }[] = [];
  for (const offset of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && last.to + 1n === offset) last.to = offset;
    else ranges.push({ from: offset, to: offset });
  }
  let text = '';
  for (const { from, to } of ranges) {
    const range = from === to ? String(from) : `${String(from)}-${String(to)}`;
    const longer = text === '' ? range : `${text},${range}`;
    if (longer.length > TEXT_LENGTH_MAX) break;
    text = longer;
  }
  return text;
}

const RANGE = /^(\d{1,19})(?:-(\d{1,19}))?$/;

/** Whether an offset is in ranges that `rangesText` wrote; text of another form holds none. */
export function inRanges(text: string, offset: bigint): boolean {
  return text.split(',').some((range) => {
    const match = RANGE.exec(range);
    const from = match?.[1];
    if (from === undefined) return false;
    return BigInt(from) <= offset && offset <= BigInt(match?.[2] ?? from);
  });
}
