import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Output, routes } from '@reciproca/contracts';
import { example, HostedProduct } from './hosted-product.fixture.js';

/*
 * The examples of the documentation, by the command line against the book of record as it runs.
 */

let product: HostedProduct;

beforeAll(async () => {
  product = await HostedProduct.open();
});

afterAll(async () => {
  await product.end();
});

describe('moving in', () => {
  it('begins with the institutions', async () => {
    const path = example('institutions.json');
    const { exitCode } = await product.call(['reference', 'import', 'institutions', path]);
    expect(exitCode).toBe(0);
  });

  it('takes over the open items of the example', async () => {
    const { exitCode, out } = await product.call([
      'import',
      'open-items',
      example('open-items.csv'),
    ]);
    expect(exitCode).toBe(0);
    const [told, , sums = ''] = out.split('\n');
    expect(told).toBe('2 open items taken over');
    // 4 120.00 + 860.40, of which 3 000.00 paid, 60.40 credited and 1 120.00 contested.
    expect(sums.split(/ +/)).toEqual([
      'FR',
      'DE',
      '2',
      '4980.40',
      '3000.00',
      '60.40',
      '1120.00',
      '800.00',
      'EUR',
    ]);
  });

  it('shows what became of a claim', async () => {
    const { out } = await product.call(['status', 'FR:CNAM', '2022-H2-004711']);
    expect(out).toMatch(/status +contested/);
    expect(out).toMatch(/settled +3000\.00/);
    expect(out).toContain('claim/opening');
  });

  it('refuses the same file with every line, and ends with 1', async () => {
    const { exitCode, err } = await product.call([
      'import',
      'open-items',
      example('open-items.csv'),
    ]);
    expect(exitCode).toBe(1);
    expect(err).toMatch(
      /^open-items-invalid: .*\n {2}line 2: claim\.reference: is known.*\n {2}line 3: claim\.reference: is known.*\n$/,
    );
  });

  it('ends with the debtor’s own list held against the books', async () => {
    const token = await product.issuer.issue({ subject: 'otto', roles: ['officer'], state: 'DE' });
    const response = await fetch(`${product.app.url}/v1/mirror-checks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body: await readFile(example('open-claims-de.csv')),
    });
    const mirror = (await response.json()) as Output<typeof routes.checkMirror>;
    const lines = mirror.items.map(({ result, reference, ours }) => [
      result,
      reference,
      ours?.amount,
    ]);
    expect(lines).toEqual([
      // 60.40 was credited, which the debtor does not know.
      ['differs', '2022-H2-004712', '800.00'],
      ['only-yours', '2022-H2-009999', undefined],
      ['agrees', '2022-H2-004711', '1120.00'],
    ]);
  });
});
