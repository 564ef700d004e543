import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildOpenApi, limits } from '@reciproca/contracts';
import { hostApps, loadConfig, LocalIssuer, type HttpApp } from '@reciproca/runtime';
import { aClaim, AnswerValidator, eventually, freshWorld, HttpTester } from '@reciproca/testing';
import type { Answer, FreshWorld } from '@reciproca/testing';
import { gatewayApp } from '../gateway.module.js';

let world: FreshWorld;
let folder: string;
let app: HttpApp;
let http: HttpTester;
let issuer: LocalIssuer;

function tokenOf(institution: string): Promise<string> {
  return issuer.issue({ subject: institution, roles: ['institution'], institution });
}

async function submit(body: unknown, contentType = 'application/json'): Promise<Answer> {
  const token = await tokenOf('FR:CNAM');
  return http.ask({ method: 'POST', path: '/v1/claims', token, body, contentType });
}

async function inbound(subject: string): Promise<string[]> {
  const found = await world.readEvents('claims.inbound.v1');
  return found.filter(({ event }) => event.subject === subject).map(({ event }) => event.id);
}

function institutionUpdated(liaisonBody: string | null, version: number): object {
  const id = 'FR:CPAM-75';
  const record = {
    id,
    name: 'CPAM Paris',
    from: '2020-01-01',
    to: null,
    liaisonBody,
    accounts: [],
  };
  return {
    specversion: '1.0',
    id: `institutions/${id}/${String(version)}`,
    source: 'urn:reciproca:clearing',
    type: 'reference.updated.v1',
    time: '2026-03-01T00:00:00Z',
    subject: `institutions/${id}/${String(version)}`,
    datacontenttype: 'application/json',
    data: { kind: 'institutions', key: id, version, from: '2020-01-01', to: null, record },
  };
}

beforeAll(async () => {
  world = await freshWorld();
  folder = await mkdtemp(join(tmpdir(), 'reciproca-gateway-'));
  issuer = await LocalIssuer.open({ directory: join(folder, 'issuer') });
  await world.kafka.sendEvents('reference.v1', [institutionUpdated('FR:CNSE', 1) as never]);
  const environment = { ...world.environment(), PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'fatal' };
  app = await hostApps([gatewayApp], {
    name: 'gateway',
    config: loadConfig(environment, { requires: ['kafka'] }),
    verifier: issuer,
    issuer,
  });
  await app.started;
  http = new HttpTester(app.url, new AnswerValidator(buildOpenApi('gateway')));
});

afterAll(async () => {
  await app.stop();
  await world.end();
  await rm(folder, { recursive: true, force: true });
});

