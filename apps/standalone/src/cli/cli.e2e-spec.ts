import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gatewayApp } from '@reciproca/gateway';
import { hostApps, loadConfig, LocalIssuer, type HttpApp } from '@reciproca/runtime';
import { aClaim, freshWorld, spawnApp, type FreshWorld } from '@reciproca/testing';
import { call as callWith, type Called, type CallWish } from './world.fixture.js';

let world: FreshWorld;
let folder: string;
let app: HttpApp;
let issuer: LocalIssuer;

function environment(): Record<string, string> {
  return { TOPIC_PREFIX: world.topicPrefix, DATA_DIR: folder };
}

function call(args: readonly string[], wish: CallWish = {}): Promise<Called> {
  return callWith(args, { ...wish, environment: { ...environment(), ...wish.environment } });
}

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

beforeAll(async () => {
  world = await freshWorld();
  folder = await mkdtemp(join(tmpdir(), 'reciproca-cli-'));
  issuer = await LocalIssuer.open({ directory: join(folder, 'issuer') });
  app = await hostApps([gatewayApp], {
    name: 'gateway',
    config: loadConfig(
      { ...world.environment(), PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'fatal' },
      { requires: ['kafka'] },
    ),
    verifier: issuer,
    issuer,
  });
  await app.started;
  const endpoints = { http: app.url, kafka: world.brokers, postgres: world.database.url, pid: 1 };
  await file('endpoints.json', JSON.stringify(endpoints));
});

afterAll(async () => {
  await app.stop();
  await world.end();
  await rm(folder, { recursive: true, force: true });
});

describe('reciproca token', () => {
  it('prints a token that the product takes, alone', async () => {
    const args = ['token', '--role', 'officer', '--state', 'FR', '--subject', 'alice'];
    const { exitCode, out } = await call(args);
    expect(exitCode).toBe(0);
    expect(await issuer.verify(out.trim())).toMatchObject({
      outcome: 'verified',
      principal: { subject: 'alice', roles: ['officer'], state: 'FR' },
    });
  });
});

describe('reciproca submit', () => {
  it('runs as a program and finds the product by itself', async () => {
    const path = await file('one.json', JSON.stringify(aClaim({ reference: 'BIN-1' })));
    const program = spawnApp({
      entry: 'apps/standalone/bin/reciproca.js',
      arguments: ['submit', path],
      environment: environment(),
    });
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(program.output).toBe('1 accepted, 0 refused\n');
  });

  it('sends each event as its source, in the order of the file for each claim', async () => {
    const fromCreditor = aClaim({ reference: 'MIX-1', id: 'first' });
    const fromOther = { ...fromCreditor, id: 'second', source: 'urn:institution:FR:CNSE' };
    const third = { ...fromCreditor, id: 'third' };
    const lines = [fromCreditor, fromOther, third].map((event) => JSON.stringify(event));
    const { exitCode, out, err } = await call(['submit', '-', '--format', 'ndjson', '--json'], {
      stdin: `${lines.join('\n')}\n`,
    });
    expect([exitCode, err, JSON.parse(out)]).toEqual([0, '', { accepted: 3, refused: [] }]);
    const found = await world.readEvents('claims.inbound.v1');
    const ids = found.filter(({ event }) => event.subject === 'FR:CNAM/MIX-1');
    expect(ids.map(({ event }) => event.id)).toEqual(['first', 'second', 'third']);
  });

  it('names the refused lines of a CSV by the line of the file, and ends with 1', async () => {
    const header =
      'claim.reference,claim.statement,creditor.institution,debtor.institution,recordedOn,entitlement.document,beneficiary.id,care.type,care.from,care.to,benefits.hospital,total.amount,total.currency';
    const row = (reference: string, recordedOn: string): string =>
      `${reference},ST-1,FR:CNAM,DE:AOK-BY,${recordedOn},EHIC,p1,unplanned,2025-01-03,2025-01-05,5,5,EUR`;
    const rows = Array.from({ length: 2_500 }, (_, i) => row(`CSV-${String(i)}`, '2025-03-15'));
    rows[2_000] = row('CSV-2000', '2025-02-30');
    const path = await file('claims.csv', [header, ...rows].join('\n'));
    const { exitCode, out, err } = await call(['submit', path], { isTerminal: true });
    expect(exitCode).toBe(1);
    expect(out).toMatch(
      /^line {2}code {7}detail\n2002 {2}malformed {2}data\.recordedOn: .*\n2499 accepted, 1 refused\n$/,
    );
    expect(err).toContain('%');
  });

  it('tells what the gateway refuses: a source that is not that of the token', async () => {
    const token = await issuer.issue({
      subject: 'x',
      roles: ['institution'],
      institution: 'DE:AOK-BY',
    });
    const path = await file(
      'foreign.ndjson',
      `\n${JSON.stringify(aClaim({ reference: 'F-1' }))}\n`,
    );
    const { exitCode, out } = await call(['submit', path, '--json', '--token', token]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toEqual({
      accepted: 0,
      refused: [{ line: 2, code: 'not-your-source', detail: expect.any(String) }],
    });
  });

  it('says in plain words that a token is not good', async () => {
    const path = await file('one.json', JSON.stringify(aClaim()));
    const { exitCode, err } = await call(['submit', path], {
      environment: { RECIPROCA_TOKEN: 'nonsense' },
    });
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^unauthenticated: There is no valid bearer token\./);
  });

  it('refuses a CSV whose header names no claim', async () => {
    const path = await file('odd.csv', 'name;amount\nx;1\n');
    const { exitCode, err } = await call(['submit', path]);
    expect(exitCode).toBe(1);
    expect(err).toMatch(/line 1: claim\.reference: is missing: .* separated by commas/);
  });
});

