import { describe, expect, it } from '@jest/globals';
import { flowKey } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import { SeededRandom } from '@reciproca/testing';
import { readFact, type Introduction, type Movement } from './claim-facts.js';
import { readMovement, type ReadMovement } from './claim-movements.js';
import { expectedFlows, foundFigures } from './expected-flows.fixture.js';
import { claimHistories, type BuiltEvent } from './flow-events.builder.js';
import { foldFlows, type FlowChange, type IntroducedClaims, type MovedClaim } from './fold.js';

interface MemoryFlow {
  claims: number;
  introduced: Money;
  paid: Money;
  outstanding: Money;
  readonly statements: Map<string, number>;
}

/** What the database keeps, in memory: appended facts, and flows that are folded now and then. */
class MemoryStore {
  private readonly claims = new Map<string, Introduction>();
  private waitingClaims: Introduction[] = [];
  private readonly foldedGroups = new Set<string>();
  private readonly movements = new Map<string, Map<number, Movement>>();
  private readonly folded = new Set<Movement>();
  private readonly flows = new Map<string, MemoryFlow>();

  append(events: readonly BuiltEvent[]): void {
    for (const { type, data } of events) {
      const fact = readFact(type, data);
      if (fact.kind === 'fault') throw new Error(`${type}: ${fact.code} ${fact.detail}`);
      if (fact.kind === 'introduction') {
        this.introduce(fact.introduction);
        if (fact.opening !== undefined) this.move(fact.opening);
      }
      if (fact.kind === 'movement') this.move(fact.movement);
    }
  }

  fold(): void {
    const groups = new Map<string, Introduction[]>();
    for (const claim of this.waitingClaims) {
      groups.set(claim.group.id, [...(groups.get(claim.group.id) ?? []), claim]);
    }
    this.waitingClaims = [];
    const introduced = [...groups.values()].map((claims) => this.introducedOf(claims));
    const moved = [...this.claims.values()].flatMap((claim) => this.movedOf(claim));
    for (const change of foldFlows({ introduced, moved })) this.apply(change);
  }

  figures(): Map<string, string> {
    const found = [...this.flows].map(
      ([key, flow]) =>
        [
          key,
          foundFigures({
            claims: flow.claims,
            statements: [...flow.statements.values()].filter((members) => members > 0).length,
            introduced: flow.introduced.toString(),
            paid: flow.paid.toString(),
            outstanding: flow.outstanding.toString(),
          }),
        ] as const,
    );
    return new Map(found.filter(([, figures]) => figures !== '0 0 0 0 0'));
  }

  private introduce(introduction: Introduction): void {
    if (this.claims.has(introduction.subject)) return;
    this.claims.set(introduction.subject, introduction);
    this.waitingClaims.push(introduction);
  }

  private move(movement: Movement): void {
    const ofClaim = this.movements.get(movement.subject) ?? new Map<number, Movement>();
    if (!ofClaim.has(movement.sequence)) ofClaim.set(movement.sequence, movement);
    this.movements.set(movement.subject, ofClaim);
  }

  private introducedOf(claims: readonly Introduction[]): IntroducedClaims {
    const [first] = claims;
    if (first === undefined) throw new Error('no claims');
    const { group } = first;
    const isFirst = !this.foldedGroups.has(group.id);
    this.foldedGroups.add(group.id);
    const totals = claims.map(({ total }) => total);
    return { group, isFirst, claims: claims.length, introduced: Money.sum(totals, group.currency) };
  }

  private movedOf({ subject, group, total }: Introduction): MovedClaim[] {
    const all = [...(this.movements.get(subject)?.values() ?? [])];
    if (all.every((movement) => this.folded.has(movement))) return [];
    const movements = all.map((movement): ReadMovement => {
      const read = readMovement(
        { ...movement, isFolded: this.folded.has(movement) },
        group.currency,
      );
      if (read === undefined) throw new Error('no amount of the currency');
      return read;
    });
    for (const movement of all) this.folded.add(movement);
    return [{ group, total, movements }];
  }

  private apply(change: FlowChange): void {
    const nothing = Money.zero(change.dimensions.currency);
    const flow = this.flows.get(change.key) ?? {
      claims: 0,
      introduced: nothing,
      paid: nothing,
      outstanding: nothing,
      statements: new Map<string, number>(),
    };
    flow.claims += change.claims;
    flow.introduced = flow.introduced.plus(change.introduced);
    flow.paid = flow.paid.plus(change.paid);
    flow.outstanding = flow.outstanding.plus(change.outstanding);
    for (const [statement, members] of change.statements) {
      flow.statements.set(statement, (flow.statements.get(statement) ?? 0) + members);
    }
    this.flows.set(change.key, flow);
  }
}

/** Takes events in portions of random size, folding between some of them. */
function flowsAfter(events: readonly BuiltEvent[], random: SeededRandom): Map<string, string> {
  const store = new MemoryStore();
  for (let from = 0; from < events.length;) {
    const size = random.integer(1, 40);
    store.append(events.slice(from, from + size));
    if (random.chance(0.3)) store.fold();
    from += size;
  }
  store.fold();
  return store.figures();
}

describe('flows made of events', () => {
  const seeds = Array.from({ length: 25 }, (_, seed) => seed);

  it.each(seeds)(
    'are the same in any order and portions, with repetitions, and as counted one by one (seed %i)',
    (seed) => {
      const random = new SeededRandom(seed);
      const events = claimHistories(random, 60);
      const expected = expectedFlows(events);
      const repeated = [...events, ...events.filter(() => random.chance(0.3))];
      expect(flowsAfter(events, random)).toEqual(expected);
      expect(flowsAfter(random.shuffle(repeated), random)).toEqual(expected);
      expect(flowsAfter(random.shuffle(repeated).reverse(), random)).toEqual(expected);
    },
  );

  it('have every kind of history among the events they are tried with', () => {
    const events = seeds.flatMap((seed) => claimHistories(new SeededRandom(seed), 60));
    const types = new Set(events.map(({ type }) => type));
    expect([...types].sort()).toEqual([
      'claim.introduced.v1',
      'claim.rejected.v1',
      'claim.settled.v1',
      'message.recorded.v1',
    ]);
    expect(events.some(({ data }) => String(data['amount']).startsWith('-'))).toBe(true);
    expect(events.some(({ data }) => data['basis'] === 'fixed-amount')).toBe(true);
    const opened = events.filter(({ data }) => data['opening'] !== undefined);
    expect(opened.some(({ data }) => data['inReplyTo'] !== null)).toBe(true);
    expect(opened.some(({ data }) => data['care'] === undefined)).toBe(true);
  });

  it('leave out what does not change and come in the order of their keys', () => {
    const store = readFact('claim.introduced.v1', claimHistories(new SeededRandom(1), 1)[0]?.data);
    if (store.kind !== 'introduction') throw new Error(store.kind);
    const { group, total } = store.introduction;
    const changes = foldFlows({
      introduced: [{ group, isFirst: true, claims: 1, introduced: total }],
      moved: [{ group, total, movements: [] }],
    });
    const keys = changes.map(({ dimensions }) => flowKey(dimensions));
    expect(keys).toEqual([...keys].sort());
    expect(foldFlows({ introduced: [], moved: [{ group, total, movements: [] }] })).toEqual([]);
  });
});
