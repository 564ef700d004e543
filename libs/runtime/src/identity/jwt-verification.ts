import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';

import { readPrincipal } from './principal.js';
import type { TokenOutcome } from './token-verifier.js';

/** Signatures that only the issuer can make; a shared secret would let every app sign tokens. */
export const acceptedAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** How far the clocks of issuer and product may differ, in seconds. */
export const CLOCK_TOLERANCE_SECONDS = 30;

/** What a token must say. */
export interface ExpectedToken {
  readonly issuer: string;
  readonly audience: string;
}

/** The issuer could not be asked for its keys; says nothing about the token. */
export class IssuerUnavailableError extends Error {
  override readonly name = 'IssuerUnavailableError';
}

/**
 * Verifies signature, algorithm, issuer, audience and times of a token with the keys of its issuer.
 * @throws nothing for a bad token; errors that are neither the token's nor the issuer's fault
 */
export async function verifyJwt(
  token: string,
  keys: JWTVerifyGetKey,
  expected: ExpectedToken,
): Promise<TokenOutcome> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      ...expected,
      algorithms: acceptedAlgorithms,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['exp', 'sub'],
    });
    const read = readPrincipal(payload);
    return read.ok
      ? { outcome: 'verified', principal: read.principal }
      : { outcome: read.forbidden ? 'forbidden' : 'unauthenticated', detail: read.detail };
  } catch (error) {
    return outcomeOf(error);
  }
}

function outcomeOf(error: unknown): TokenOutcome {
  if (error instanceof IssuerUnavailableError) {
    return { outcome: 'unavailable', detail: error.message };
  }
  if (error instanceof errors.JWTExpired) {
    return { outcome: 'unauthenticated', detail: 'the token has expired' };
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return {
      outcome: 'unauthenticated',
      detail: `the token's claim ${error.claim} is not accepted`,
    };
  }
  if (error instanceof errors.JOSEError) {
    return {
      outcome: 'unauthenticated',
      detail: 'the token is not a valid signature of its issuer',
    };
  }
  throw error;
}
