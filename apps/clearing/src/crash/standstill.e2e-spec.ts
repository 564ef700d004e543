import { topics } from '@reciproca/contracts';
import { manyClaims, type ClaimEvent } from '@reciproca/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answersOf, contradictionsIn, faultsOnTopic } from './books.fixture.js';
import { ClearingWorld, type Sending } from './clearing-world.fixture.js';
import { ClearingProcess, killClearingProcesses } from './clearing-processes.fixture.js';
import type { Step } from './faults.fixture.js';

const institutions = ['FR:CNAM', 'DE:AOK-BY', 'PT:SNS'].map((id) => ({
  id,
  name: id,
  from: '1960-01-01',
}));

const claims = manyClaims({ seed: 7, count: 80 });

/** The messages of every claim, some rounds after the first: each has a later place in its sequence. */
function round(number: number): Sending[] {
  const change = (event: ClaimEvent): ClaimEvent =>
    number % 2 === 0 ? event : { ...event, data: { ...event.data, recordedOn: '2025-08-01' } };
  return claims.map((event, index) => ({
    event: { ...change(event), id: `${event.id}-${number.toString()}` },
    partition: index % 2,
  }));
}

interface End {
  readonly answers: Map<string, string[]>;
  readonly wrong: readonly string[];
  /** The one that stood still worked again when it was alone. */
  readonly cameBack: boolean;
}

/**
 * One process stands still at the step with the first answers in its hands; another takes over and
 * answers later messages about the same claims; the first goes on, and at last is alone again.
 */
async function run(step: Step): Promise<End> {
  const world = await ClearingWorld.open({ topics: 2 });
  const first = new ClearingProcess();
  const second = new ClearingProcess();
  try {
    await world.host({ process: first });
    await world.importReference(first, { institutions });
    await first.arm({ step, signal: 'SIGSTOP' });
    await world.send(round(0));
    await world.host({ process: second });
    await world.send(round(1));
    await world.settled();
    await world.send(round(2));
    first.signal('SIGCONT');
    await world.send(round(3));
    await world.settled();
    await second.leave();
    await world.send(round(4));
    await world.settled();
    const { database } = world.outside;
    const outcomes = await world.outcomes();
    const wrong = [
      ...(await contradictionsIn(database)),
      ...(await faultsOnTopic(topics.claimsOutcomes.name, outcomes, database)),
    ];
    return { answers: answersOf(outcomes), wrong, cameBack: first.isAlive };
  } finally {
    await Promise.all([first.kill(), second.kill()]);
    await world.end();
  }
}

describe('a clearing process that stands still while another takes over', () => {
  const steps = ['received', 'written', 'committed', 'sent', 'published', 'marked'] as const;
  const ends = new Map<Step, Promise<End>>();

  beforeAll(async () => {
    for (const step of steps) ends.set(step, run(step));
    await Promise.allSettled(ends.values());
  });

  afterAll(killClearingProcesses);

  it.each(steps)(
    'once it is "%s" publishes nothing out of order, loses nothing, doubles nothing',
    async (step) => {
      const end = await ends.get(step);
      expect(end?.wrong).toEqual([]);
      expect(end?.answers.size).toBe(5 * claims.length);
      const kinds = new Map<string, number>();
      for (const [key, answers] of end?.answers ?? []) {
        const kind = `${key.slice(-2)} ${answers.join(', ')}`;
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }
      const introduced = 'claim.introduced.v1';
      const rejected = 'claim.rejected.v1 same-reference-other-content';
      expect([...kinds].sort()).toEqual([
        [`-0 ${introduced}`, claims.length],
        [`-1 ${rejected}`, claims.length],
        [`-2 ${introduced}`, claims.length],
        [`-3 ${rejected}`, claims.length],
        [`-4 ${introduced}`, claims.length],
      ]);
      expect(end?.cameBack).toBe(true);
    },
  );
});
