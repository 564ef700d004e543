import { topics } from '@reciproca/contracts';
import { SeededRandom } from '@reciproca/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answersOf, contradictionsIn, faultsOnTopic, readLedger } from './books.fixture.js';
import { ClearingProcess, killClearingProcesses } from './clearing-processes.fixture.js';
import { ClearingWorld, type Outcome } from './clearing-world.fixture.js';
import { expectedAccounts, expectedCycle, written } from './expected-cycle.builder.js';
import {
  arrangements,
  cutoff,
  delivery,
  institutions,
  scriptsOf,
  type Scripts,
} from './scripted-claims.builder.js';

/** `npm run simulate` runs more of them. */
const runs = Number.parseInt(process.env['SIMULATED_RUNS'] ?? '22', 10);
const firstSeed = Number.parseInt(process.env['SIMULATED_FROM'] ?? '1', 10);
const claimsPerSeed = Number.parseInt(process.env['SIMULATED_CLAIMS'] ?? '2000', 10);

/** The last two runs repeat the first two seeds in another way. */
const repeated = Math.min(2, runs >> 1);
/** One run in this many loses a process on the way, without warning. */
const killedEvery = 8;
const lanes = 2;

interface Run {
  readonly number: number;
  readonly seed: number;
  readonly partitions: number;
  readonly consumers: 1 | 3;
  readonly kills: boolean;
}

function plan(number: number): Run {
  const random = new SeededRandom(firstSeed * 1_000 + number);
  const kills = number % killedEvery === killedEvery - 1;
  const partitions = random.integer(1, 8);
  const consumers = kills || random.chance(0.5) ? 3 : 1;
  return { number, seed: firstSeed + number, partitions, consumers, kills };
}

/** The same seed with another number of partitions and of consumers, in another order. */
function otherwise({ seed, partitions, consumers }: Run, number: number): Run {
  return {
    number,
    seed,
    partitions: 9 - partitions,
    consumers: consumers === 1 ? 3 : 1,
    kills: false,
  };
}

const plannedOnce = Array.from({ length: runs - repeated }, (_, number) => plan(number));
const planned = [
  ...plannedOnce,
  ...plannedOnce.slice(0, repeated).map((run, index) => otherwise(run, runs + index)),
];

const nameOf = ({ seed, partitions, consumers, kills }: Run): string =>
  `seed ${seed.toString()}, ${partitions.toString()} partitions, ${consumers.toString()} consumers` +
  (kills ? ', one killed' : '');

interface End {
  readonly answers: ReadonlyMap<string, readonly string[]>;
  readonly flags: ReadonlyMap<string, string>;
  readonly accounts: Readonly<Record<string, string>>;
  readonly wrong: readonly string[];
  /** What the cycle said, as text: settlements, then the close. */
  readonly said: readonly string[];
}

const subjectOf = (claim: { readonly institution: string; readonly reference: string }): string =>
  `${claim.institution}/${claim.reference}`;

async function endOf(world: ClearingWorld): Promise<End> {
  const { database } = world.outside;
  const outcomes = await world.outcomes();
  const cycles = await world.outside.readEvents(topics.clearingCycles.name);
  const flagged = outcomes
    .map(({ event }) => event as Outcome)
    .filter(({ type }) => type === 'claim.flagged.v1');
  return {
    answers: answersOf(outcomes),
    flags: new Map(
      flagged.map(({ subject, data }) => [subject, (data.sameAs ?? []).map(subjectOf).join()]),
    ),
    accounts: (await readLedger(database)).accounts,
    wrong: [
      ...(await contradictionsIn(database)),
      ...(await faultsOnTopic(topics.claimsOutcomes.name, outcomes, database)),
      ...(await faultsOnTopic(topics.clearingCycles.name, cycles, database)),
    ],
    said: [...new Map(cycles.map(({ event }) => [event.id, JSON.stringify(event.data)])).values()],
  };
}

/** Sends a seed's messages to processes that are there already, and closes the cycle. */
async function simulate(run: Run, processes: ClearingProcess[]): Promise<End> {
  const random = new SeededRandom(run.number + 77);
  const sendings = delivery(scriptsOf(run.seed, claimsPerSeed), random, run.partitions);
  const world = await ClearingWorld.open({ topics: run.partitions });
  const [first = new ClearingProcess(), ...others] = processes;
  try {
    await world.host({ process: first });
    await world.importReference(first, { institutions, arrangements });
    const joining = others.slice(0, run.consumers - 1).map((one) => world.host({ process: one }));
    const half = sendings.length >> 1;
    await world.send(sendings.slice(0, half));
    if (run.kills) {
      await Promise.all(joining);
      await others[0]?.kill();
    }
    await world.send(sendings.slice(half));
    await Promise.all(joining);
    await world.settled();
    await world.close(first, 'C', cutoff);
    return await endOf(world);
  } finally {
    await Promise.all(processes.filter((one) => one.isAlive).map((one) => one.leave()));
    await world.end();
  }
}

