import { afterAll, describe, expect, it } from '@jest/globals';
import { topics } from '@reciproca/contracts';
import { manyClaims } from '@reciproca/testing';
import { contradictionsIn, faultsOnTopic } from './books.fixture.js';
import { ClearingProcess, killClearingProcesses } from './clearing-processes.fixture.js';
import { ClearingWorld } from './clearing-world.fixture.js';
import { deadlineSteps } from './faults.fixture.js';

/*
 * Goal: a run of deadlines that is killed goes on when it is asked for again, and what it says is
 * said once.
 * Method: a process dies in a run that says two things of every claim and statement, the next one too,
 * at another step; then two run at once.
 */

const institutions = ['FR:CNAM', 'DE:AOK-BY', 'PT:SNS'].map((id) => ({
  id,
  name: id,
  from: '1960-01-01',
}));

const events = manyClaims({ seed: 7, count: 60 });

/** Of each claim its payment, of each statement and month of introduction its down payment. */
const expected = [
  ...events.map(({ data }) => `payBy ${data.claim.reference}`),
  ...new Set(
    events.map(
      ({ data }) => `downPaymentBy ${data.claim.statement} ${data.introducedOn?.slice(0, 7) ?? ''}`,
    ),
  ),
].flatMap((line) => [`deadline.approaching.v1 ${line}`, `deadline.passed.v1 ${line}`]);

afterAll(killClearingProcesses);

interface Said {
  readonly kind: string;
  readonly claim?: { readonly reference: string };
  readonly statement?: { readonly reference: string };
  readonly month?: string;
}

async function saidIn(world: ClearingWorld): Promise<string[]> {
  const said = new Map<string, string>();
  for (const { event } of await world.outcomes()) {
    if (!event.type.startsWith('deadline.')) continue;
    const { kind, claim, statement, month } = event.data as unknown as Said;
    const reference = (claim ?? statement)?.reference;
    // What is sent again has the id that it had.
    said.set(event.id, [event.type, kind, reference, month].filter(Boolean).join(' '));
  }
  return [...said.values()];
}

describe('a run of deadlines', () => {
  it('whose process dies, twice, is finished by the next ones', async () => {
    const world = await ClearingWorld.open({ topics: 2 });
    let working = new ClearingProcess();
    const run = (at: ClearingProcess) =>
      world.ask(at, '/v1/deadline-runs', { role: 'dispatcher', body: { until: '2030-01-01' } });
    try {
      await world.host({ process: working });
      await world.importReference(working, { institutions });
      await world.send(events.map((event) => ({ event })));
      await world.settled();
      for (const step of deadlineSteps) {
        await working.arm({ step, signal: 'SIGKILL' });
        await expect(run(working)).rejects.toThrow();
        await working.dead();
        working = await world.host();
      }
      const answers = await Promise.all([run(working), run(working)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      await world.settled();
      expect((await saidIn(world)).sort()).toEqual([...expected].sort());
      const outcomes = await world.outcomes();
      const { database } = world.outside;
      expect(await faultsOnTopic(topics.claimsOutcomes.name, outcomes, database)).toEqual([]);
      expect(await contradictionsIn(database)).toEqual([]);
    } finally {
      await working.kill();
      await world.end();
    }
  });
});
