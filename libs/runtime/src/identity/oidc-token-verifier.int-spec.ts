import { createServer, type Server } from 'node:http';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';

import { LocalIssuer } from './local-issuer.js';
import { OidcTokenVerifier } from './oidc-token-verifier.js';

let folder: string;
let server: Server;
let url: string;
let issuer: LocalIssuer;
/** What the issuer answers instead of its discovery document, and how often it was asked for keys. */
let discovery: unknown;
let isDown: boolean;
let keysAsked: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reciproca-oidc-'));
  isDown = false;
  keysAsked = 0;
  server = createServer((request, response) => {
    const isKeys = request.url === '/.well-known/jwks.json';
    keysAsked += isKeys ? 1 : 0;
    response.statusCode = isDown ? 500 : 200;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(isKeys ? issuer.jwks() : discovery));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  issuer = await LocalIssuer.open({ directory: folder, url });
  discovery = issuer.discoveryDocument();
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

function verifier(options: { cooldownMs?: number } = {}): OidcTokenVerifier {
  const { cooldownMs = 0 } = options;
  return new OidcTokenVerifier({ issuer: url, audience: issuer.audience, cooldownMs });
}

const alice = { subject: 'alice', roles: ['officer'], state: 'FR' } as const;

describe('OidcTokenVerifier', () => {
  it('finds the keys by discovery, keeps them, and says who calls', async () => {
    const oidc = verifier();
    const token = await issuer.issue(alice);
    expect(await oidc.verify(token)).toEqual({
      outcome: 'verified',
      principal: {
        issuer: url,
        subject: 'alice',
        personId: `${url}#alice`,
        roles: ['officer'],
        state: 'FR',
      },
    });
    await oidc.verify(token);
    expect(keysAsked).toBe(1);
  });

  it('takes a new key after a rotation and still the tokens of the one before', async () => {
    const oidc = verifier();
    const before = await issuer.issue(alice);
    expect(await oidc.verify(before)).toMatchObject({ outcome: 'verified' });
    await issuer.rotate();
    const after = await issuer.issue(alice);
    expect(await oidc.verify(after)).toMatchObject({ outcome: 'verified' });
    expect(await oidc.verify(before)).toMatchObject({ outcome: 'verified' });
    expect(keysAsked).toBe(2);
  });

  it('does not ask for keys again and again because somebody names unknown ones', async () => {
    const oidc = verifier({ cooldownMs: 60_000 });
    await oidc.verify(await issuer.issue(alice));
    await issuer.rotate();
    const after = await issuer.issue(alice);
    expect(await oidc.verify(after)).toMatchObject({ outcome: 'unauthenticated' });
    expect(await oidc.verify(after)).toMatchObject({ outcome: 'unauthenticated' });
    expect(keysAsked).toBe(1);
  });

  it('says that it cannot verify while the issuer is away, and goes on by itself', async () => {
    isDown = true;
    const oidc = verifier();
    const token = await issuer.issue(alice);
    expect(await oidc.verify(token)).toMatchObject({ outcome: 'unavailable' });
    await expect(oidc.check()).rejects.toThrow('500');
    isDown = false;
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await oidc.verify(token)).toMatchObject({ outcome: 'verified' });
    await expect(oidc.check()).resolves.toBeUndefined();
  });

  it('keeps verifying with the keys it has when the issuer goes away later', async () => {
    const oidc = verifier();
    const token = await issuer.issue(alice);
    await oidc.verify(token);
    isDown = true;
    expect(await oidc.verify(token)).toMatchObject({ outcome: 'verified' });
  });

  it.each([
    ['gives itself another name', { issuer: 'https://other.example' }],
    ['keeps its keys without https', { jwks_uri: 'http://keys.example/jwks.json' }],
    ['says nothing of its keys', { jwks_uri: undefined }],
  ])('trusts no issuer that %s', async (_name, change) => {
    discovery = { ...issuer.discoveryDocument(), ...change };
    const outcome = await verifier().verify(await issuer.issue(alice));
    expect(outcome).toMatchObject({ outcome: 'unavailable' });
  });

  const claims = { roles: ['auditor'] };
  const now = Math.floor(Date.now() / 1000);

  it.each([
    ['for another audience', { audience: 'other' }],
    ['of another issuer', { issuer: 'https://other.example' }],
    ['that expired a minute ago', { expires: now - 60 }],
    ['that is not valid yet', { notBefore: now + 60 }],
    ['without an end', { expires: null }],
    ['without a subject', { subject: null }],
  ])('refuses a token %s', async (_name, change) => {
    const changes = { audience: issuer.audience, issuer: url, expires: now + 60, ...change };
    const { keys } = JSON.parse(await readFile(join(folder, 'issuer.json'), 'utf8')) as {
      keys: [{ kid: string }];
    };
    const jwt = new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: keys[0].kid })
      .setAudience(changes.audience)
      .setIssuer(changes.issuer);
    if (changes.expires !== null) jwt.setExpirationTime(changes.expires);
    if (!('subject' in change)) jwt.setSubject('alice');
    if ('notBefore' in change) jwt.setNotBefore(change.notBefore);
    const outcome = await verifier().verify(await jwt.sign(keys[0]));
    expect(outcome).toMatchObject({ outcome: 'unauthenticated' });
  });

  it('allows clocks half a minute apart', async () => {
    const token = await issuer.issue({ ...alice, secondsToLive: -20 });
    expect(await verifier().verify(token)).toMatchObject({ outcome: 'verified' });
  });

  it('refuses a token that is not signed, or signed with the public key as a shared secret', async () => {
    const unsigned = new UnsecuredJWT(claims)
      .setIssuer(url)
      .setAudience(issuer.audience)
      .setSubject('mallory')
      .setExpirationTime('1h')
      .encode();
    expect(await verifier().verify(unsigned)).toMatchObject({ outcome: 'unauthenticated' });

    const [publicKey] = issuer.jwks().keys;
    const shared = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: publicKey?.kid ?? '' })
      .setIssuer(url)
      .setAudience(issuer.audience)
      .setSubject('mallory')
      .setExpirationTime('1h')
      .sign(Buffer.from(JSON.stringify(publicKey).padEnd(64)));
    expect(await verifier().verify(shared)).toMatchObject({ outcome: 'unauthenticated' });
  });

  it('refuses a token signed by somebody else, also when it brings its own key', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const forged = await new SignJWT(claims)
      .setProtectedHeader({
        alg: 'ES256',
        kid: issuer.jwks().keys[0]?.kid ?? '',
        jwk: await exportJWK(publicKey),
        jku: `${url}/.well-known/jwks.json`,
      })
      .setIssuer(url)
      .setAudience(issuer.audience)
      .setSubject('mallory')
      .setExpirationTime('1h')
      .sign(privateKey);
    expect(await verifier().verify(forged)).toMatchObject({ outcome: 'unauthenticated' });
  });

  it('does not trust a genuine token whose subject no audit could hold', async () => {
    for (const subject of ['a'.repeat(513), 'mal\u0000lory']) {
      const token = await issuer.issue({ subject, roles: ['auditor'] });
      expect(await verifier().verify(token)).toEqual({
        outcome: 'unauthenticated',
        detail: expect.stringContaining('sub'),
      });
    }
  });

  it('tells a genuine token without the needed State from one that cannot be trusted', async () => {
    const token = await issuer.issue({ subject: 'bob', roles: ['treasurer'] });
    expect(await verifier().verify(token)).toMatchObject({ outcome: 'forbidden' });
  });
});

