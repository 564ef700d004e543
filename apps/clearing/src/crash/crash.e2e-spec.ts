import { topics } from '@reciproca/contracts';
import { aClaim, manyClaims } from '@reciproca/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  contradictionsIn,
  faultsOnTopic,
  readLedger,
  withoutTime,
  type Ledger,
} from './books.fixture.js';
import { ClearingWorld, type Cycle, type Sending } from './clearing-world.fixture.js';
import { ClearingProcess, killClearingProcesses } from './clearing-processes.fixture.js';
import { closeSteps, intakeSteps, paymentSteps, type Step } from './faults.fixture.js';

const cutoff = '2026-06-30';

const institutions = ['FR:CNAM', 'DE:AOK-BY', 'PT:SNS'].map((id) => ({
  id,
  name: id,
  from: '1960-01-01',
}));
const arrangement = {
  id: 'DE-FR',
  states: ['DE', 'FR'],
  instruments: ['EU-987-2009'],
  from: '2010-05-01',
  offsetting: true,
};

/** Claims of which some come twice, under another id, with other content, or against a rule. */
function crowd(seed: number, count: number): Sending[] {
  return manyClaims({ seed, count })
    .flatMap((event, index) => {
      const again = { ...event, id: `${event.id}-again` };
      const changed = { ...again, data: { ...event.data, recordedOn: '2025-08-01' } };
      switch (index % 10) {
        case 1:
          return [event, event];
        case 3:
          return [event, again];
        case 5:
          return [event, changed];
        case 7:
          return [{ ...event, data: { ...event.data, recordedOn: '2020-01-01' } }, again];
        default:
          return [event];
      }
    })
    .map((event) => ({ event, partition: Number.parseInt(event.subject.slice(-1), 10) % 2 }));
}

const waves = [crowd(1, 60), crowd(2, 120), crowd(3, 60)];
const twins: Sending[] = ['TWIN-A', 'TWIN-B'].map((reference) => ({
  event: aClaim({ reference, person: 'twin' }),
  partition: 1,
}));

interface End {
  readonly ledger: Ledger;
  readonly cycle: Cycle;
  readonly outcomes: Record<string, unknown>;
  readonly cycles: Record<string, unknown>;
  readonly wrong: readonly string[];
}

async function endOf(world: ClearingWorld, cycle: Cycle): Promise<End> {
  const { database } = world.outside;
  const outcomes = await world.outcomes();
  const cycles = await world.outside.readEvents(topics.clearingCycles.name);
  return {
    ledger: await readLedger(database),
    cycle,
    outcomes: withoutTime(outcomes),
    cycles: withoutTime(cycles),
    wrong: [
      ...(await contradictionsIn(database)),
      ...(await faultsOnTopic(topics.claimsOutcomes.name, outcomes, database)),
      ...(await faultsOnTopic(topics.clearingCycles.name, cycles, database)),
    ],
  };
}

/** Kills the process at the step, when it meets it with the second wave, at the close or when money came. */
async function run(step: Step | null): Promise<End> {
  const world = await ClearingWorld.open({ topics: 2 });
  let working = new ClearingProcess();
  const another = async (): Promise<void> => {
    await working.dead();
    working = await world.host();
  };
  /** Does something; where it kills the process, another one goes on. */
  const during = async (steps: readonly Step[], doing: () => Promise<unknown>): Promise<void> => {
    const deadly = steps.find((one) => one === step);
    if (deadly !== undefined) await working.arm({ step: deadly, signal: 'SIGKILL' });
    await doing();
    if (deadly !== undefined) await another();
  };
  try {
    await world.host({ process: working });
    await world.importReference(working, { institutions, arrangements: [arrangement] });
    await world.send([...(waves[0] ?? []), ...twins]);
    await world.settled();
    await during(intakeSteps, () => world.send(waves[1] ?? []));
    await world.send(waves[2] ?? []);
    await world.settled();
    const body = { id: 'C', cutoff };
    // The answer may get lost with the process.
    await during(closeSteps, () =>
      world.ask(working, '/v1/cycles', { role: 'dispatcher', body }).catch(() => undefined),
    );
    const cycle = await world.closed(working, 'C');
    await during(paymentSteps, () => world.sayPaid(working, cycle));
    await world.paid(working, cycle);
    return await endOf(world, cycle);
  } finally {
    await working.kill();
    await world.end();
  }
}

describe('a clearing process that is killed', () => {
  const steps = [...intakeSteps, ...closeSteps, ...paymentSteps];
  const ends = new Map<Step | null, Promise<End>>();
  let undisturbed: End;

  beforeAll(async () => {
    undisturbed = await run(null);
    // Most of each run is waiting for the dead to be missed, so they wait together.
    for (const step of steps) ends.set(step, run(step));
    await Promise.allSettled(ends.values());
  });

  afterAll(killClearingProcesses);

  it('is compared with one that is not, whose books are right', () => {
    expect(undisturbed.wrong).toEqual([]);
    expect(undisturbed.cycle.settlements).toBe(2);
    const types = Object.values(undisturbed.outcomes).map(
      (event) => (event as { type: string }).type,
    );
    const count = (type: string): number => types.filter((one) => one === type).length;
    // 240 claims and 2 twins; of ten, one comes under a second id and one is rejected at first.
    expect(count('claim.introduced.v1')).toBe(240 + 24 + 2);
    expect(count('claim.rejected.v1')).toBe(24 + 24);
    expect(count('claim.flagged.v1')).toBe(2);
    expect(count('claim.settled.v1')).toBeGreaterThanOrEqual(undisturbed.cycle.claims);
  });

  it.each(steps)('once it is "%s" ends as one that is not', async (step) => {
    const end = await ends.get(step);
    expect(end?.wrong).toEqual([]);
    expect(end?.outcomes).toEqual(undisturbed.outcomes);
    expect(end?.cycles).toEqual(undisturbed.cycles);
    expect(end?.ledger).toEqual(undisturbed.ledger);
    expect(end?.cycle).toEqual(undisturbed.cycle);
  });
});
