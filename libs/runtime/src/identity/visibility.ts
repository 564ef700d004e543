import type { Role, RouteDefinition } from '@reciproca/contracts';

import type { Principal } from './principal.js';

/** Roles bound to one State; a statistician's or auditor's `state` opens and closes nothing. */
const boundRoles: readonly Role[] = ['institution', 'officer', 'treasurer'];

type RolesOf = Pick<RouteDefinition, 'roles'>;

/**
 * True when nothing is hidden from the principal: auditor and dispatcher always, the statistician on
 * a route that names this role.
 */
export function mayReadEverything(principal: Principal, route?: RolesOf): boolean {
  return principal.roles.some(
    (role) =>
      role === 'auditor' ||
      role === 'dispatcher' ||
      (role === 'statistician' && route?.roles.includes(role) === true),
  );
}

/**
 * True when the principal may read what belongs to one State alone, such as a batch of that payer:
 * institution, officer and treasurer their own State.
 */
export function mayReadState(principal: Principal, state: string, route?: RolesOf): boolean {
  return mayReadEverything(principal, route) || stateOf(principal) === state;
}

/** True when the principal may read what both States of a pair see, such as a claim or a settlement. */
export function mayReadPair(
  principal: Principal,
  states: readonly [string, string],
  route?: RolesOf,
): boolean {
  return states.some((state) => mayReadState(principal, state, route));
}

/**
 * What a list is narrowed to: everything, one State, or nothing for a principal who is bound to none.
 */
export type ReadableStates =
  | { readonly kind: 'everything' }
  | { readonly kind: 'state'; readonly state: string }
  | { readonly kind: 'nothing' };

/** Tells which rows of a list the principal may see. */
export function readableStates(principal: Principal, route?: RolesOf): ReadableStates {
  if (mayReadEverything(principal, route)) {
    return { kind: 'everything' };
  }
  const state = stateOf(principal);
  return state === undefined ? { kind: 'nothing' } : { kind: 'state', state };
}

function stateOf(principal: Principal): string | undefined {
  return principal.roles.some((role) => boundRoles.includes(role)) ? principal.state : undefined;
}
