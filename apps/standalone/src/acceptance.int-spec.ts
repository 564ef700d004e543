import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clearingApp } from '@reciproca/clearing';
import { ibanOf } from '@reciproca/agreements';
import { buildOpenApi, topics, type Role } from '@reciproca/contracts';
import { createLogger, hostApps, loadConfig, LocalIssuer, type HttpApp } from '@reciproca/runtime';
import { settlementApp } from '@reciproca/settlement';
import {
  aClaim,
  AnswerValidator,
  eventually,
  freshWorld,
  HttpTester,
  temporaryFolder,
  type Answer,
  type FreshWorld,
} from '@reciproca/testing';

/*
 * Goal: what an arrangement asks of a payee State is kept from its import to the books.
 * Method: clearing and settlement in one process on a real broker and database; only the clock is
 * moved. What DE owes FR and FR owes DE is the same amount, so that the release settles it without
 * a bank; what DE owes PT is money.
 */

let world: FreshWorld;
let app: HttpApp;
let issuer: LocalIssuer;
let http: HttpTester;
let now = new Date('2026-04-01T08:00:00Z');

beforeAll(async () => {
  world = await freshWorld({ topics: 2 });
  const directory = temporaryFolder('acceptance');
  issuer = await LocalIssuer.open({ directory });
  const environment = {
    ...world.environment(),
    PORT: '0',
    DATA_DIR: directory,
    LOG_LEVEL: 'error',
    PSEUDONYM_KEY: '00112233445566778899aabbccddeeff'.repeat(2),
    ACCEPTANCE_CHECK_SECONDS: '1',
  };
  app = await hostApps([clearingApp, settlementApp], {
    name: 'acceptance',
    config: loadConfig(environment, { requires: ['kafka', 'databaseUrl', 'pseudonymKey'] }),
    verifier: issuer,
    issuer,
    logger: createLogger({ name: 'acceptance', level: 'error' }),
    clock: () => now,
  });
  await app.started;
  http = new HttpTester(app.url, new AnswerValidator(buildOpenApi()));
});

afterAll(async () => {
  await app.stop();
  await world.end();
});

/** Who asks: a name, a role, and the State of a bound one. */
type Person = readonly [subject: string, role: Role, state?: string];

const dispatcher: Person = ['dora', 'dispatcher'];
const auditor: Person = ['anna', 'auditor'];

async function ask([subject, role, state]: Person, path: string, body?: unknown): Promise<Answer> {
  const token = await issuer.issue({ subject, roles: [role], ...(state && { state }) });
  return http.ask({ path, token, body });
}

