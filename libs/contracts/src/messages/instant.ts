const INSTANT = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;

const ZERO = 48;
const MILLISECONDS_PER_MINUTE = 60_000;

/**
 * The instant of an RFC 3339 text in milliseconds since 1970 UTC; fractions beyond are cut. A leap
 * second counts as the second after it, because POSIX time has none.
 * @param text an instant of the form that `instantSchema` accepts
 * @returns undefined when the text has another form
 */
export function epochMillisecondsOf(text: string): number | undefined {
  if (!INSTANT.test(text)) return undefined;
  // Read digit by digit: this runs for every message, and groups of a pattern would be texts each.
  const pair = (at: number): number =>
    (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
  const isUtc = text.endsWith('Z') || text.endsWith('z');
  const zoneAt = text.length - (isUtc ? 1 : 6);
  const offset = isUtc ? 0 : pair(zoneAt + 1) * 60 + pair(zoneAt + 4);
  const fraction = text.slice(20, Math.min(23, zoneAt)).padEnd(3, '0');
  return (
    Date.UTC(
      pair(0) * 100 + pair(2),
      pair(5) - 1,
      pair(8),
      pair(11),
      pair(14),
      pair(17),
      zoneAt > 19 ? Number.parseInt(fraction, 10) : 0,
    ) -
    (text.charAt(zoneAt) === '-' ? -offset : offset) * MILLISECONDS_PER_MINUTE
  );
}

/**
 * The UTC day of an instant, which is the day of a message.
 * @param time an instant of the form that `instantSchema` accepts
 * @throws RangeError when it has another form, which is a bug of the caller
 */
export function utcDayOf(time: string): string {
  // Nearly every message is in UTC already and no leap second; then the day stands in front.
  if (time.endsWith('Z') && !time.includes(':60')) return time.slice(0, 10);
  const milliseconds = epochMillisecondsOf(time);
  if (milliseconds === undefined) throw new RangeError('not an RFC 3339 instant');
  return new Date(milliseconds).toISOString().slice(0, 10);
}
