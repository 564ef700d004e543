import { flowKey, type FlowDimensions } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import { flowsOf, paidFlowsOf, statementIdOf, type ClaimGroup } from './claim-group.js';
import { effectOf, type ReadMovement } from './claim-movements.js';

/** Claims of one group that were introduced and are not yet in the flows. */
export interface IntroducedClaims {
  readonly group: ClaimGroup;
  /** True when no claim of the group is in the flows yet. */
  readonly isFirst: boolean;
  readonly claims: number;
  readonly introduced: Money;
}

/** A claim with movements that are not yet in the flows. */
export interface MovedClaim {
  readonly group: ClaimGroup;
  readonly total: Money;
  /** All of the claim's movements, counted ones included. */
  readonly movements: readonly ReadMovement[];
}

/** What is added to one flow. */
export interface FlowChange {
  readonly key: string;
  readonly dimensions: FlowDimensions;
  claims: number;
  introduced: Money;
  paid: Money;
  outstanding: Money;
  /**
   * By statement: how many of its groups (settled: of its claims) come to stand in the flow. The
   * flow counts a statement as long as this sums to more than zero.
   */
  readonly statements: Map<string, number>;
}

type Addition = Partial<Pick<FlowChange, 'claims' | 'introduced' | 'paid' | 'outstanding'>>;

/**
 * Adds up what claims and movements change in the flows.
 * @returns one change per flow, ordered by key; flows in which nothing changes are left out
 */
export function foldFlows(given: {
  readonly introduced: readonly IntroducedClaims[];
  readonly moved: readonly MovedClaim[];
}): FlowChange[] {
  const changes = new FlowChanges();
  for (const each of given.introduced) addIntroduced(changes, each);
  for (const each of given.moved) addMoved(changes, each);
  return changes.sorted();
}

function addIntroduced(changes: FlowChanges, each: IntroducedClaims): void {
  const { group, claims, introduced } = each;
  for (const dimensions of flowsOf(group)) {
    const change = changes.add(dimensions, { claims, introduced, outstanding: introduced });
    if (each.isFirst) addStatement(change, group, 1);
  }
}

function addMoved(changes: FlowChanges, { group, total, movements }: MovedClaim): void {
  const effect = effectOf(total, movements);
  const { paid, outstanding } = effect;
  if (!paid.isZero() || !outstanding.isZero()) {
    for (const dimensions of flowsOf(group)) changes.add(dimensions, { paid, outstanding });
  }
  for (const each of effect.years) {
    for (const dimensions of paidFlowsOf(group, each.year)) {
      const change = changes.add(dimensions, { claims: each.claims, paid: each.paid });
      addStatement(change, group, each.claims);
    }
  }
}

function addStatement(change: FlowChange, group: ClaimGroup, members: number): void {
  if (members === 0) return;
  const statement = statementIdOf(group);
  change.statements.set(statement, (change.statements.get(statement) ?? 0) + members);
}

class FlowChanges {
  private readonly byKey = new Map<string, FlowChange>();

  add(dimensions: FlowDimensions, addition: Addition): FlowChange {
    const change = this.of(dimensions);
    change.claims += addition.claims ?? 0;
    if (addition.introduced) change.introduced = change.introduced.plus(addition.introduced);
    if (addition.paid) change.paid = change.paid.plus(addition.paid);
    if (addition.outstanding) change.outstanding = change.outstanding.plus(addition.outstanding);
    return change;
  }

  sorted(): FlowChange[] {
    return [...this.byKey.values()].filter(changesSomething).sort(byKey);
  }

  private of(dimensions: FlowDimensions): FlowChange {
    const key = flowKey(dimensions);
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const nothing = Money.zero(dimensions.currency);
    const change: FlowChange = {
      key,
      dimensions,
      claims: 0,
      introduced: nothing,
      paid: nothing,
      outstanding: nothing,
      statements: new Map(),
    };
    this.byKey.set(key, change);
    return change;
  }
}

function changesSomething(change: FlowChange): boolean {
  const { claims, introduced, paid, outstanding, statements } = change;
  if (claims !== 0 || ![introduced, paid, outstanding].every((amount) => amount.isZero())) {
    return true;
  }
  return [...statements.values()].some((members) => members !== 0);
}

/** Keys hold no letters beyond ASCII, so this is the order of their bytes. */
function byKey(one: FlowChange, other: FlowChange): number {
  if (one.key === other.key) return 0;
  return one.key < other.key ? -1 : 1;
}
