import { readFileSync } from 'node:fs';
import type { KeyObject } from 'node:crypto';

import type { z } from 'zod';

import { ConfigError, type ConfigFault } from './config.errors.js';
import {
  configFields,
  hostOf,
  staysOnThisMachine,
  type ConfigFields,
  type LogLevel,
  type saslMechanisms,
} from './config-fields.js';

/** How the Kafka client reaches and proves itself to the brokers. */
export interface KafkaConfig {
  /** `host:port` of each broker to start from. */
  readonly brokers: readonly string[];
  readonly sasl?: {
    readonly mechanism: (typeof saslMechanisms)[number];
    readonly username: string;
    readonly password: string;
  };
  /** Present when TLS is on; the contents of the files in PEM. */
  readonly ssl?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
}

/** Where tokens come from and whom they must be meant for. */
export interface OidcConfig {
  readonly issuer: string;
  readonly audience: string;
}

/** The sections that one app needs and another does not. */
export interface ConfigSections {
  readonly kafka: KafkaConfig;
  readonly databaseUrl: string;
  readonly oidc: OidcConfig;
  /** Key that turns personal identifiers into pseudonyms; prints nothing of itself. */
  readonly pseudonymKey: KeyObject;
}

/** Name of a section that an app can require. */
export type ConfigSection = keyof ConfigSections;

/** What every app gets: the values with a working default. */
export interface CommonConfig {
  /** TCP port, 0 for any free one. */
  readonly port: number;
  /** Address to listen on: loopback without an issuer, otherwise all. */
  readonly host: string;
  /** Folder of everything kept on this machine. */
  readonly dataDir: string;
  readonly logLevel: LogLevel;
  /** How often settlement looks for terms of acceptance that have ended, in seconds. */
  readonly acceptanceCheckSeconds: number;
  /** So many days before its day clearing says that a deadline approaches. */
  readonly deadlineApproachDays: number;
  /** Put before every topic name, '' outside tests. */
  readonly topicPrefix: string;
}

/** The environment, parsed once: required sections are present, the others may be absent. */
export type Config<Required extends ConfigSection = never> = CommonConfig &
  Pick<ConfigSections, Required> &
  Partial<Omit<ConfigSections, Required>>;

/** What one app asks of its environment. */
export interface ConfigShape<Required extends ConfigSection> {
  /** The sections without which the app cannot run. */
  readonly requires: readonly Required[];
}

type Environment = Readonly<Record<string, string | undefined>>;

const variablesOfSection: Record<ConfigSection, readonly (keyof ConfigFields)[]> = {
  kafka: ['KAFKA_BROKERS'],
  databaseUrl: ['DATABASE_URL'],
  oidc: ['OIDC_ISSUER', 'OIDC_AUDIENCE'],
  pseudonymKey: ['PSEUDONYM_KEY'],
};

/**
 * Reads the environment into a frozen, typed object.
 * @param env usually `process.env`; a variable set to nothing counts as absent
 * @param shape which sections the app requires
 * @throws ConfigError with every fault: wrong forms, missing variables, contradictions, unreadable files
 */
export function loadConfig<const Required extends ConfigSection = never>(
  env: Environment,
  shape: ConfigShape<Required>,
): Config<Required> {
  const present = withoutEmpty(env);
  const parsed = configFields.safeParse(present);
  const wrongForms = parsed.success ? [] : parsed.error.issues.map(faultOf);
  const missing = missingFaults(present, shape.requires);
  const alreadyMissing = new Set(missing.map((fault) => fault.variable));
  const faults = [
    ...wrongForms,
    ...missing,
    ...unknownFaults(present),
    ...contradictionFaults(present).filter((fault) => !alreadyMissing.has(fault.variable)),
  ];
  const files = readTlsFiles(present, faults);
  if (!parsed.success || faults.length > 0) {
    throw new ConfigError(faults);
  }
  // Every required section was checked above, variable by variable.
  return deepFreeze(assemble(parsed.data, files)) as Config<Required>;
}

function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
}

function faultOf(issue: z.core.$ZodIssue): ConfigFault {
  return { variable: issue.path.map(String).join('.'), problem: issue.message };
}

function missingFaults(env: Environment, requires: readonly ConfigSection[]): ConfigFault[] {
  return requires
    .flatMap((section) => variablesOfSection[section])
    .filter((variable) => env[variable] === undefined)
    .map((variable) => ({ variable, problem: 'is required and not set' }));
}

