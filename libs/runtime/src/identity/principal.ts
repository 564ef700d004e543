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
export type PrincipalOutcome =
  | { readonly ok: true; readonly principal: Principal }
  | { readonly ok: false; readonly detail: string };

const statePattern = /^[A-Z]{2}$/;
const institutionPattern = /^([A-Z]{2}):[A-Z0-9-]{1,32}$/;

/**
 * Reads who calls from the claims of a token whose signature, issuer, audience and times were checked.
 * Refused: no subject, an officer or treasurer without `state`, an institution without `institution`,
 * a `state` that is not the institution's. Roles this product does not know are left out, since one
 * issuer may serve many products.
 */
export function readPrincipal(claims: TokenClaims): PrincipalOutcome {
  const { iss: issuer, sub: subject } = claims;
  if (typeof issuer !== 'string' || typeof subject !== 'string' || subject === '') {
    return refused('the token names no issuer or no subject');
  }
  const bound = readBinding(claims);
  if (!bound.ok) {
    return bound;
  }
  const roles = readRoles(claims.roles);
  const { state, institution } = bound;
  if (roles.some((role) => role === 'officer' || role === 'treasurer') && state === undefined) {
    return refused('an officer or treasurer needs the claim state');
  }
  if (roles.includes('institution') && institution === undefined) {
    return refused('the role institution needs the claim institution');
  }
  return {
    ok: true,
    principal: {
      issuer,
      subject,
      // An issuer has no fragment (OpenID Connect Core 1.0 §2), so the first # ends it.
      personId: `${issuer}#${subject}`,
      roles,
      ...(state !== undefined && { state }),
      ...(institution !== undefined && { institution }),
    },
  };
}

function refused(detail: string): { readonly ok: false; readonly detail: string } {
  return { ok: false, detail };
}

function readRoles(roles: unknown): Role[] {
  const said: readonly unknown[] = Array.isArray(roles) ? roles : [];
  return knownRoles.filter((role) => said.includes(role));
}

type Binding =
  | { readonly ok: true; readonly state?: string; readonly institution?: string }
  | { readonly ok: false; readonly detail: string };

function readBinding({ state, institution }: TokenClaims): Binding {
  if (state !== undefined && (typeof state !== 'string' || !statePattern.test(state))) {
    return refused('the claim state is not two capital letters');
  }
  if (institution === undefined) {
    return { ok: true, ...(state !== undefined && { state }) };
  }
  const ownState =
    typeof institution === 'string' ? institutionPattern.exec(institution)?.[1] : undefined;
  if (typeof institution !== 'string' || ownState === undefined) {
    return refused('the claim institution is not State:CODE');
  }
  if (state !== undefined && state !== ownState) {
    return refused('the claim state is not the State of the institution');
  }
  return { ok: true, state: ownState, institution };
}
