import { currencyOf } from '@reciproca/money';
import * as z from 'zod';
import { isRealDate } from './dates.js';

/** A day that exists, `YYYY-MM-DD`. */
export const dateSchema = z.string().refine(isRealDate, { message: 'not a day of the calendar' });

/** ISO 3166-1 alpha-2, and the territories and agreements with a code of their own (`QC`, `XK`). */
export const stateSchema = z.string().regex(/^[A-Z]{2}$/, { message: 'not two capital letters' });

const institutionIdForm = /^[A-Z]{2}:[A-Z0-9-]{1,32}$/;

/** `State:CODE`. */
export const institutionIdSchema = z
  .string()
  .regex(institutionIdForm, { message: 'not an institution, State:CODE' });

/** Whether the text is `State:CODE`. */
export function isInstitutionId(text: string | null): text is string {
  return text !== null && institutionIdForm.test(text);
}

/**
 * Ids of instruments, those whose data are not shipped yet included: `EU-987-2009`, `EU-574-72`,
 * `GB-WA`, `GB-TCA`, `EFTA`, a coordination decree `FR-DEC-NC`, a French bilateral agreement `FR-MC`.
 */
export const instrumentIdSchema = z
  .string()
  .regex(/^(?:EU-987-2009|EU-574-72|GB-WA|GB-TCA|EFTA|FR-DEC-(?:NC|PF|YT|PM)|FR-[A-Z]{2})$/, {
    message: 'not an instrument',
  });

/** A text in every language in which decisions are told. */
export const toldSchema = z.object({ en: z.string().min(1), fr: z.string().min(1) });
export type Told = Readonly<z.infer<typeof toldSchema>>;

/** ISO 4217 letters. */
export const currencyCodeSchema = z
  .string()
  .regex(/^[A-Z]{3}$/, { message: 'not three capital letters' });

/** A currency that amounts can be in. */
export const knownCurrencySchema = currencyCodeSchema.refine(
  (code) => currencyOf(code) !== undefined,
  { message: 'not a currency of ISO 4217' },
);

/** A whole number, or its digits as a cell of a table holds them. */
export function wholeNumberSchema(bounds: {
  readonly min: number;
  readonly max: number;
  readonly message: string;
}): z.ZodType<number> {
  const { min, max, message } = bounds;
  return z.preprocess(
    (value) =>
      typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number.parseInt(value, 10) : value,
    z.int({ message }).min(min, { message }).max(max, { message }),
  );
}

/** What need not be there: absent, or an empty cell of a table, reads as null. */
export function absentAsNull<T>(schema: z.ZodType<T>): z.ZodType<T | null> {
  return z.preprocess((value) => (value === '' ? null : value), schema.nullable()).default(null);
}

/**
 * Lets a check of a record as a whole run beside faults of its fields, so that one import tells all of
 * them. What it looks at may then be of any type.
 */
export const besideOtherFaults = {
  when: ({ value }: { readonly value: unknown }): boolean =>
    typeof value === 'object' && value !== null,
};

/** The State of an institution id. */
export function stateOf(institution: string): string {
  return institution.slice(0, 2);
}
