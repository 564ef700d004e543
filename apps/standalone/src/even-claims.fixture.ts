import { expect } from '@jest/globals';
import type { TokenRequest } from '@reciproca/runtime';
import { aClaim, type Answer, type Question } from '@reciproca/testing';

/** The product as its users reach it. */
interface Reach {
  /** Asks as somebody; by default as an auditor. */
  readonly ask: (who: Partial<TokenRequest>, question: Question) => Promise<Answer>;
  /** Waits until a resource looks like this. */
  readonly seen: (path: string, what: object) => Promise<void>;
  /** The day so many days ago. */
  readonly day: (ago: number) => string;
}

const dispatcher = { subject: 'dora', roles: ['dispatcher'] } as const;

/** Two claims that offset each other, from their submission to the flows of what was settled. */
export async function settleEvenClaims(reach: Reach): Promise<void> {
  await introduceEvenClaims(reach);
  await releaseNothing(reach);
  const { seen, day } = reach;
  await seen('/v1/settlements/C-2%2FDE-FR%2FEUR', { status: 'settled' });
  await seen('/v1/claims/FR:CNAM/EVEN', {
    status: 'settled',
    obligation: expect.objectContaining({
      settled: '70.00',
      inSettlement: '0.00',
      toPay: '0.00',
    }),
  });
  const query = `year=${day(0).slice(0, 4)}&timeBasis=settled&reporter=DE&direction=payable`;
  const flow = { counterpart: 'FR', claims: 1, paid: '70.00', outstanding: '0.00' };
  await seen(`/v1/flows?${query}`, { items: [expect.objectContaining(flow)] });
}

async function introduceEvenClaims({ ask, seen, day }: Reach): Promise<void> {
  const arrangement = {
    id: 'DE-FR',
    states: ['DE', 'FR'],
    instruments: ['EU-987-2009'],
    from: '2010-05-01',
    offsetting: true,
  };
  const kind = '/v1/reference/arrangements';
  expect((await ask(dispatcher, { path: kind, body: [arrangement] })).status).toBe(201);
  for (const [institution, debtor] of [
    ['FR:CNAM', 'DE:AOK-BY'],
    ['DE:AOK-BY', 'FR:CNAM'],
  ] as const) {
    const claim = aClaim({
      reference: 'EVEN',
      creditor: institution,
      debtor,
      amount: '70.00',
      time: `${day(1)}T12:00:00Z`,
      recordedOn: day(60),
      introducedOn: day(1),
      careFrom: day(90),
      person: `PERSON-OF-${institution}`,
    });
    const sent = await ask(
      { roles: ['institution'], institution },
      { path: '/v1/claims', body: claim },
    );
    expect(sent.body).toEqual({ accepted: 1, refused: [] });
    await seen(`/v1/claims/${institution}/EVEN`, { status: 'introduced' });
  }
}

/** Closes a cycle, and has the batch of its payer approved and released. */
async function releaseNothing({ ask, seen, day }: Reach): Promise<void> {
  const cutoff = day(0);
  expect((await ask(dispatcher, { path: '/v1/cycles', body: { id: 'C-2', cutoff } })).status).toBe(
    202,
  );
  const batch = '/v1/batches/C-2%2FDE%2FEUR';
  await seen(batch, { status: 'proposed', total: '0.00' });
  const shown = (await ask({}, { path: batch })).body as { readonly hash: string };
  const body = { hash: shown.hash };
  const german = { state: 'DE' } as const;
  for (const subject of ['alice', 'bob']) {
    const officer = { ...german, subject, roles: ['officer'] } as const;
    expect((await ask(officer, { path: `${batch}/approvals`, body })).status).toBe(201);
  }
  const treasurer = { ...german, subject: 'tom', roles: ['treasurer'] } as const;
  const released = await ask(treasurer, { path: `${batch}/release`, body });
  expect(released.body).toMatchObject({ status: 'settled' });
}
