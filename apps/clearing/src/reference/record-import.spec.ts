import { buildReferenceData } from '@reciproca/agreements';
import { describe, expect, it } from '@jest/globals';
import type { RawBody, ReferenceKind } from '@reciproca/contracts';
import { decideImport } from './record-import.js';
import { readRecords } from './record-lines.js';

const law = buildReferenceData({ institutions: [], arrangements: [], version: '1' });

function decide(
  kind: ReferenceKind,
  text: string,
  contentType: RawBody['contentType'] = 'text/csv',
) {
  const reading = readRecords(kind, { contentType, bytes: new TextEncoder().encode(text) });
  return decideImport(kind, reading, { known: [], law });
}

/** What is said of each line: `3 from: must be …`. */
function faultsOf(kind: ReferenceKind, lines: readonly string[]): readonly string[] {
  const decision = decide(kind, lines.join('\n'));
  return decision.ok
    ? []
    : decision.faults.map(({ line, path, detail }) => `${String(line)} ${path}: ${detail}`);
}

describe('an import', () => {
  it('names lines that are no records beside the faults of all others', () => {
    const faults = faultsOf('institutions', [
      'id,name,from,colour',
      'IT:SSN,,1980-01-01,red',
      'IT:A,a,1980-01-01',
      'IT:B,"b"b,1980-01-01,red',
      'IT:C,c,1980-02-30,red',
      'IT:D,d,1980-01-01,red',
      '',
      'IT:D,d,1980-01-01,red',
    ]);
    expect(faults).toEqual([
      expect.stringMatching(/^1 colour: is not a field; there are id, name, /),
      '2 name: must be given, as a string',
      '3 : has 3 cells, the header has 4',
      '4 : cannot be read as CSV: look at its quotes',
      '5 from: must be a day that exists, YYYY-MM-DD, from 1900 to 2199',
      '8 : IT:D from 1980-01-01 is there twice, first on line 6',
    ]);
  });

  it('says once what the header lacks, and what is wrong beside it', () => {
    expect(faultsOf('reference-rates', ['effective_from', '2027-01-13', '2027-02-30'])).toEqual([
      '1 rate_percent: must be among the columns',
      '3 effective_from: must be a day that exists, YYYY-MM-DD, from 1900 to 2199',
    ]);
    expect(faultsOf('exchange-rates', ['date,GBP,GBP', '2027-01-13,x,0.8'])).toEqual([
      '1 GBP: stands there twice',
      '2 GBP: must be units per euro as a string, digits with a dot',
    ]);
  });

  it('names arrangements with faults beside those that overlap, and each overlap', () => {
    const faults = faultsOf('arrangements', [
      'id,states,instruments,from,offsetting',
      'A,DE FR,EU-987-2009,2010-05-01,true',
      'B,DE FR,EU-987-2009,2015-01-01,true',
      'C,DE FR,EU-987-2009,2015-01-01,perhaps',
      'D,DE FR,EU-987-2009 FR-MC,2020-01-01,true',
    ]);
    const overlap = 'from: DE-FR would have two arrangements in force at once:';
    expect(faults).toEqual([
      `3 ${overlap} A from 2010-05-01 and B from 2015-01-01`,
      '4 offsetting: must be true or false',
      '5 instruments[1]: FR-MC never binds DE and FR',
      `5 ${overlap} A from 2010-05-01 and D from 2020-01-01`,
      `5 ${overlap} B from 2015-01-01 and D from 2020-01-01`,
    ]);
  });

  it('holds average costs against the currency of the State', () => {
    const faults = faultsOf('average-costs', [
      'year,state,group,annual_average,currency,monthly_x20,decimals,oj',
      '2019,IE,all,1200.00,EUR,80.00,2,"C 1, 11.5.2022"',
      '2019,IE,family,1200.00,GBP,80.00,2,"C 1, 31.12.2019"',
    ]);
    expect(faults).toEqual([
      '3 oj: published on 2019-12-31, before the reference year 2019 was over',
    ]);
  });

  it('counts the faults that one answer does not hold', () => {
    const lines = Array.from({ length: 1_503 }, () => 'it,x');
    const decision = decide('institutions', ['id,name', ...lines].join('\n'));
    // Of each line the id and the missing first day.
    expect(decision).toMatchObject({ ok: false, unlisted: 2_006 });
    expect(decision.ok ? [] : decision.faults).toHaveLength(1_000);
  });

  it('of JSON names records by their number', () => {
    const record = { id: 'IT:SSN', name: 'SSN', from: '1980-01-01' };
    const text = JSON.stringify([record, null, record]);
    expect(decide('institutions', text, 'application/json')).toMatchObject({
      faults: [
        { line: 2, path: '', detail: 'must be an object' },
        { line: 3, detail: 'IT:SSN from 1980-01-01 is there twice, first on line 1' },
      ],
    });
  });
});