/** Every answer that the seed's messages must get, by message; each once. */
function expectedAnswers({ ordered }: Scripts): Map<string, string[]> {
  const answers = new Map<string, string[]>();
  for (const [message, answer] of ordered.flatMap((script) => script.answers)) {
    answers.set(message, [...(answers.get(message) ?? []), answer].sort());
  }
  return answers;
}

describe('the same messages in whatever order and whoever takes them', () => {
  const ends = new Map<Run, Promise<End>>();

  beforeAll(
    async () => {
      const waiting = [...planned];
      const lane = async (): Promise<void> => {
        let processes: ClearingProcess[] = [];
        for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
          processes = processes.filter((one) => one.isAlive);
          while (processes.length < 3) processes.push(new ClearingProcess());
          const end = simulate(run, processes);
          ends.set(run, end);
          await end.catch(() => undefined);
        }
        await Promise.all(processes.map((one) => one.kill()));
      };
      await Promise.all(Array.from({ length: lanes }, lane));
    },
    60_000 + runs * 30_000,
  );

  afterAll(killClearingProcesses);

  it.each(planned.map((run) => [nameOf(run), run] as const))(
    'end in the same books and the same cycle: %s',
    async (_name, run) => {
      const end = await ends.get(run);
      if (end === undefined) throw new Error('it was not run');
      const scripts = scriptsOf(run.seed, claimsPerSeed);
      const booked = scripts.ordered.flatMap(({ booked: claim }) =>
        claim === null ? [] : [claim],
      );
      expect(end.wrong).toEqual([]);
      const races = new Set(scripts.races.flat().map(({ source, id }) => `${source} ${id}`));
      const answers = new Map([...end.answers].filter(([message]) => !races.has(message)));
      const sorted = new Map([...answers].map(([message, all]) => [message, [...all].sort()]));
      expect(sorted).toEqual(expectedAnswers(scripts));
      const isRace = ([name]: readonly [string, string]): boolean => name.startsWith('LU:CNS ');
      const accounts = Object.entries(end.accounts).filter((entry) => !isRace(entry));
      expect(Object.fromEntries(accounts)).toEqual(expectedAccounts(booked));
      const { settlements, claims, hash } = expectedCycle('C', booked);
      expect(settlements).toHaveLength(7);
      const said = end.said.map((text) => JSON.parse(text) as Record<string, unknown>);
      expect(said.slice(0, -1)).toEqual(
        settlements.map((settlement, index) => ({ sequence: index + 1, ...settlement })),
      );
      expect(said.at(-1)).toMatchObject({ settlements: settlements.length, claims, hash, cutoff });
    },
  );

  it('book one of two that contradict each other, and reject the other', async () => {
    for (const run of planned) {
      const end = await ends.get(run);
      const { races } = scriptsOf(run.seed, claimsPerSeed);
      let cents = 0;
      for (const race of races) {
        const answers = race.map(({ source, id }) => end?.answers.get(`${source} ${id}`)?.join());
        cents += answers[0] === 'claim.introduced.v1' ? 1000 : 700;
        expect([...answers].sort()).toEqual([
          'claim.introduced.v1',
          'claim.rejected.v1 same-reference-other-content',
        ]);
      }
      expect(end?.accounts['LU:CNS BE:INAMI EU-987-2009 EUR open']).toBe(
        `${written(BigInt(cents))} in ${races.length.toString()}`,
      );
    }
  });

  it('flag claims that look like the same bill, each with the other', async () => {
    for (const run of planned) {
      const { twins } = scriptsOf(run.seed, claimsPerSeed);
      const expected = twins.flatMap(([one, other]) => [
        [one, other] as const,
        [other, one] as const,
      ]);
      expect((await ends.get(run))?.flags).toEqual(new Map(expected));
    }
  });

  it('make the same seed say the same, byte for byte', async () => {
    for (const run of planned.slice(-repeated)) {
      const before = planned.find((one) => one.seed === run.seed);
      if (before === undefined || before === run) throw new Error('nothing is repeated');
      expect((await ends.get(run))?.said).toEqual((await ends.get(before))?.said);
    }
  });
});
