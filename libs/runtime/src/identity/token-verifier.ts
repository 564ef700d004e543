import type { Principal } from './principal.js';

/**
 * What became of a token. `unauthenticated`: not to be trusted (401). `forbidden`: genuine, but it
 * lacks what its roles need (403). `unavailable`: the issuer's keys cannot be had right now (503).
 */
export type TokenOutcome =
  | { readonly outcome: 'verified'; readonly principal: Principal }
  | { readonly outcome: 'unauthenticated' | 'forbidden' | 'unavailable'; readonly detail: string };

/** Tells whether a token is genuine and whom it names. Never throws for a bad token. */
export abstract class TokenVerifier {
  abstract verify(token: string): Promise<TokenOutcome>;

  /** Resolves when tokens can be verified, rejects with the reason when not; a health check. */
  abstract check(signal: AbortSignal): Promise<void>;
}