describe('LocalIssuer', () => {
  it('keeps its keys where only the owner reads them', async () => {
    const path = join(folder, 'issuer.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await chmod(path, 0o644);
    await LocalIssuer.open({ directory: folder });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('stays the same issuer when it is opened again, whatever its address is now', async () => {
    const again = await LocalIssuer.open({ directory: folder, url: 'http://127.0.0.1:4000' });
    expect(again.issuer).toBe(url);
    expect(await again.verify(await issuer.issue(alice))).toMatchObject({ outcome: 'verified' });
  });

  it('is made once when several processes open it first', async () => {
    const directory = join(folder, 'shared');
    const opened = await Promise.all(
      Array.from({ length: 8 }, () => LocalIssuer.open({ directory, url })),
    );
    expect(new Set(opened.map((one) => JSON.stringify(one.jwks()))).size).toBe(1);
  });

  it('verifies a token that another process signed with a newer key', async () => {
    const other = await LocalIssuer.open({ directory: folder });
    await other.rotate();
    const token = await other.issue(alice);
    expect(await issuer.verify(token)).toMatchObject({ outcome: 'verified' });
  });

  it('makes tokens that live twelve hours', async () => {
    const token = await issuer.issue(alice);
    const body = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      iat: number;
      exp: number;
    };
    expect(body.exp - body.iat).toBe(12 * 60 * 60);
  });
});
