import { addDays } from '@reciproca/agreements';

/** What an arrangement asks of the payee State before the release. */
export interface AcceptanceTerms {
  /** How many days after the UTC day of the close it may accept. */
  readonly days: number;
  /** What its silence counts as afterwards. */
  readonly silence: 'accepted' | 'rejected';
}

/** The acceptance of one settlement: asked for, and given or not. */
export interface Acceptance {
  /** The arrangement that asks for it. */
  readonly arrangement: string;
  /** The last UTC day on which the payee State may accept, `YYYY-MM-DD`. */
  readonly until: string;
  /** What its silence counts as from the next day on. */
  readonly silence: AcceptanceTerms['silence'];
  /** By whom (issuer and subject of the token, or the URN of the silence) and at which instant. */
  readonly accepted: { readonly by: string; readonly at: string } | null;
}

/**
 * The last day on which the payee State may accept.
 *
 * @param closedAt instant of `cycle.closed`, RFC 3339 in UTC
 * @param days of the arrangement; 1 is the day after the close
 */
export function lastDayToAccept(closedAt: string, days: number): string {
  return addDays(closedAt.slice(0, dayLength), days);
}

/** The day from which silence counts: the day after the last one to accept. */
export function silenceDay({ until }: Pick<Acceptance, 'until'>): string {
  return addDays(until, 1);
}

/**
 * Whether the payee State has been silent for too long.
 *
 * @param at instant, RFC 3339 in UTC; through the whole last day it may still accept
 */
export function isSilent({ until, accepted }: Acceptance, at: string): boolean {
  return accepted === null && at.slice(0, dayLength) > until;
}

/** How events and audit name a silence: no person, and told apart from every person by having no `#`. */
export function silenceOf({ arrangement }: Pick<Acceptance, 'arrangement'>): string {
  return `urn:reciproca:silence:${arrangement}`;
}

const dayLength = 'YYYY-MM-DD'.length;
