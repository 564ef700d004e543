import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Output, Role, routes } from '@reciproca/contracts';
import { aClaim, eventually } from '@reciproca/testing';
import { ClearingBooks, pathOf } from './hosted-clearing.fixture.js';
import { SettlementWords } from './settlement-words.fixture.js';

type Explanation = Output<typeof routes.explainSettlement>;

const id = '2026-E/DE-FR/EUR';
let books: ClearingBooks;
let words: SettlementWords;

beforeAll(async () => {
  books = await ClearingBooks.withReference();
  words = new SettlementWords(books);
  await books.submit([
    aClaim({ reference: 'F-1', amount: '100.00', person: 'a' }),
    aClaim({ reference: 'F-2', amount: '50.00', person: 'b' }),
    aClaim({
      reference: 'D-1',
      amount: '40.00',
      person: 'c',
      creditor: 'DE:AOK-BY',
      debtor: 'FR:CNAM',
    }),
  ]);
  await books.close('2026-E', '2026-03-31');
  const { hash } = await words.standing(id);
  const at = '2026-07-10T09:00:00Z';
  const by = 'https://id.example#alice';
  await words.say('approval', 'batch.approved.v1', {
    settlements: [id],
    hash,
    by,
    at,
    approvals: 1,
    of: 2,
  });
  await words.release(id);
  await words.settle('paid', { settlement: id, net: '110.00' }, '110.00 on 04-20');
  await eventually(async () => (await words.standing(id)).status === 'settled');
});

afterAll(async () => {
  await books.end();
});

function explained(query = '', as: { role?: Role; state?: string; language?: string } = {}) {
  const { role = 'auditor', state, language = 'en' } = as;
  const headers = { 'accept-language': language };
  const path = `${pathOf('explanations', id)}${query}`;
  return books.ask(path, { role, headers, ...(state !== undefined && { state }) });
}

describe('the explanation of a settlement', () => {
  it('leads from what allows offsetting to the net', async () => {
    const { steps } = (await explained()).body as Explanation;
    expect(steps.map(({ text }) => text)).toEqual([
      'The arrangement DE-FR between DE and FR, in force on the cut-off 2026-03-31, allows offsetting: what each owes the other is netted.',
      'FR owes DE 40.00 EUR; claims taken into cycle 2026-E: 1.',
      'DE owes FR 150.00 EUR; claims taken into cycle 2026-E: 2.',
      'DE pays FR 110.00 EUR.',
      '2 different officers of DE approve the batch with this settlement.',
    ]);
  });

  it('tells who decided what and what money came, in order', async () => {
    const { decisions } = (await explained()).body as Explanation;
    expect(decisions.map(({ text }) => text)).toEqual([
      'https://id.example#alice approved the batch, 1 of 2',
      'https://id.example#tom released the payment',
      'settled on 2026-07-10 by 110.00 EUR received',
    ]);
  });

  it('names persons to the payer, and to the payee by pseudonyms that stay the same', async () => {
    const ofPayer = (await explained('', { role: 'officer', state: 'DE' })).body as Explanation;
    expect(ofPayer.decisions[0]?.by).toBe('https://id.example#alice');
    const first = await explained('', { role: 'officer', state: 'FR' });
    expect(first.text).not.toContain('alice');
    expect(first.text).not.toContain('tom');
    const { decisions } = first.body as Explanation;
    expect(decisions[0]?.by).toMatch(/^o:[0-9a-f]{32}$/);
    expect(decisions[1]?.by).not.toBe(decisions[0]?.by);
    const again = await explained('', { role: 'officer', state: 'FR' });
    expect(again.text).toBe(first.text);
  });

  it('goes down to each claim, page by page, with the rules that admitted it', async () => {
    const first = (await explained('?limit=2')).body as Explanation;
    expect(first.claims.items).toHaveLength(2);
    const next = first.claims.next ?? '';
    const second = (await explained(`?limit=2&cursor=${next}`)).body as Explanation;
    const items = [...first.claims.items, ...second.claims.items];
    expect(items.map(({ reference, amount }) => `${reference} ${amount}`).sort()).toEqual([
      'D-1 40.00',
      'F-1 100.00',
      'F-2 50.00',
    ]);
    expect(second.claims.next).toBeNull();
    for (const { instrument, why } of items) {
      expect(instrument).toBe('EU-987-2009');
      expect(why.map(({ rule }) => rule)).toContain('EU-987-2009/67(1)');
    }
  });

  it('is told in French too', async () => {
    const { steps, claims } = (await explained('', { language: 'fr' })).body as Explanation;
    expect(steps.at(-2)?.text).toBe('DE paie 110.00 EUR à FR.');
    expect(claims.items[0]?.why[0]?.text).toContain('Ce qui lie');
  });

  it('is for the two States alone, and for settlements that there are', async () => {
    expect((await explained('', { role: 'officer', state: 'PT' })).status).toBe(403);
    const other = pathOf('explanations', '2026-X/DE-FR/EUR');
    expect((await books.ask(other, { role: 'auditor' })).status).toBe(404);
  });
});
