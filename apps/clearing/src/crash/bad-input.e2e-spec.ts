import { setTimeout as delay } from 'node:timers/promises';
import { allTopics, deadLetterTopic, topics } from '@reciproca/contracts';
import { eventually, type FoundEvent, type FoundMessage } from '@reciproca/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answered, claim, person, structured, unattributable } from './bad-messages.builder.js';
import { answersOf, contradictionsIn, faultsOnTopic } from './books.fixture.js';
import { killClearingProcesses, type ClearingProcess } from './clearing-processes.fixture.js';
import { ClearingWorld, type Outcome } from './clearing-world.fixture.js';

const inbound = topics.claimsInbound.name;
const institutions = ['FR:CNAM', 'DE:AOK-BY'].map((id) => ({ id, name: id, from: '1960-01-01' }));

let world: ClearingWorld;
let clearing: ClearingProcess;
let outcomes: readonly FoundEvent[];
let letters: readonly FoundMessage[];
const neighbours = new Set<string>();

beforeAll(async () => {
  // The product makes its own topics here: they take what is too large for it.
  world = await ClearingWorld.open({ topics: false });
  clearing = await world.host({ environment: { LOG_LEVEL: 'trace' } });
  await world.importReference(clearing, { institutions });
  const bad = [...answered, ...unattributable].map(({ message }) => message);
  const sequence = bad.flatMap((message, index) => {
    const neighbour = claim(`N-${index.toString()}`);
    neighbours.add(neighbour.id);
    return [message, structured(neighbour)];
  });
  const { kafka } = world.outside;
  await kafka.send(
    inbound,
    sequence.map((message) => ({ ...message, partition: 0 })),
  );
  for (const compression of ['gzip', 'snappy'] as const) {
    const neighbour = claim(compression);
    neighbours.add(neighbour.id);
    await kafka.send(inbound, [structured(neighbour)], { compression });
  }
  await world.settled();
  outcomes = await world.outcomes();
  letters = await kafka.readToEnd(deadLetterTopic(inbound));
});

afterAll(async () => {
  await killClearingProcesses();
  await world.end();
});

const pathsOf = (id: string): string[] => {
  const found = outcomes.find(({ event }) => (event as Outcome).data.inReplyTo?.id === id);
  const reasons = (found?.event as Outcome | undefined)?.data.reasons ?? [];
  return reasons.flatMap((reason) => reason.paths ?? []);
};

describe('a message that is wrong', () => {
  it.each(answered)('is answered: $name', ({ name, answer, paths }) => {
    const id = `${name}#1`;
    const answers = [...answersOf(outcomes)].filter(([key]) => key.endsWith(` ${id}`));
    expect(answers.map(([, all]) => all)).toEqual([[answer]]);
    expect(pathsOf(id).sort()).toEqual([...paths].sort());
  });

  it.each(unattributable)('is kept as it came where it cannot be: $what', (wrong) => {
    const { message, code } = wrong;
    const place = answered.length + unattributable.indexOf(wrong);
    const found = letters.filter((one) => one.headers['source-offset'] === (2 * place).toString());
    expect(found).toHaveLength(1);
    const [letter] = found;
    const { value } = message;
    expect(letter?.value).toEqual(value === null ? null : Buffer.from(value));
    expect(letter?.key).toBe(message.key ?? null);
    expect(letter?.headers).toMatchObject({
      ...message.headers,
      'error-code': code,
      'source-topic': world.outside.topicPrefix + inbound,
      'source-partition': '0',
    });
    expect(letter?.headers['error-detail']).not.toContain(person);
  });

  it('leaves no letter but for these', () => {
    expect(letters).toHaveLength(unattributable.length);
  });

  it('holds up none of its neighbours, compressed ones included', () => {
    const answers = answersOf(outcomes);
    const refused = [...neighbours].filter(
      (id) => answers.get(`urn:institution:FR:CNAM ${id}`)?.join() !== 'claim.introduced.v1',
    );
    expect(refused).toEqual([]);
  });

  it('leaves the books in order', async () => {
    const { database } = world.outside;
    expect(await contradictionsIn(database)).toEqual([]);
    expect(await faultsOnTopic(topics.claimsOutcomes.name, outcomes, database)).toEqual([]);
  });

  it('does not stop the consumer', async () => {
    await world.send([{ event: claim('afterwards') }]);
    await world.settled();
    const answers = answersOf(await world.outcomes());
    expect(answers.get('urn:institution:FR:CNAM afterwards#1')).toEqual(['claim.introduced.v1']);
    expect((await fetch(new URL('/health/ready', clearing.url))).status).toBe(200);
  });

  it('does not keep a cycle from being closed, which waits for all of it', async () => {
    const cycle = await world.close(clearing, 'C', '2026-06-30');
    expect(cycle.settlements).toBe(1);
  });
});

describe('a personal identifier', () => {
  const grep = (found: string, where: string): string[] => (found.includes(person) ? [where] : []);

  it('is in what came in, so that it can be looked for', async () => {
    const messages = await world.outside.kafka.readToEnd(inbound);
    const holding = messages.filter(({ value }) => value?.includes(person));
    expect(holding.length).toBeGreaterThan(100);
  });

  it('is in no table', async () => {
    const { database } = world.outside;
    const tables = await database.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
    );
    expect(tables.length).toBeGreaterThan(10);
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await database.query<{ row: string }>(`select t::text as row from ${name} as t`);
      found.push(...rows.flatMap(({ row }) => grep(row, name)));
    }
    expect(found).toEqual([]);
  });

  it('is on no topic but the inbound one and its dead letters', async () => {
    const { kafka } = world.outside;
    const names = allTopics.flatMap(({ name }) => [name, deadLetterTopic(name)]);
    const found: string[] = [];
    for (const name of names.filter((one) => !one.startsWith(inbound))) {
      for (const message of await kafka.readToEnd(name)) {
        found.push(...grep(JSON.stringify([message, message.value?.toString()]), name));
      }
    }
    expect(found).toEqual([]);
  });

  it('is in no answer over HTTP', async () => {
    const paths = [
      '/v1/claims',
      '/v1/claims/FR%3ACNAM/structured',
      '/v1/settlements/C%2FDE-FR%2FEUR%2FFR/claims',
    ];
    for (const path of paths) {
      const { status, text: body } = await world.ask(clearing, path);
      expect(status).toBe(200);
      expect(body).toContain('FR:CNAM');
      expect(grep(body, path)).toEqual([]);
    }
  });

  it('is in no line of the log, down to the finest', async () => {
    await delay(200);
    await eventually(() => clearing.output.includes('cycle closed'));
    expect(clearing.output).not.toContain(person);
  });
});
