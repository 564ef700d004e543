import { roles as knownRoles, type Role } from '@reciproca/contracts';

/** Who calls, as the token says. */
export interface Principal {
  /** `iss` of the token. */
  readonly issuer: string;
  /** `sub` of the token. */
  readonly subject: string;
  /** `iss` and `sub` together: two principals are the same person exactly when these are equal. */
  readonly personId: string;
  readonly roles: readonly Role[];
  /** State an officer or treasurer acts for, or the State of the institution. */
  readonly state?: string;
  /** `State:CODE` of an institution. */
  readonly institution?: string;
}

/** The claims of a verified token that say who calls; anything else in it is ignored. */
export interface TokenClaims {
  readonly iss?: unknown;
  readonly sub?: unknown;
  readonly roles?: unknown;
  readonly state?: unknown;
  readonly institution?: unknown;
}

/** A principal, or why the token does not make one. */
export type PrincipalOutcome = { readonly ok: true; readonly principal: Principal } | Refusal;

/** `forbidden`: it is known who calls, but what their roles need is missing. */
interface Refusal {
  readonly ok: false;
  readonly forbidden: boolean;
  readonly detail: string;
}

/**
 * Longest `iss` and `sub` with the `#` between them, in UTF-16 units: what events and audit rows hold.
 * A subject of the longest that OpenID Connect Core 1.0 §2 allows, 255, leaves as many for the issuer.
 */
const personIdLengthMax = 512;

/** No control character, and no half of a surrogate pair, which no database would store as it is. */
const subjectPattern = /^[^\p{Cc}\p{Cs}]+$/u;
const statePattern = /^[A-Z]{2}$/;
const institutionPattern = /^([A-Z]{2}):[A-Z0-9-]{1,32}$/;

/**
 * Reads who calls from the claims of a token whose signature, issuer, audience and times were checked.
 * Unknown who calls: no subject, one with control characters, one that is too long. Forbidden: an
 * officer or treasurer without `state`, an institution without `institution`, a `state` that is not
 * the institution's. Roles this product does not know are left out, since one
 * issuer may serve many products.
 */
export function readPrincipal(claims: TokenClaims): PrincipalOutcome {
  const { iss: issuer, sub: subject } = claims;
  if (typeof issuer !== 'string' || typeof subject !== 'string' || subject === '') {
    return unknown('the token names no iss or no sub');
  }
  if (!subjectPattern.test(subject)) {
    return unknown("the token's claim sub holds control characters or half a character");
  }
  // An issuer has no fragment (OpenID Connect Core 1.0 §2), so the first # ends it.
  const personId = `${issuer}#${subject}`;
  if (personId.length > personIdLengthMax) {
    return unknown(
      `the token's claims iss and sub have together more than ${String(personIdLengthMax - 1)} characters`,
    );
  }
  const bound = readBinding(claims);
  if (!bound.ok) {
    return bound;
  }
  const roles = readRoles(claims.roles);
  const { state, institution } = bound;
  if (roles.some((role) => role === 'officer' || role === 'treasurer') && state === undefined) {
    return forbidden('an officer or treasurer needs the claim state');
  }
  if (roles.includes('institution') && institution === undefined) {
    return forbidden('the role institution needs the claim institution');
  }
  return {
    ok: true,
    principal: {
      issuer,
      subject,
      personId,
      roles,
      ...(state !== undefined && { state }),
      ...(institution !== undefined && { institution }),
    },
  };
}

function unknown(detail: string): Refusal {
  return { ok: false, forbidden: false, detail };
}

function forbidden(detail: string): Refusal {
  return { ok: false, forbidden: true, detail };
}

function readRoles(roles: unknown): Role[] {
  const said: readonly unknown[] = Array.isArray(roles) ? roles : [];
  return knownRoles.filter((role) => said.includes(role));
}

type Binding =
  { readonly ok: true; readonly state?: string; readonly institution?: string } | Refusal;

function readBinding({ state, institution }: TokenClaims): Binding {
  if (state !== undefined && (typeof state !== 'string' || !statePattern.test(state))) {
    return forbidden('the claim state is not two capital letters');
  }
  if (institution === undefined) {
    return { ok: true, ...(state !== undefined && { state }) };
  }
  const ownState =
    typeof institution === 'string' ? institutionPattern.exec(institution)?.[1] : undefined;
  if (typeof institution !== 'string' || ownState === undefined) {
    return forbidden('the claim institution is not State:CODE');
  }
  if (state !== undefined && state !== ownState) {
    return forbidden('the claim state is not the State of the institution');
  }
  return { ok: true, state: ownState, institution };
}