/** A misspelt security setting that is ignored would leave the connection open, so it is a fault. */
function unknownFaults(env: Environment): ConfigFault[] {
  const known = Object.keys(configFields.shape);
  return Object.keys(env)
    .filter((name) => /^(?:KAFKA_SASL_|KAFKA_SSL_|OIDC_)/.test(name) && !known.includes(name))
    .map((variable) => ({ variable, problem: 'is not a variable this product knows' }));
}

function contradictionFaults(env: Environment): ConfigFault[] {
  const faults = [
    ...together(env, ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD']),
    ...together(env, ['KAFKA_SSL_CERT', 'KAFKA_SSL_KEY']),
    ...together(env, ['OIDC_ISSUER', 'OIDC_AUDIENCE']),
  ];
  const host = hostOf({ HOST: env['HOST'], OIDC_ISSUER: env['OIDC_ISSUER'] });
  if (env['OIDC_ISSUER'] === undefined && !staysOnThisMachine(host)) {
    faults.push({
      variable: 'HOST',
      problem: 'must be loopback as long as OIDC_ISSUER is not set',
    });
  }
  const tlsFiles = ['KAFKA_SSL_CA', 'KAFKA_SSL_CERT', 'KAFKA_SSL_KEY'];
  const isOff = env['KAFKA_SSL_ENABLED'] === 'false' || env['KAFKA_SSL_ENABLED'] === '0';
  if (isOff && tlsFiles.some((name) => env[name] !== undefined)) {
    faults.push({
      variable: 'KAFKA_SSL_ENABLED',
      problem: 'is off although KAFKA_SSL files are set',
    });
  }
  return faults;
}

function together(env: Environment, names: readonly string[]): ConfigFault[] {
  const missing = names.filter((name) => env[name] === undefined);
  if (missing.length === names.length) {
    return [];
  }
  const problem = `is needed together with ${names.join(', ')}`;
  return missing.map((variable) => ({ variable, problem }));
}

type TlsFiles = NonNullable<KafkaConfig['ssl']>;

function readTlsFiles(env: Environment, faults: ConfigFault[]): TlsFiles {
  const read = (variable: string): string | undefined => {
    const path = env[variable];
    if (path === undefined || path.startsWith('-----BEGIN ')) {
      return path;
    }
    try {
      return readFileSync(path, 'utf8');
    } catch {
      faults.push({ variable, problem: 'names a file that cannot be read' });
      return undefined;
    }
  };
  const ca = read('KAFKA_SSL_CA');
  const cert = read('KAFKA_SSL_CERT');
  const key = read('KAFKA_SSL_KEY');
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
}

function assemble(fields: ConfigFields, tls: TlsFiles): Config {
  const kafka = kafkaOf(fields, tls);
  const { DATABASE_URL, OIDC_ISSUER, OIDC_AUDIENCE, PSEUDONYM_KEY } = fields;
  return {
    port: fields.PORT,
    host: hostOf(fields),
    dataDir: fields.DATA_DIR,
    logLevel: fields.LOG_LEVEL,
    acceptanceCheckSeconds: fields.ACCEPTANCE_CHECK_SECONDS,
    deadlineApproachDays: fields.DEADLINE_APPROACH_DAYS,
    topicPrefix: fields.TOPIC_PREFIX ?? '',
    ...(kafka !== undefined && { kafka }),
    ...(DATABASE_URL !== undefined && { databaseUrl: DATABASE_URL }),
    ...(OIDC_ISSUER !== undefined &&
      OIDC_AUDIENCE !== undefined && { oidc: { issuer: OIDC_ISSUER, audience: OIDC_AUDIENCE } }),
    ...(PSEUDONYM_KEY !== undefined && { pseudonymKey: PSEUDONYM_KEY }),
  };
}

function kafkaOf(fields: ConfigFields, tls: TlsFiles): KafkaConfig | undefined {
  if (fields.KAFKA_BROKERS === undefined) {
    return undefined;
  }
  const mechanism = fields.KAFKA_SASL_MECHANISM;
  const username = fields.KAFKA_SASL_USERNAME;
  const password = fields.KAFKA_SASL_PASSWORD;
  const isTls = fields.KAFKA_SSL_ENABLED ?? Object.keys(tls).length > 0;
  return {
    brokers: fields.KAFKA_BROKERS,
    ...(mechanism !== undefined &&
      username !== undefined &&
      password !== undefined && { sasl: { mechanism, username, password } }),
    ...(isTls && { ssl: tls }),
  };
}

/** Freezes plain objects and lists all the way down; keys and the like stay as they are. */
function deepFreeze<T>(value: T): T {
  if (Array.isArray(value) || isPlainObject(value)) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
