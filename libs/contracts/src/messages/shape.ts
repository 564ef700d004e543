import type { z } from 'zod';
import type { Fault } from '../errors/problem.js';

/** What a schema made of a value: the typed value, or every place that is not as it should be. */
export type ShapeReading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Reads a value by its schema. Senders are told in sentences of our own, which stay the same
 * whatever version of the schema library runs: where, and what would be right there; never what was
 * found, so that no personal identifier can leave in an answer.
 *
 * @param root what the schema is applied to, e.g. `data`; faulty paths begin with it
 */
export function readShape<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  root: string,
): ShapeReading<z.infer<Schema>> {
  const result = schema.safeParse(value, inOwnWords);
  if (result.success) return { ok: true, value: result.data };
  const faults = result.error.issues.map(({ path, message }) => ({
    path: pathText(root, path),
    detail: message,
  }));
  return { ok: false, faults };
}

/** A fault as a sentence: `data.total.amount: must be a string`. */
export function faultText({ path, detail }: Fault): string {
  return path === '' ? detail : `${path}: ${detail}`;
}

/** A path as answers write it: `data.benefits[3].amount`. */
export function pathText(root: string, steps: readonly PropertyKey[]): string {
  let text = root;
  for (const step of steps) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? String(step) : `.${String(step)}`;
  }
  return text;
}

type Issue = z.core.$ZodRawIssue;

/** Schemas that say it better have a message of their own, which comes before these. */
const inOwnWords = {
  error: (issue: Issue): string => {
    const wanted = wantedBy(issue);
    return issue.input === undefined ? `must be given, as ${wanted}` : `must be ${wanted}`;
  },
};

/** What would be right, as it follows "must be". */
function wantedBy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? 'of another type';
    case 'invalid_value':
      return oneOf(issue.values);
    case 'too_small':
      return bounded(issue, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return bounded(issue, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return issue.pattern === undefined ? 'of another form' : `of the form ${issue.pattern}`;
    case 'unrecognized_keys':
      return 'without fields that the schema does not name';
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return 'as the schema says';
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  tuple: 'an array',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

/** The values are those of the schema, not what was found. */
function oneOf(values: readonly unknown[]): string {
  const named = values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value)));
  const [only = 'as the schema says'] = named;
  return named.length > 1 ? `one of ${named.join(', ')}` : only;
}

const counted: Readonly<Record<string, string>> = {
  string: ' characters long',
  array: ' items long',
};

function bounded(
  issue: { readonly origin: string },
  relation: string,
  bound: number | bigint,
): string {
  return `${relation} ${bound}${counted[issue.origin] ?? ''}`;
}
