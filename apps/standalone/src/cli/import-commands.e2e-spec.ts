import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

describe('reciproca reference import', () => {
  it('sends the file as it is, as dispatcher', async () => {
    const path = join(product.folder, 'institutions.csv');
    await writeFile(path, 'id,name,from\nFR:CNAM,CNAM,1960-01-01\n');
    product.rehearse([201, { kind: 'institutions', imported: 1, unchanged: 0 }]);
    const { exitCode, out } = await product.call(['reference', 'import', 'institutions', path]);
    expect([exitCode, out]).toEqual([0, 'institutions: 1 imported, 0 known already\n']);
    expect(product.seen).toEqual([
      {
        route: 'POST /v1/reference/institutions',
        roles: ['dispatcher'],
        contentType: 'text/csv',
        body: 'id,name,from\nFR:CNAM,CNAM,1960-01-01\n',
      },
    ]);
  });

  it('says which claims corrected averages touch, and how to list them', async () => {
    const path = join(product.folder, 'averages.json');
    await writeFile(path, '[]');
    const averages = [{ key: 'IE/2018/all/20-64', claims: 12 }];
    const corrections = { claims: 12, averages };
    product.rehearse([201, { kind: 'average-costs', imported: 1, unchanged: 39, corrections }]);
    const { out } = await product.call(['reference', 'import', 'average-costs', path]);
    expect(out).toBe(
      'average-costs: 1 imported, 39 known already\n12 introduced claims have another total by these averages; none was changed. To list them:\n  reciproca reference corrections IE/2018/all/20-64  (12)\n',
    );
  });

  it('names every fault of a refused import with its line', async () => {
    const path = join(product.folder, 'arrangements.json');
    await writeFile(path, '[]');
    const faults = [{ path: 'id', detail: 'not an arrangement id', line: 2 }];
    product.rehearse([422, new ProblemError('reference-invalid', { faults }).toBody()]);
    const { exitCode, err } = await product.call(['reference', 'import', 'arrangements', path]);
    expect(exitCode).toBe(1);
    expect(err).toBe(
      'reference-invalid: The import is refused whole; every fault is named.\n  line 2: id: not an arrangement id\n',
    );
  });
});

describe('reciproca import open-items', () => {
  it('sends the file as it is, as dispatcher, and shows what was taken over', async () => {
    const path = join(product.folder, 'open-items.csv');
    await writeFile(path, 'claim.reference,settled\nA,1.00\n');
    const sum = {
      creditor: 'FR',
      debtor: 'DE',
      currency: 'EUR',
      claims: 2,
      total: '1250.00',
      settled: '500.00',
      credited: '200.00',
      contested: '100.00',
      open: '450.00',
    };
    const schema = routes.importOpenItems.responses[201].content['application/json'];
    product.rehearse([201, schema.parse({ items: 2, totals: [sum] })]);
    const { exitCode, out, err } = await product.call(['import', 'open-items', path], {
      isTerminal: true,
    });
    expect(exitCode).toBe(0);
    expect(out.split('\n')).toEqual([
      '2 open items taken over',
      'creditor  debtor  claims    total  settled  credited  contested    open',
      'FR        DE           2  1250.00   500.00    200.00     100.00  450.00  EUR',
      '',
    ]);
    expect(err).toContain('100 % open items: being checked and booked');
    expect(product.seen).toEqual([
      {
        route: 'POST /v1/open-items',
        roles: ['dispatcher'],
        contentType: 'text/csv',
        body: 'claim.reference,settled\nA,1.00\n',
      },
    ]);
  });

  it('names every faulty line of a refused import, and ends with 1', async () => {
    const path = join(product.folder, 'open-items.json');
    await writeFile(path, '[]');
    const faults = [
      { line: 2, path: 'settled', detail: 'must not be below zero', code: 'negative-amount' },
      { line: 7, path: '', detail: 'is known' },
    ];
    const problem = new ProblemError('open-items-invalid', { faults, detail: '2 of its lines.' });
    product.rehearse([422, problem.toBody()]);
    const { exitCode, err } = await product.call(['import', 'open-items', path]);
    expect(exitCode).toBe(1);
    expect(err).toBe(
      'open-items-invalid: The open items are refused whole; every faulty line is named. 2 of its lines.\n  line 2: settled: must not be below zero\n  line 7: is known\n',
    );
  });
});

describe('reciproca reference corrections', () => {
  const page = routes.listCorrections.responses[200].content['application/json'];
  const item = (reference: string) => ({
    claim: { institution: 'IE:HSE', reference, statement: 'S-1' },
    debtor: 'FR:CNAM',
    instrument: 'EU-987-2009',
    introducedOn: '2022-05-02',
    fixedAmount: { year: 2018, group: 'family', ageGroup: '20-64', months: 10 },
    total: { amount: '2000.00', currency: 'EUR' },
    correct: { amount: '1993.30', currency: 'EUR' },
    correction: { kind: 'credit-note', amount: '6.70' },
  });

  it('lists every page of them', async () => {
    product.rehearse(
      [200, page.parse({ items: [item('A')], next: 'more' })],
      [200, page.parse({ items: [item('B')], next: null })],
    );
    const { exitCode, out } = await product.call(['reference', 'corrections', 'IE/2018/all/20-64']);
    expect(exitCode).toBe(0);
    const path = '/v1/reference/average-costs/IE%2F2018%2Fall%2F20-64/corrections?limit=1000';
    expect(product.seen.map(({ route, roles }) => [route, roles])).toEqual([
      [`GET ${path}`, ['auditor']],
      [`GET ${path}&cursor=more`, ['auditor']],
    ]);
    expect(out.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['IE/2018/all/20-64: 2 claims'],
      ['claim', 'debtor', 'introduced', 'total', 'correct', 'proposed', 'amount'],
      ['IE:HSE/A', 'FR:CNAM', '2022-05-02', '2000.00', '1993.30', 'EUR', 'credit-note', '6.70'],
      ['IE:HSE/B', 'FR:CNAM', '2022-05-02', '2000.00', '1993.30', 'EUR', 'credit-note', '6.70'],
      [''],
    ]);
  });
});
