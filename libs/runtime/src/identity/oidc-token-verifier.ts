import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

import { describeError } from '../lifecycle/backoff.js';
import { isSafeKeyAddress } from './issuer-url.js';
import { IssuerUnavailableError, verifyJwt } from './jwt-verification.js';
import { TokenVerifier, type TokenOutcome } from './token-verifier.js';

/** Where tokens come from, whom they must be meant for, and how keys are fetched. */
export interface OidcTokenVerifierOptions {
  readonly issuer: string;
  readonly audience: string;
  /** Shortest time between two fetches of the keys because of an unknown one, in milliseconds. */
  readonly cooldownMs?: number;
  /** Longest age of fetched keys, in milliseconds. */
  readonly keysMaxAgeMs?: number;
  /** Longest wait for an answer of the issuer, in milliseconds. */
  readonly timeoutMs?: number;
}

const COOLDOWN_MS = 30_000;
const KEYS_MAX_AGE_MS = 600_000;
const TIMEOUT_MS = 3_000;

/** After a failed discovery callers get the failure this long before the issuer is asked again. */
const DISCOVERY_RETRY_MS = 1_000;

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.string() });

interface Discovery {
  readonly keys: Promise<JWTVerifyGetKey>;
  failedAtMs?: number;
}

/**
 * Verifies tokens of an OpenID Connect issuer: its keys are found by discovery, kept, and fetched
 * again when a token names a key not known yet (rotation), not more often than the cooldown.
 */
export class OidcTokenVerifier extends TokenVerifier {
  private discovery: Discovery | undefined;

  constructor(private readonly options: OidcTokenVerifierOptions) {
    super();
  }

  async verify(token: string): Promise<TokenOutcome> {
    const keys: JWTVerifyGetKey = async (header, jws) => {
      const remote = await this.keys();
      try {
        return await remote(header, jws);
      } catch (error) {
        throw isTokenFault(error) ? error : unavailable(error);
      }
    };
    return verifyJwt(token, keys, {
      issuer: this.options.issuer,
      audience: this.options.audience,
    });
  }

  async check(): Promise<void> {
    await this.keys();
  }

  private keys(): Promise<JWTVerifyGetKey> {
    const failedAtMs = this.discovery?.failedAtMs;
    if (failedAtMs !== undefined && performance.now() - failedAtMs > DISCOVERY_RETRY_MS) {
      this.discovery = undefined;
    }
    this.discovery ??= this.startDiscovery();
    return this.discovery.keys;
  }

  private startDiscovery(): Discovery {
    const discovery: Discovery = { keys: this.discover() };
    discovery.keys.catch(() => {
      discovery.failedAtMs = performance.now();
    });
    return discovery;
  }

  private async discover(): Promise<JWTVerifyGetKey> {
    const { issuer } = this.options;
    const timeoutDuration = this.options.timeoutMs ?? TIMEOUT_MS;
    try {
      const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
      const response = await fetch(address, {
        signal: AbortSignal.timeout(timeoutDuration),
        redirect: 'error',
      });
      if (!response.ok) {
        throw new Error(`the issuer answered ${String(response.status)}`);
      }
      const document = discoverySchema.parse(await response.json());
      if (document.issuer !== issuer) {
        throw new Error('the issuer gives itself another name than OIDC_ISSUER');
      }
      if (!isSafeKeyAddress(document.jwks_uri)) {
        throw new Error('the issuer keeps its keys at an address without https');
      }
      return createRemoteJWKSet(new URL(document.jwks_uri), {
        cooldownDuration: this.options.cooldownMs ?? COOLDOWN_MS,
        cacheMaxAge: this.options.keysMaxAgeMs ?? KEYS_MAX_AGE_MS,
        timeoutDuration,
      });
    } catch (error) {
      throw unavailable(error);
    }
  }
}

function isTokenFault(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}

function unavailable(error: unknown): IssuerUnavailableError {
  const why =
    error instanceof z.ZodError ? 'its discovery document is not usable' : describeError(error);
  return new IssuerUnavailableError(`the keys of the issuer cannot be had: ${why}`, {
    cause: error,
  });
}