describe('POST /v1/claims', () => {
  it('answers once Kafka has the event, keyed by its subject', async () => {
    const claim = aClaim({ reference: 'ONE-1' });
    const answer = await submit(claim);
    expect([answer.status, answer.body]).toEqual([202, { accepted: 1, refused: [] }]);
    const [found] = (await world.readEvents('claims.inbound.v1')).filter(
      ({ event }) => event.subject === 'FR:CNAM/ONE-1',
    );
    expect(found?.event).toEqual(claim);
    expect(found?.message.key).toBe('FR:CNAM/ONE-1');
  });

  it('takes an array and names the refused lines without repeating what was there', async () => {
    const bad = aClaim({ reference: 'ARRAY-2', amount: '1e3', person: 'SECRET-PERSON' });
    const answer = await submit([aClaim({ reference: 'ARRAY-1' }), bad]);
    expect(answer.body).toEqual({
      accepted: 1,
      refused: [
        {
          line: 2,
          code: 'malformed',
          detail: expect.stringMatching(
            /^(?=.*data\.benefits\[0\]\.amount: must)(?=.*data\.total\.amount: must)/,
          ),
        },
      ],
    });
    expect(answer.text).not.toContain('SECRET-PERSON');
  });

  it('takes ten thousand lines of NDJSON and keeps the order of each subject', async () => {
    const lines = Array.from({ length: 10_000 }, (_, index) =>
      JSON.stringify(aClaim({ reference: `ND-${String(index % 7)}`, id: `nd-${String(index)}` })),
    );
    lines[4_999] = 'no json';
    const answer = await submit(lines.join('\n'), 'application/x-ndjson');
    expect(answer.body).toEqual({
      accepted: 9_999,
      refused: [{ line: 5_000, code: 'not-json', detail: 'the line is not JSON' }],
    });
    const ids = await inbound('FR:CNAM/ND-3');
    const numbers = ids.map((id) => Number.parseInt(id.slice(3), 10));
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
    expect(numbers.length).toBe(1_429);
  });

  it('makes the events of a CSV, with the same ids when it is sent again', async () => {
    const csv = [
      'claim.reference,claim.statement,creditor.institution,debtor.institution,recordedOn,entitlement.document,beneficiary.id,care.type,care.from,care.to,benefits.hospital,total.amount,total.currency',
      'CSV-1,ST-1,FR:CNAM,DE:AOK-BY,2025-03-15,EHIC,p1,unplanned,2025-01-03,2025-01-05,1134.56,1134.56,EUR',
      'CSV-2,ST-1,FR:CNAM,DE:AOK-BY,2025-02-30,EHIC,p2,unplanned,2025-01-03,2025-01-05,1,1,EUR',
    ].join('\r\n');
    const [first, second] = [await submit(csv, 'text/csv'), await submit(csv, 'text/csv')];
    expect(first.body).toEqual({
      accepted: 1,
      refused: [{ line: 3, code: 'malformed', detail: expect.stringContaining('data.recordedOn') }],
    });
    expect(second.body).toEqual(first.body);
    const ids = await inbound('FR:CNAM/CSV-1');
    expect(ids.length).toBe(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('refuses the source of another institution unless the caller is its liaison body', async () => {
    const claim = aClaim({ reference: 'L-1', creditor: 'FR:CPAM-75' });
    expect((await submit(claim)).body).toMatchObject({
      accepted: 0,
      refused: [{ line: 1, code: 'not-your-source' }],
    });
    const token = await tokenOf('FR:CNSE');
    const asked = { method: 'POST', path: '/v1/claims', token, body: claim } as const;
    expect((await http.ask(asked)).body).toEqual({ accepted: 1, refused: [] });
    // The liaison body changes while the gateway runs.
    await world.kafka.sendEvents('reference.v1', [institutionUpdated('FR:OTHER', 2) as never]);
    await eventually(async () => {
      const { body } = await http.ask(asked);
      return (body as { accepted: number }).accepted === 0;
    });
  });

  it('answers a body that is too large with a problem that the client gets to hear', async () => {
    const line = JSON.stringify(aClaim({ reference: 'BIG' }));
    const count = limits.requestEventsMax + 5;
    const answer = await submit(Array<string>(count).fill(line).join('\n'), 'application/x-ndjson');
    expect(answer.status).toBe(413);
    expect(answer.body).toMatchObject({
      code: 'payload-too-large',
      detail: expect.stringMatching(/at most 20000 events; \d+ events .* on Kafka already/),
    });
    const huge = await submit('x'.repeat(limits.requestBytesMax + 1), 'application/x-ndjson');
    expect([huge.status, (huge.body as { code: string }).code]).toEqual([413, 'payload-too-large']);
  });

  it('answers before it has read a body that is wrong from its first line', async () => {
    const answer = await submit(`a,b\n${'1,2\n'.repeat(5_000_000)}`, 'text/csv');
    expect([answer.status, answer.body]).toEqual([
      400,
      expect.objectContaining({
        code: 'invalid-request',
        faults: [{ path: 'claim.reference', detail: expect.any(String), line: 1 }],
      }),
    ]);
  });

  it.each([
    ['{"a":', 'application/json', 400, 'not-json'],
    ['[]', 'application/json', 400, 'invalid-request'],
    ['a,b\n1,2', 'text/csv', 400, 'invalid-request'],
    ['', 'text/csv', 400, 'invalid-request'],
    ['claim.reference\n"open', 'text/csv', 400, 'invalid-request'],
    ['<a/>', 'application/xml', 415, 'unsupported-media-type'],
  ])('answers %j as %s with %d %s', async (...[body, contentType, status, code]) => {
    const answer = await submit(body, contentType);
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([status, code]);
  });

  it('takes only the role institution', async () => {
    const body = aClaim();
    const token = await issuer.issue({ subject: 'a', roles: ['auditor'] });
    const wrong = await http.ask({ method: 'POST', path: '/v1/claims', token, body });
    const none = await http.ask({ method: 'POST', path: '/v1/claims', body });
    expect([wrong.status, none.status]).toEqual([403, 401]);
  });
});
