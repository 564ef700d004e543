import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { loadConfig } from './config.js';
import { ConfigError, type ConfigFault } from './config.errors.js';

const everything = {
  KAFKA_BROKERS: 'one.example:9092, [::1]:9093',
  KAFKA_SASL_MECHANISM: 'scram-sha-512',
  KAFKA_SASL_USERNAME: 'clearing',
  KAFKA_SASL_PASSWORD: 'kafka-secret',
  DATABASE_URL: 'postgres://app:db-secret@db.example:5432/reciproca',
  PORT: '8080',
  DATA_DIR: '/var/lib/reciproca',
  OIDC_ISSUER: 'https://id.example/realm',
  OIDC_AUDIENCE: 'reciproca',
  PSEUDONYM_KEY: 'ab'.repeat(32),
  LOG_LEVEL: 'warn',
  ACCEPTANCE_CHECK_SECONDS: '60',
  DEADLINE_APPROACH_DAYS: '14',
  TOPIC_PREFIX: 'test-1.',
};

const all = { requires: ['kafka', 'databaseUrl', 'oidc', 'pseudonymKey'] } as const;

function faultsOf(load: () => unknown): readonly ConfigFault[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.faults;
    }
    throw error;
  }
  return [];
}

function faultyVariables(env: Record<string, string>, shape = all): string[] {
  return faultsOf(() => loadConfig(env, shape))
    .map((fault) => fault.variable)
    .sort();
}

