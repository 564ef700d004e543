import { describe, expect, it } from '@jest/globals';
import { InstitutionDirectory, type InstitutionVersion } from './institution-directory.js';

function version(wish: Partial<InstitutionVersion>): InstitutionVersion {
  return {
    id: 'FR:CPAM-75',
    version: 1,
    name: 'CPAM',
    from: '2020-01-01',
    to: null,
    liaisonBody: 'FR:CNSE',
    ...wish,
  };
}

const question = { speaker: 'FR:CNSE', institution: 'FR:CPAM-75', day: '2026-03-02' };

describe('InstitutionDirectory', () => {
  it('lets an institution speak for itself, known or not', () => {
    const own = { ...question, speaker: 'FR:CPAM-75' };
    expect(new InstitutionDirectory().maySpeakFor(own)).toBe(true);
  });

  it.each([
    ['of the day', [version({})], true],
    ['not yet in force', [version({ from: '2026-03-03' })], false],
    ['ended', [version({ to: '2026-03-01' })], false],
    ['of another', [version({ liaisonBody: 'FR:OTHER' })], false],
    ['none', [version({ liaisonBody: null })], false],
    [
      'ended by a later record',
      [version({}), version({ version: 2, from: '2026-01-01', liaisonBody: null })],
      false,
    ],
    [
      'corrected by a newer version, heard in any order',
      [version({ version: 2, liaisonBody: 'FR:OTHER' }), version({})],
      false,
    ],
  ])('lets a liaison body speak by the record %s', (_what, versions, expected) => {
    const directory = new InstitutionDirectory();
    for (const one of versions) directory.learn(one);
    // Hearing it all again changes nothing.
    for (const one of versions) directory.learn(one);
    expect(directory.maySpeakFor(question)).toBe(expected);
  });

  it('answers by what it heard last', () => {
    const directory = new InstitutionDirectory();
    expect(directory.maySpeakFor(question)).toBe(false);
    directory.learn(version({}));
    expect(directory.maySpeakFor(question)).toBe(true);
  });
});
