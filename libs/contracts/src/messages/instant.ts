const INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

const MILLISECONDS_PER_MINUTE = 60_000;

/**
 * The instant of an RFC 3339 text in milliseconds since 1970 UTC; fractions beyond are cut. A leap
 * second counts as the second after it, because POSIX time has none.
 * @param text an instant of the form that `instantSchema` accepts
 * @returns undefined when the text has another form
 */
export function epochMillisecondsOf(text: string): number | undefined {
  const match = INSTANT.exec(text);
  if (match === null) return undefined;
  const part = (index: number): number => Number.parseInt(match[index] ?? '0', 10);
  const fraction = Number.parseInt((match[7] ?? '').padEnd(3, '0').slice(0, 3), 10);
  const offset = (match[8] === '-' ? -1 : 1) * (part(9) * 60 + part(10));
  return (
    Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6), fraction) -
    offset * MILLISECONDS_PER_MINUTE
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
