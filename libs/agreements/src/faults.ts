import type * as z from 'zod';

/** The faults of a failed parse as `place: message` lines; none for a successful one. */
export function placeOf(result: z.ZodSafeParseResult<unknown>, place: string): string[] {
  return result.success
    ? []
    : result.error.issues.map(({ path, message }) => `${[place, ...path].join('.')}: ${message}`);
}