describe('loadConfig', () => {
  it('reads every variable into one typed object', () => {
    const config = loadConfig(everything, all);

    expect(config.kafka).toEqual({
      brokers: ['one.example:9092', '[::1]:9093'],
      sasl: { mechanism: 'scram-sha-512', username: 'clearing', password: 'kafka-secret' },
    });
    expect(config.databaseUrl).toBe(everything.DATABASE_URL);
    expect(config.oidc).toEqual({ issuer: 'https://id.example/realm', audience: 'reciproca' });
    expect(config.pseudonymKey.export()).toEqual(Buffer.alloc(32, 0xab));
    expect(config).toMatchObject({
      port: 8080,
      host: '0.0.0.0',
      dataDir: '/var/lib/reciproca',
      logLevel: 'warn',
      acceptanceCheckSeconds: 60,
      deadlineApproachDays: 14,
      topicPrefix: 'test-1.',
    });
  });

  it('has working defaults for everything that an app does not require', () => {
    expect(loadConfig({}, { requires: [] })).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: '.data',
      logLevel: 'info',
      acceptanceCheckSeconds: 3600,
      deadlineApproachDays: 30,
      topicPrefix: '',
    });
  });

  it('takes a variable set to nothing as absent', () => {
    expect(loadConfig({ PORT: '', DATABASE_URL: ' ' }, { requires: [] }).port).toBe(3000);
    expect(faultyVariables({ ...everything, DATABASE_URL: '' })).toEqual(['DATABASE_URL']);
  });

  it('cannot be changed afterwards, at any depth', () => {
    const config = loadConfig(everything, all);

    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.kafka.brokers)).toBe(true);
    expect(Object.isFrozen(config.kafka.sasl)).toBe(true);
  });

  it('names each required variable that is missing, and no other', () => {
    expect(faultyVariables({})).toEqual([
      'DATABASE_URL',
      'KAFKA_BROKERS',
      'OIDC_AUDIENCE',
      'OIDC_ISSUER',
      'PSEUDONYM_KEY',
    ]);
    expect(faultsOf(() => loadConfig({}, { requires: ['kafka'] }))).toEqual([
      { variable: 'KAFKA_BROKERS', problem: 'is required and not set' },
    ]);
  });

  it('lists every fault at once and prints no value', () => {
    const secrets = {
      KAFKA_BROKERS: 'secret-a',
      KAFKA_SASL_MECHANISM: 'secret-b',
      KAFKA_SASL_PASSWORD: 'secret-c',
      KAFKA_SSL_CA: '/no/such/secret-d',
      KAFKA_SSL_KEY: '/no/such/secret-e',
      KAFKA_SSL_CAFILE: 'secret-f',
      DATABASE_URL: 'mysql://root:secret-g@host/db',
      PORT: '70000',
      OIDC_ISSUER: 'http://id.example/secret-h',
      PSEUDONYM_KEY: 'secret-i',
      LOG_LEVEL: 'secret-j',
      ACCEPTANCE_CHECK_SECONDS: '86401',
      DEADLINE_APPROACH_DAYS: '367',
      TOPIC_PREFIX: 'secret k',
    };

    expect(faultyVariables(secrets)).toEqual([
      'ACCEPTANCE_CHECK_SECONDS',
      'DATABASE_URL',
      'DEADLINE_APPROACH_DAYS',
      'KAFKA_BROKERS',
      'KAFKA_SASL_MECHANISM',
      'KAFKA_SASL_USERNAME',
      'KAFKA_SSL_CA',
      'KAFKA_SSL_CAFILE',
      'KAFKA_SSL_CERT',
      'KAFKA_SSL_KEY',
      'LOG_LEVEL',
      'OIDC_AUDIENCE',
      'OIDC_ISSUER',
      'PORT',
      'PSEUDONYM_KEY',
      'TOPIC_PREFIX',
    ]);
    const error = new ConfigError(faultsOf(() => loadConfig(secrets, all)));
    expect(error.message).not.toMatch(/secret|70000|86401/);
    expect(error.message.split('\n')).toHaveLength(17);
  });

  it.each([
    ['one byte short in hexadecimal', 'ab'.repeat(31), false],
    ['32 bytes in hexadecimal', 'AB'.repeat(32), true],
    ['one byte short in base64', randomBytes(31).toString('base64'), false],
    ['32 bytes in base64', randomBytes(32).toString('base64'), true],
    ['32 bytes in base64url', randomBytes(32).toString('base64url'), true],
    ['a phrase', 'correct horse battery staple correct horse battery', false],
  ])('takes a pseudonym key of %s: %s', (_name, key, isTaken) => {
    expect(faultyVariables({ ...everything, PSEUDONYM_KEY: key })).toEqual(
      isTaken ? [] : ['PSEUDONYM_KEY'],
    );
  });

  it.each([
    ['https://id.example', true],
    ['http://127.0.0.1:3000', true],
    ['http://localhost:3000', true],
    ['http://[::1]:3000', true],
    ['http://id.example', false],
    ['http://127.0.0.1.evil.example', false],
    ['https://id.example?x=1', false],
    ['https://user:word@id.example', false],
    ['id.example', false],
  ])('takes the issuer %s: %s', (issuer, isTaken) => {
    expect(faultyVariables({ ...everything, OIDC_ISSUER: issuer })).toEqual(
      isTaken ? [] : ['OIDC_ISSUER'],
    );
  });

  it('listens on this machine only as long as there is no issuer', () => {
    expect(faultyVariables({ HOST: '0.0.0.0' }, { requires: [] } as never)).toEqual(['HOST']);
    expect(loadConfig({ HOST: 'localhost' }, { requires: [] }).host).toBe('localhost');
    expect(loadConfig({ ...everything, HOST: '10.0.0.7' }, all).host).toBe('10.0.0.7');
  });
});

describe('loadConfig with TLS files', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reciproca-config-'));
    await writeFile(join(folder, 'ca.pem'), 'the authority');
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it('reads the files and turns TLS on', () => {
    const env = { ...everything, KAFKA_SSL_CA: join(folder, 'ca.pem') };
    expect(loadConfig(env, all).kafka.ssl).toEqual({ ca: 'the authority' });
  });

  it('turns TLS on without files when told so', () => {
    expect(loadConfig({ ...everything, KAFKA_SSL_ENABLED: 'true' }, all).kafka.ssl).toEqual({});
    expect(
      loadConfig({ ...everything, KAFKA_SSL_ENABLED: 'false' }, all).kafka.ssl,
    ).toBeUndefined();
  });

  it('refuses files while TLS is off', () => {
    const env = { KAFKA_SSL_ENABLED: 'false', KAFKA_SSL_CA: join(folder, 'ca.pem') };
    expect(faultyVariables({ ...everything, ...env })).toEqual(['KAFKA_SSL_ENABLED']);
  });
});
