import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProblemError, routes } from '@reciproca/contracts';
import { RehearsedProduct } from './rehearsed-product.fixture.js';

/*
 * These commands are thin: what they ask for and how they show the answer.
 */

let product: RehearsedProduct;

beforeAll(async () => {
  product = await RehearsedProduct.open();
});

afterAll(async () => {
  await product.close();
});

const cycleSchema = routes.closeCycle.responses[202].content['application/json'];
const cycle = cycleSchema.parse({
  cycle: '2026-Q1',
  cutoff: '2026-03-31',
  status: 'closing',
  waitsFor: [{ topic: 'claims.inbound.v1', partition: 2, behind: 17 }],
  settlements: 0,
  settlementIds: [],
  claims: 0,
  hash: null,
  closedBy: 'http://127.0.0.1:3000#dan',
  referenceVersion: null,
  waiting: [],
});
const closed = {
  ...cycle,
  status: 'closed' as const,
  waitsFor: [],
  settlements: 1,
  settlementIds: ['2026-Q1/DE-FR/EUR'],
  claims: 210_860,
  hash: `sha256:${'0'.repeat(64)}`,
  referenceVersion: 4711,
};

describe('reciproca cycle close', () => {
  const args = ['cycle', 'close', '2026-Q1', '--cutoff', '2026-03-31'] as const;

  it('waits until the cycle is closed and says what it waits for, once, also past a restart', async () => {
    product.rehearse(
      [202, cycle],
      [200, cycle],
      [503, new ProblemError('not-ready').toBody()],
      [200, closed],
    );
    const { exitCode, out, err } = await product.call([...args]);
    expect(exitCode).toBe(0);
    expect(err).toBe(
      'closing, waits for claims.inbound.v1/2 (17 behind)\nThe app waits for its database or broker.\n',
    );
    expect(out).toBe(
      `Cycle 2026-Q1, cut-off 2026-03-31: closed, 210860 claims, 1 settlements\nsha256:${'0'.repeat(64)}\n  2026-Q1/DE-FR/EUR\n`,
    );
    expect(product.seen.map(({ route, roles }) => [route, roles])).toEqual([
      ['POST /v1/cycles', ['dispatcher']],
      ['GET /v1/cycles/2026-Q1', ['dispatcher']],
      ['GET /v1/cycles/2026-Q1', ['dispatcher']],
      ['GET /v1/cycles/2026-Q1', ['dispatcher']],
    ]);
    expect(JSON.parse(product.seen[0]?.body ?? '')).toEqual({
      id: '2026-Q1',
      cutoff: '2026-03-31',
    });
  });

  it('returns at once with --no-wait, as JSON when asked to', async () => {
    product.rehearse([202, cycle]);
    const { exitCode, out } = await product.call([...args, '--no-wait', '--json']);
    expect([exitCode, JSON.parse(out)]).toEqual([0, cycle]);
  });

  it('tells a refusal in plain words and ends with 1', async () => {
    const problem = new ProblemError('cutoff-not-increasing', {
      detail: 'the last was 2026-04-30',
    });
    product.rehearse([409, problem.toBody()]);
    const { exitCode, out, err } = await product.call([...args]);
    expect([exitCode, out]).toEqual([1, '']);
    expect(err).toBe(
      'cutoff-not-increasing: The cut-off is on or before that of an earlier cycle. the last was 2026-04-30\n',
    );
  });
});

describe('reciproca cycle preview', () => {
  it('asks for a dry run and shows each net', async () => {
    const line = (creditor: string, debtor: string, amount: string): object => ({
      creditor,
      debtor,
      amount,
      claims: 1,
    });
    const schema = routes.closeCycle.responses[200].content['application/json'];
    const preview = schema.parse({
      cycle: '2026-Q1',
      cutoff: '2026-03-31',
      dryRun: true,
      settlements: [
        {
          cycle: '2026-Q1',
          settlement: '2026-Q1/DE-FR/EUR',
          states: ['DE', 'FR'],
          currency: 'EUR',
          cutoff: '2026-03-31',
          arrangement: 'DE-FR',
          batch: '2026-Q1/DE/EUR',
          hash: `sha256:${'0'.repeat(64)}`,
          gross: [line('DE', 'FR', '573500.00'), line('FR', 'DE', '1999000.00')],
          net: { payer: 'DE', payee: 'FR', amount: '1425500.00' },
          officers: 2,
          byInstitution: [],
        },
      ],
      claims: 2,
      hash: `sha256:${'0'.repeat(64)}`,
      lag: [{ topic: 'claims.inbound.v1', partition: 0, behind: 3 }],
      waiting: [],
    });
    product.rehearse([200, preview]);
    const { exitCode, out } = await product.call([
      'cycle',
      'preview',
      '2026-Q1',
      '--cutoff',
      '2026-03-31',
    ]);
    expect(exitCode).toBe(0);
    expect(out.split('\n')).toEqual([
      'Cycle 2026-Q1, cut-off 2026-03-31: 2 claims, 1 settlements',
      'settlement         payer  payee         net',
      '2026-Q1/DE-FR/EUR  DE     FR     1425500.00  EUR',
      '3 messages are not booked yet; a close waits for them',
      '',
    ]);
    expect(JSON.parse(product.seen[0]?.body ?? '')).toMatchObject({ dryRun: true });
  });
});

