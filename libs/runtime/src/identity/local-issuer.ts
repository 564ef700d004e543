import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  type JWK,
} from 'jose';
import { z } from 'zod';

import type { Role } from '@reciproca/contracts';

import { codeOf } from '../errors/errors.js';
import { verifyJwt } from './jwt-verification.js';
import { TokenVerifier, type TokenOutcome } from './token-verifier.js';

/** Audience of tokens of the local issuer. */
export const LOCAL_AUDIENCE = 'reciproca';

/** Name of the local issuer when nothing else is said: the address of the default port. */
export const LOCAL_ISSUER_URL = 'http://127.0.0.1:3000';

/** How long a token of the local issuer lives: 12 hours, in seconds. */
export const LOCAL_TOKEN_SECONDS = 43_200;

const ALGORITHM = 'ES256';

/** Keys that still verify after a rotation, the newest first. */
const KEYS_KEPT = 3;

const keySchema = z.object({
  kid: z.string(),
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

const storeSchema = z.object({ issuer: z.string(), keys: z.array(keySchema).min(1) });

type Store = z.output<typeof storeSchema>;
type PrivateKey = z.output<typeof keySchema>;

/** Whom a token names and what it entitles to. */
export interface TokenRequest {
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly state?: string;
  readonly institution?: string;
  /** Life of the token in seconds; 12 hours when absent. */
  readonly secondsToLive?: number;
}

/** Where the local issuer keeps its keys and what it is called. */
export interface LocalIssuerOptions {
  /** Folder of the keys, made when missing, readable by its owner alone. */
  readonly directory: string;
  /** Name used when the folder is made; later the name kept in the folder holds. */
  readonly url?: string;
}

/**
 * An issuer of tokens on this machine, for trying out and for tests. Its name is kept beside its
 * keys, so that a person stays the same person (`iss` and `sub`) when the port changes.
 */
export class LocalIssuer extends TokenVerifier {
  readonly audience = LOCAL_AUDIENCE;

  private constructor(
    private readonly path: string,
    private store: Store,
  ) {
    super();
  }

  /** Opens the issuer of a folder, makes it on first use; several processes may do so at once. */
  static async open({ directory, url }: LocalIssuerOptions): Promise<LocalIssuer> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, 'issuer.json');
    const known = await readStore(path);
    if (known !== undefined) {
      return new LocalIssuer(path, known);
    }
    const made = { issuer: url ?? LOCAL_ISSUER_URL, keys: [await makeKey()] };
    return new LocalIssuer(path, await storeFirst(path, made));
  }

  /** The name of the issuer, `iss` of its tokens. */
  get issuer(): string {
    return this.store.issuer;
  }

  /** Makes a signed token. */
  async issue(request: TokenRequest): Promise<string> {
    const [newest] = this.store.keys;
    if (newest === undefined) {
      throw new Error('the local issuer has no key');
    }
    const { subject, roles, state, institution } = request;
    const issuedAt = Math.floor(Date.now() / 1000);
    return new SignJWT({
      roles: [...roles],
      ...(state !== undefined && { state }),
      ...(institution !== undefined && { institution }),
    })
      .setProtectedHeader({ alg: ALGORITHM, kid: newest.kid, typ: 'JWT' })
      .setIssuer(this.issuer)
      .setSubject(subject)
      .setAudience(this.audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + (request.secondsToLive ?? LOCAL_TOKEN_SECONDS))
      .setJti(randomUUID())
      .sign(await importJWK(newest, ALGORITHM));
  }

  async verify(token: string): Promise<TokenOutcome> {
    const keys: JWTVerifyGetKey = async (header, jws) => {
      if (!this.store.keys.some((key) => key.kid === header.kid)) {
        await this.refresh();
      }
      return createLocalJWKSet(this.jwks())(header, jws);
    };
    return verifyJwt(token, keys, { issuer: this.issuer, audience: this.audience });
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  /** A new key signs from now on; the ones before it still verify for a while. */
  async rotate(): Promise<void> {
    const keys = [await makeKey(), ...this.store.keys].slice(0, KEYS_KEPT);
    const store = { issuer: this.issuer, keys };
    const temporary = await writeTemporary(this.path, store);
    await rename(temporary, this.path);
    this.store = store;
  }

  /** Reads the keys again, which another process of the same folder may have rotated. */
  async refresh(): Promise<void> {
    this.store = (await readStore(this.path)) ?? this.store;
  }

  /** The public keys, as served at `/.well-known/jwks.json`. */
  jwks(): JSONWebKeySet {
    return { keys: this.store.keys.map(publicPart) };
  }

  /** The discovery document, as served at `/.well-known/openid-configuration`. */
  discoveryDocument(): Readonly<Record<string, unknown>> {
    return {
      issuer: this.issuer,
      jwks_uri: `${this.issuer.replace(/\/$/, '')}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: [ALGORITHM],
      subject_types_supported: ['public'],
      response_types_supported: ['none'],
    };
  }
}

function publicPart({ kid, kty, crv, x, y }: PrivateKey): JWK {
  return { kid, kty, crv, x, y, use: 'sig', alg: ALGORITHM };
}

async function makeKey(): Promise<PrivateKey> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return keySchema.parse({ ...jwk, kid: await calculateJwkThumbprint(jwk) });
}

async function readStore(path: string): Promise<Store | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
  await chmod(path, 0o600);
  return storeSchema.parse(JSON.parse(text));
}

async function writeTemporary(path: string, store: Store): Promise<string> {
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, `${JSON.stringify(store, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return temporary;
}

/** A link fails when the name is taken, so of several first openers exactly one wins. */
async function storeFirst(path: string, made: Store): Promise<Store> {
  const temporary = await writeTemporary(path, made);
  try {
    await link(temporary, path);
    return made;
  } catch (error) {
    const winner = await readStore(path);
    if (winner === undefined) {
      throw error;
    }
    return winner;
  } finally {
    await unlink(temporary);
  }
}
