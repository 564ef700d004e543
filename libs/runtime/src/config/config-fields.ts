import { createSecretKey, type KeyObject } from 'node:crypto';

import { z } from 'zod';

import { isAcceptableIssuerUrl, isLoopbackHost } from '../identity/issuer-url.js';

/** Fewest bytes of the key that turns personal identifiers into pseudonyms (HMAC-SHA-256 block). */
export const PSEUDONYM_KEY_BYTES_MIN = 32;

/** Levels of the log, most to least severe; `silent` writes nothing. */
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** A level of the log. */
export type LogLevel = (typeof logLevels)[number];

/** SASL mechanisms of the Kafka client. */
export const saslMechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

const text = z.string();

/** `host:port`, the host a name, an IPv4 address or an IPv6 address in brackets. */
const brokerPattern = /^(?:[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]):(\d{1,5})$/;

function isBroker(value: string): boolean {
  const port = brokerPattern.exec(value)?.[1];
  return port !== undefined && isPort(port) && port !== '0';
}

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number.parseInt(value, 10) <= 65_535;
}

function isWithinADay(seconds: number): boolean {
  return seconds >= 1 && seconds <= 86_400;
}

const brokers = text
  .transform((list) => list.split(',').map((item) => item.trim()))
  .refine((list) => list.every(isBroker), { error: 'must be host:port, several with commas' });

function isDatabaseUrl(value: string): boolean {
  if (!URL.canParse(value)) {
    return false;
  }
  const url = new URL(value);
  const isPostgres = url.protocol === 'postgres:' || url.protocol === 'postgresql:';
  return isPostgres && url.pathname.length > 1;
}

const hexKey = /^(?:[0-9a-fA-F]{2})+$/;
const base64Key = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** Reads hexadecimal first: every hexadecimal key is also readable as base64, never the reverse. */
function decodeKey(value: string): Buffer {
  if (hexKey.test(value)) {
    return Buffer.from(value, 'hex');
  }
  return base64Key.test(value) ? Buffer.from(value, 'base64') : Buffer.alloc(0);
}

const pseudonymKey = text
  .transform(decodeKey)
  .refine((bytes) => bytes.length >= PSEUDONYM_KEY_BYTES_MIN, {
    error: `must be at least ${String(PSEUDONYM_KEY_BYTES_MIN)} bytes in hexadecimal or base64`,
  })
  .transform((bytes): KeyObject => createSecretKey(bytes));

const flag = z
  .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
  .transform((value) => value === 'true' || value === '1');

function optionsOf(values: readonly string[]): string {
  return `must be one of ${values.join(', ')}`;
}

/** Every variable of the environment with its form; a variable set to nothing counts as absent. */
export const configFields = z.object({
  KAFKA_BROKERS: brokers.optional(),
  KAFKA_SASL_MECHANISM: z.enum(saslMechanisms, { error: optionsOf(saslMechanisms) }).optional(),
  KAFKA_SASL_USERNAME: text.optional(),
  KAFKA_SASL_PASSWORD: text.optional(),
  KAFKA_SSL_ENABLED: flag.optional(),
  KAFKA_SSL_CA: text.optional(),
  KAFKA_SSL_CERT: text.optional(),
  KAFKA_SSL_KEY: text.optional(),
  DATABASE_URL: text
    .refine(isDatabaseUrl, { error: 'must be postgres://user:password@host:port/database' })
    .optional(),
  PORT: text
    .refine(isPort, { error: 'must be a whole number from 0 to 65535 (0: any free port)' })
    .transform((value) => Number.parseInt(value, 10))
    .default(3000),
  HOST: text.refine((host) => !/[\s/]/.test(host), { error: 'must be a host name' }).optional(),
  DATA_DIR: text.default('.data'),
  OIDC_ISSUER: text
    .refine(isAcceptableIssuerUrl, {
      error: 'must be an https URL without query or fragment (http on loopback only)',
    })
    .optional(),
  OIDC_AUDIENCE: text.optional(),
  PSEUDONYM_KEY: pseudonymKey.optional(),
  LOG_LEVEL: z.enum(logLevels, { error: optionsOf(logLevels) }).default('info'),
  ACCEPTANCE_CHECK_SECONDS: text
    .refine((value) => /^\d{1,5}$/.test(value) && isWithinADay(Number.parseInt(value, 10)), {
      error: 'must be a whole number from 1 to 86400',
    })
    .transform((value) => Number.parseInt(value, 10))
    .default(3600),
  DEADLINE_APPROACH_DAYS: text
    .refine((value) => /^\d{1,3}$/.test(value) && Number.parseInt(value, 10) <= 366, {
      error: 'must be a whole number from 0 to 366',
    })
    .transform((value) => Number.parseInt(value, 10))
    .default(30),
  TOPIC_PREFIX: text
    .regex(/^[A-Za-z0-9._-]{1,64}$/, { error: 'must be 1 to 64 of A-Z a-z 0-9 . _ -' })
    .optional(),
});

/** The parsed variables, before they are put together. */
export type ConfigFields = z.output<typeof configFields>;

/** The address that is listened on: everywhere only when tokens come from a real issuer. */
export function hostOf(fields: Pick<ConfigFields, 'HOST' | 'OIDC_ISSUER'>): string {
  return fields.HOST ?? (fields.OIDC_ISSUER === undefined ? '127.0.0.1' : '0.0.0.0');
}

/** True when only this machine can reach `host`. */
export function staysOnThisMachine(host: string): boolean {
  return isLoopbackHost(host);
}
