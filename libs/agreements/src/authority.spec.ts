import { describe, expect, it } from '@jest/globals';
import { speaksForItsState } from './authority.js';
import { buildReferenceData } from './reference-data.js';

function institution(id: string, liaisonBody: string | null, from = '1960-01-01') {
  return { id, name: id, from, to: null, liaisonBody, accounts: [] };
}

const reference = buildReferenceData({
  institutions: [
    institution('FR:CNAM', 'FR:CLEISS'),
    institution('FR:CLEISS', null),
    institution('FR:CNSE', null, '2015-01-01'),
    institution('FR:CNAM', 'FR:CNSE', '2015-01-01'),
    institution('DE:AOK-BY', null),
    institution('DE:TK', null),
  ],
  arrangements: [],
  version: 'test',
});

describe('who speaks for a whole State', () => {
  it.each<[string, string, boolean]>([
    ['the liaison body of the day', 'FR:CNSE 2015-01-01', true],
    ['not the one of the day before', 'FR:CLEISS 2015-01-01', false],
    ['the one of its own time', 'FR:CLEISS 2014-12-31', true],
    ['no other institution where one is named', 'FR:CNAM 2015-01-01', false],
    ['every known institution where none is named', 'DE:TK 2015-01-01', true],
    ['nobody whom the data do not know', 'DE:NOBODY 2015-01-01', false],
  ])('%s', (_name, said, expected) => {
    const [source = '', day = ''] = said.split(' ');
    expect(speaksForItsState({ source, day }, reference)).toBe(expected);
  });
});
