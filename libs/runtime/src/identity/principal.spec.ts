import { describe, expect, it } from '@jest/globals';

import { readPrincipal } from './principal.js';
import { mayReadPair, mayReadState, readableStates } from './visibility.js';

const base = { iss: 'https://id.example', sub: 'alice' };

describe('readPrincipal', () => {
  it('makes the person from issuer and subject', () => {
    const outcome = readPrincipal({ ...base, roles: ['officer'], state: 'FR' });
    expect(outcome).toEqual({
      ok: true,
      principal: {
        issuer: 'https://id.example',
        subject: 'alice',
        personId: 'https://id.example#alice',
        roles: ['officer'],
        state: 'FR',
      },
    });
  });

  it('gives an institution its State', () => {
    const outcome = readPrincipal({ ...base, roles: ['institution'], institution: 'FR:CNAM' });
    expect(outcome).toMatchObject({ principal: { institution: 'FR:CNAM', state: 'FR' } });
  });

  it('leaves out roles it does not know and values that are no roles', () => {
    const outcome = readPrincipal({ ...base, roles: ['auditor', 'admin', 7, 'auditor'] });
    expect(outcome).toMatchObject({ principal: { roles: ['auditor'] } });
    expect(readPrincipal({ ...base, roles: 'auditor' })).toMatchObject({
      principal: { roles: [] },
    });
  });

  it.each([
    ['an officer without state', { roles: ['officer'] }],
    ['a treasurer without state', { roles: ['auditor', 'treasurer'] }],
    ['an institution without institution', { roles: ['institution'], state: 'FR' }],
    ['a state in lower case', { roles: ['officer'], state: 'fr' }],
    ['a state that is a list', { roles: ['officer'], state: ['FR'] }],
    ['an institution without code', { roles: ['institution'], institution: 'FR' }],
    ['the State of another', { roles: ['institution'], institution: 'FR:CNAM', state: 'DE' }],
  ])('forbids %s', (_name, claims) => {
    expect(readPrincipal({ ...base, ...claims })).toMatchObject({ ok: false, forbidden: true });
  });

  // `https://id.example#` has 19 characters.
  const longest = 'a'.repeat(512 - 19);

  it.each([
    ['no subject', ''],
    ['a subject that is no text', 7],
    ['a subject one character too long', `${longest}a`],
    ['a subject with a null character', 'ali\u0000ce'],
    ['a subject with a line end', 'alice\n'],
    ['a subject with a control character of Latin-1', 'ali\u0085ce'],
    ['a subject with half a character', 'ali\ud83dce'],
  ])('does not know who comes with %s', (_name, sub) => {
    const outcome = readPrincipal({ ...base, sub, roles: ['auditor'] });
    expect(outcome).toMatchObject({ ok: false, forbidden: false });
    expect(outcome).toHaveProperty('detail', expect.stringContaining('sub'));
  });

  it.each([longest, 'zoé 😀', "o'neill|a+b@example.org"])('takes the subject %s', (sub) => {
    const outcome = readPrincipal({ ...base, sub, roles: ['auditor'] });
    expect(outcome).toMatchObject({ principal: { personId: `https://id.example#${sub}` } });
  });
});

describe('visibility', () => {
  const person = { issuer: 'i', subject: 's', personId: 'i#s' };
  const auditor = { ...person, roles: ['auditor'] as const };
  const dispatcher = { ...person, roles: ['dispatcher'] as const };
  const officer = { ...person, roles: ['officer'] as const, state: 'FR' };
  const institution = {
    ...person,
    roles: ['institution'] as const,
    state: 'DE',
    institution: 'DE:AOK-BY',
  };
  const statistician = { ...person, roles: ['statistician'] as const, state: 'FR' };
  const forStatistics = { roles: ['statistician', 'officer'] as const };

  it.each([
    ['auditor', auditor, [true, true, true, true]],
    ['dispatcher', dispatcher, [true, true, true, true]],
    ['officer of FR', officer, [true, false, true, false]],
    ['institution of DE', institution, [false, true, true, true]],
    ['statistician', statistician, [false, false, false, false]],
  ])('of the %s', (_name, principal, [fr, de, pairFrDe, pairDeNl]) => {
    expect(mayReadState(principal, 'FR')).toBe(fr);
    expect(mayReadState(principal, 'DE')).toBe(de);
    expect(mayReadPair(principal, ['DE', 'FR'])).toBe(pairFrDe);
    expect(mayReadPair(principal, ['DE', 'NL'])).toBe(pairDeNl);
  });

  it('opens everything to the statistician where the route names the role', () => {
    expect(mayReadState(statistician, 'DE', forStatistics)).toBe(true);
    expect(mayReadState(officer, 'DE', forStatistics)).toBe(false);
  });

  it('narrows lists', () => {
    expect(readableStates(auditor)).toEqual({ kind: 'everything' });
    expect(readableStates(officer)).toEqual({ kind: 'state', state: 'FR' });
    expect(readableStates(statistician)).toEqual({ kind: 'nothing' });
  });
});
