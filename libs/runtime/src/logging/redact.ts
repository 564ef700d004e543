import { codeOf, isError } from '../errors/errors.js';

/** What stands in the log in place of a secret or of a person's data. */
export const REDACTED = '[redacted]';

/** Deeper than this an object is cut off, so that a cycle or a monster cannot stall the process. */
const DEPTH_MAX = 8;

/** Longer lists are cut in the log. */
const LIST_LENGTH_MAX = 50;

/** Keys, lower case without `-` and `_`, whose value never reaches the log. */
const secretKeys = new Set([
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'password',
  'passphrase',
  'secret',
  'clientsecret',
  'token',
  'accesstoken',
  'pseudonymkey',
  'privatekey',
  'kafkasaslpassword',
  'beneficiary',
]);

/** Parts of a text that carry a secret or a person's identifier, with what stays of them. */
const secretTexts: readonly (readonly [RegExp, string])[] = [
  // The password of an address such as postgres://user:password@host.
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s/]*@/gi, `$1:${REDACTED}@`],
  [/\b(Bearer)\s+[\w.~+/-]+=*/gi, `$1 ${REDACTED}`],
  // A JSON Web Token outside of its header.
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, REDACTED],
  [/(PSEUDONYM_KEY|KAFKA_SASL_PASSWORD|PGPASSWORD)(\s*[=:]\s*)\S+/g, `$1$2${REDACTED}`],
  // The same fields inside JSON that was put into a text, also with escaped quotes.
  [/("beneficiary(\\*")\s*:\s*)(?:\{[^}]*\}?|\\*"[^"]*"?)/g, `$1$2${REDACTED}$2`],
  [/("entitlement\\*"\s*:\s*\{[^}]*?"number(\\*")\s*:\s*)\\*"[^"]*"?/g, `$1$2${REDACTED}$2`],
];

/**
 * Takes secrets and personal data out of a text: passwords in addresses, bearer tokens, the pseudonym
 * key, and the fields `beneficiary` and `entitlement.number` of a claim written as JSON.
 */
export function redactText(text: string): string {
  return secretTexts.reduce((left, [pattern, kept]) => left.replace(pattern, kept), text);
}

/**
 * Copies a value for the log without secrets and personal data, by the names of its keys and by what
 * its texts look like. Bytes become their length; errors keep type, code, message, stack and cause,
 * since drivers hang statements and parameters on theirs.
 */
export function redactValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') {
    return redactText(value);
  }
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'bigint' ? value.toString() : value;
  }
  if (depth >= DEPTH_MAX) {
    return '[too deep]';
  }
  return redactObject(value, depth);
}

function redactObject(value: object, depth: number): unknown {
  if (isError(value)) {
    return redactError(value, depth);
  }
  if (ArrayBuffer.isView(value)) {
    return `[${String(value.byteLength)} bytes]`;
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  // What is left of bytes that went through JSON.
  if ('type' in value && value.type === 'Buffer' && 'data' in value && Array.isArray(value.data)) {
    return `[${String(value.data.length)} bytes]`;
  }
  if (Array.isArray(value)) {
    return redactList(value, depth);
  }
  const entries = value instanceof Map ? [...value.entries()] : Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, inner]) => [String(key), redactEntry(String(key), inner, depth)]),
  );
}

function redactList(list: readonly unknown[], depth: number): unknown[] {
  const shown = list.slice(0, LIST_LENGTH_MAX).map((item) => redactValue(item, depth + 1));
  const left = list.length - shown.length;
  return left > 0 ? [...shown, `[${String(left)} more]`] : shown;
}

function redactEntry(key: string, value: unknown, depth: number): unknown {
  const plain = key.toLowerCase().replace(/[-_]/g, '');
  if (secretKeys.has(plain) || plain === 'entitlement.number' || plain === 'beneficiary.id') {
    return REDACTED;
  }
  if (plain === 'entitlement' && typeof value === 'object' && value !== null) {
    return redactValue({ ...value, ...('number' in value && { number: REDACTED }) }, depth + 1);
  }
  return redactValue(value, depth + 1);
}

/** An error as the log shows it. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: unknown;
}

function redactError(error: Error, depth: number): LoggedError {
  const code = codeOf(error);
  return {
    type: error.name,
    message: redactText(error.message),
    ...(code !== undefined && { code }),
    ...(error.stack !== undefined && { stack: redactText(error.stack) }),
    ...(error.cause !== undefined && { cause: redactValue(error.cause, depth + 1) }),
  };
}