describe('reciproca dead-letters', () => {
  const letter = (code: string, offset: number, value: string | Buffer): object => ({
    key: 'FR:CNAM/1',
    value,
    partition: 0,
    headers: {
      'content-type': 'application/json',
      'error-code': code,
      'error-detail': `detail ${String(offset)}`,
      'source-topic': 'claims.inbound.v1',
      'source-partition': '2',
      'source-offset': String(offset),
    },
  });
  const bytes = Buffer.from([0xff, 0x00, 0x7b]);

  it('lists them without their bytes, replays those asked for, and remembers', async () => {
    await world.kafka.send('claims.inbound.v1.dead-letter', [
      letter('not-json', 10, '{"person":"SECRET"') as never,
      letter('handler-failed', 11, bytes) as never,
      letter('not-json', 12, 'x') as never,
    ]);
    const listed = await call(['dead-letters', 'list']);
    expect(listed.out.split('\n').slice(0, 3)).toEqual([
      'code            topic              partition  offset  detail',
      'not-json        claims.inbound.v1          2      10  detail 10',
      'handler-failed  claims.inbound.v1          2      11  detail 11',
    ]);
    expect(listed.out).not.toContain('SECRET');
    const payload = await call(['dead-letters', 'list', '--payload', '--code', 'not-json']);
    expect(payload.out).toContain('SECRET');
    expect(payload.out).not.toContain('handler-failed');

    const dry = await call(['dead-letters', 'replay', '--code', 'handler-failed', '--dry-run']);
    expect(dry.out).toContain('1 would be replayed');
    const before = (await world.kafka.readToEnd('claims.inbound.v1')).length;
    const replay = ['dead-letters', 'replay', '--code', 'handler-failed', '--json'];
    const done = JSON.parse((await call(replay)).out) as { replayed: { code: string }[] };
    expect(done.replayed.map(({ code }) => code)).toEqual(['handler-failed']);
    const messages = await world.kafka.readToEnd('claims.inbound.v1');
    expect(messages.length).toBe(before + 1);
    const found = messages.find(({ value }) => value?.equals(bytes) === true);
    expect(found).toMatchObject({
      partition: 2,
      key: 'FR:CNAM/1',
      headers: { 'content-type': 'application/json' },
    });
    expect(Object.keys(found?.headers ?? {})).toEqual(['content-type']);

    expect(JSON.parse((await call(replay)).out)).toEqual({ dryRun: false, replayed: [] });
    const left = await call(['dead-letters', 'list', '--json']);
    expect((JSON.parse(left.out) as { offset: string }[]).map(({ offset }) => offset)).toEqual([
      '0',
      '2',
    ]);
    await call(['dead-letters', 'replay']);
    expect((await call(['dead-letters', 'list'])).out).toBe('no dead letters\n');
    const all = await call(['dead-letters', 'list', '--all', '--json']);
    expect(JSON.parse(all.out)).toHaveLength(3);
  });
});