describe('reciproca status', () => {
  it('asks as auditor with the reference encoded, and shows the claim', async () => {
    const obligation = Object.fromEntries(
      [
        'total',
        'credited',
        'contested',
        'disputed',
        'waived',
        'downPaid',
        'inSettlement',
        'settled',
        'toPay',
      ].map((name) => [name, name === 'total' || name === 'toPay' ? '1134.56' : '0.00']),
    );
    const claim = routes.readClaim.responses[200].content['application/json'].parse({
      claim: { institution: 'FR:CNAM', reference: '2025/1', statement: 'S-1' },
      status: 'introduced',
      creditor: 'FR:CNAM',
      debtor: 'DE:AOK-BY',
      instrument: 'EU-987-2009',
      introducedOn: '2026-03-02',
      due: { downPaymentBy: '2026-09-30', payBy: '2027-09-30', disputeEnds: '2029-03-31' },
      total: { amount: '1134.56', currency: 'EUR' },
      obligation,
      settlements: [],
      history: [
        {
          at: '2026-03-02T09:00:00Z',
          type: 'claim.introduced.v1',
          id: 'i',
          source: 'urn:reciproca:clearing',
          day: '2026-03-02',
          text: 'FR:CNAM claims 1134.56 EUR from DE:AOK-BY: introduced',
          obligation,
        },
      ],
      why: [{ rule: 'EU-987-2009/67(1)', text: 'in time', inputs: {} }],
      reasons: [],
    });
    product.rehearse([200, claim]);
    const { exitCode, out } = await product.call(['status', 'FR:CNAM', '2025/1']);
    expect(exitCode).toBe(0);
    expect(product.seen[0]).toMatchObject({
      route: 'GET /v1/claims/FR%3ACNAM/2025%2F1',
      roles: ['auditor'],
    });
    expect(out).toMatch(/^claim {10}FR:CNAM\/2025\/1\nstatus {9}introduced\n/);
    expect(out).toMatch(/toPay +1134\.56\n/);
    expect(out).toMatch(
      /\n2026-03-02 +1134\.56 +0\.00 +0\.00 +0\.00 +FR:CNAM claims 1134\.56 EUR from DE:AOK-BY: introduced\n/,
    );
    expect(out).toContain('EU-987-2009/67(1)  in time');
  });

  it('asks for the language, and tells a rejection once', async () => {
    const claim = routes.readClaim.responses[200].content['application/json'].parse({
      claim: { institution: 'FR:CNAM', reference: 'R', statement: null },
      status: 'rejected',
      creditor: 'FR:CNAM',
      debtor: null,
      instrument: null,
      introducedOn: null,
      due: null,
      total: null,
      obligation: null,
      settlements: [],
      history: [],
      why: [{ rule: 'EU-987-2009/67(1)', text: 'trop tard', inputs: {} }],
      reasons: [{ code: 'late', rule: 'EU-987-2009/67(1)', detail: 'trop tard' }],
    });
    product.rehearse([200, claim]);
    const { out } = await product.call(['status', 'FR:CNAM', 'R', '--lang', 'fr']);
    expect(product.seen[0]?.language).toBe('fr');
    expect(out.match(/trop tard/g)).toHaveLength(1);
  });

  it('ends with 1 when there is no such claim', async () => {
    product.rehearse([404, new ProblemError('not-found').toBody()]);
    const { exitCode, err } = await product.call(['status', 'FR:CNAM', 'x']);
    expect([exitCode, err]).toEqual([1, 'not-found: There is no such thing here.\n']);
  });
});