async function read<T>(person: Person, path: string, body?: unknown): Promise<T> {
  const answer = await ask(person, path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
  return answer.body as T;
}

interface Shown {
  readonly status: string;
  readonly hash: string;
  readonly settlements: readonly { readonly settlement: string; readonly status: string }[];
}

const batchPath = (step = ''): string => `/v1/batches/${encodeURIComponent('Q1/DE/EUR')}${step}`;
const settlementPath = (id: string, rest = ''): string =>
  `/v1/settlements/${encodeURIComponent(id)}${rest}`;
const shown = (): Promise<Shown> => read(auditor, batchPath());

async function approveTwice(): Promise<void> {
  const { hash } = await shown();
  for (const officer of ['alice', 'bob']) {
    await read([officer, 'officer', 'DE'], batchPath('/approvals'), { hash });
  }
}

function release(): Promise<Answer> {
  return ask(['tom', 'treasurer', 'DE'], batchPath('/release'), {});
}

async function close(id: string, cutoff: string): Promise<void> {
  await read(dispatcher, '/v1/cycles', { id, cutoff });
  await eventually(async () => {
    expect(await read(auditor, `/v1/cycles/${id}`)).toMatchObject({ status: 'closed' });
  });
}

function claimStatus(institution: string, reference: string): Promise<{ status: string }> {
  return read(auditor, `/v1/claims/${encodeURIComponent(institution)}/${reference}`);
}

const institutions = ['FR:CNAM', 'DE:AOK-BY', 'PT:SNS'].map((id) => ({
  id,
  name: id,
  from: '1960-01-01',
  to: null,
  liaisonBody: null,
  accounts: [
    { currency: 'EUR', iban: ibanOf(id.slice(0, 2), '00000000000001'), from: '1960-01-01' },
  ],
}));

/** FR and PT are asked; the silence of the one accepts, of the other rejects. */
const arrangements = [
  { id: 'DE-FR', states: ['DE', 'FR'], acceptance: { days: 14, silence: 'accepted' } },
  { id: 'DE-PT', states: ['DE', 'PT'], acceptance: { days: 14, silence: 'rejected' } },
].map((each) => ({
  ...each,
  instruments: ['EU-987-2009'],
  from: '2010-05-01',
  offsetting: true,
}));

const claims = [
  { reference: 'F-1', amount: '100.00', person: 'a', creditor: 'FR:CNAM', debtor: 'DE:AOK-BY' },
  { reference: 'D-1', amount: '100.00', person: 'b', creditor: 'DE:AOK-BY', debtor: 'FR:CNAM' },
  { reference: 'P-1', amount: '30.00', person: 'c', creditor: 'PT:SNS', debtor: 'DE:AOK-BY' },
];

describe('arrangements that ask the payee State for its acceptance', () => {
  it('are imported, and what they ask leaves the cycle with the settlements', async () => {
    await read(dispatcher, '/v1/reference/institutions', institutions);
    await read(dispatcher, '/v1/reference/arrangements', arrangements);
    await world.kafka.sendEvents(
      topics.claimsInbound.name,
      claims.map((wish) => ({ ...aClaim(wish) })),
    );
    await eventually(async () => {
      const answers = await world.kafka.readToEnd(topics.claimsOutcomes.name);
      expect(answers).toHaveLength(claims.length);
    });
    await close('Q1', '2026-03-31');
    const seen = await read(['ines', 'officer', 'FR'], settlementPath('Q1/DE-FR/EUR'));
    expect(seen).toMatchObject({
      net: { payer: 'DE', payee: 'FR', amount: '0.00' },
      acceptance: { days: 14, silence: 'accepted' },
    });
    expect(await eventually(shown)).toMatchObject({
      settlements: [
        { settlement: 'Q1/DE-FR/EUR', acceptance: { until: '2026-04-15', silence: 'accepted' } },
        { settlement: 'Q1/DE-PT/EUR', acceptance: { until: '2026-04-15', silence: 'rejected' } },
      ],
    });
  });

  it('keep the payment from leaving until FR accepted', async () => {
    await approveTwice();
    expect(await release()).toMatchObject({
      status: 409,
      body: {
        code: 'acceptance-missing',
        detail:
          'Q1/DE-FR/EUR waits for FR, whose silence accepts from 2026-04-16; Q1/DE-PT/EUR waits for PT, whose silence rejects from 2026-04-16',
      },
    });
    const path = settlementPath('Q1/DE-FR/EUR', '/acceptance');
    expect((await ask(['alice', 'officer', 'DE'], path, {})).status).toBe(403);
    expect((await ask(['ines', 'officer', 'FR'], path, {})).status).toBe(200);
    expect((await release()).body).toMatchObject({ code: 'acceptance-missing' });
  });

  it('send back by silence what PT did not accept, and nobody has to ask', async () => {
    now = new Date('2026-04-16T07:00:00Z');
    await eventually(async () => {
      expect(await claimStatus('PT:SNS', 'P-1')).toMatchObject({ status: 'introduced' });
    });
    expect(await read(auditor, settlementPath('Q1/DE-PT/EUR'))).toMatchObject({
      status: 'rejected',
    });
    expect((await shown()).settlements.map(({ status }) => status)).toEqual([
      'proposed',
      'rejected',
    ]);
  });

  it('let the rest be approved anew, released and settled in the books', async () => {
    await approveTwice();
    expect((await release()).body).toMatchObject({ status: 'settled' });
    await eventually(async () => {
      expect(await claimStatus('FR:CNAM', 'F-1')).toMatchObject({ status: 'settled' });
      expect(await claimStatus('DE:AOK-BY', 'D-1')).toMatchObject({ status: 'settled' });
    });
  });

  it('give the next cycle what came back', async () => {
    await close('Q1-2', '2026-04-15');
    expect(await read(auditor, settlementPath('Q1-2/DE-PT/EUR'))).toMatchObject({
      net: { payer: 'DE', payee: 'PT', amount: '30.00' },
      acceptance: { days: 14, silence: 'rejected' },
    });
  });
});
