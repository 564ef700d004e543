import { describe, expect, it } from '@jest/globals';
import { DatabaseUnavailableError, failureKind } from './errors.js';

const withCode = (code: string): Error => Object.assign(new Error('no matter'), { code });

// Codes: PostgreSQL manual, appendix A.
describe('what a failed statement means', () => {
  it.each([
    ['40001', 'serialization failure'],
    ['40P01', 'deadlock'],
    ['23505', 'somebody else was first'],
  ])('%s (%s) is a conflict: the unit of work is redone', (code) => {
    expect(failureKind(withCode(code))).toBe('conflict');
  });

  it.each([
    ['08006', 'connection failure'],
    ['25006', 'the server only reads: a standby'],
    ['25P03', 'the transaction stood still for too long'],
    ['28P01', 'the password was changed'],
    ['3D000', 'the database is gone'],
    ['53100', 'the disk is full'],
    ['53300', 'too many connections'],
    ['55P03', 'a lock was not to be had'],
    ['57014', 'a statement ran for too long'],
    ['57P01', 'an operator stops the server'],
    ['57P03', 'the server starts'],
    ['58030', 'input or output failed'],
    ['XX001', 'a broken file'],
    ['ECONNREFUSED', 'nobody listens'],
    ['ECONNRESET', 'the line broke'],
  ])('%s (%s) has nothing to do with what was asked: it may wait', (code) => {
    expect(failureKind(withCode(code))).toBe('unavailable');
  });

  it.each([
    ['22P02', 'a text of the wrong form'],
    ['22003', 'a number out of range'],
    ['22021', 'a character that cannot be stored'],
    ['23514', 'a check does not hold'],
    ['23502', 'a missing value'],
    ['42601', 'wrong syntax'],
    ['42501', 'no permission'],
  ])('%s (%s) is passed on', (code) => {
    expect(failureKind(withCode(code))).toBe('other');
  });

  it('is found inside the error of the mapper', () => {
    expect(failureKind({ driverError: { code: '40001' } })).toBe('conflict');
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
    'Query runner already released. Cannot run queries anymore.',
  ])('"%s" is told by its words alone', (message) => {
    expect(failureKind(new Error(message))).toBe('unavailable');
  });

  it('is unavailable before the database was opened', () => {
    expect(failureKind(new DatabaseUnavailableError('clearing'))).toBe('unavailable');
  });

  it.each([[null], ['40001'], [new TypeError('x is undefined')], [{}]])(
    'of %p is no class',
    (error) => {
      expect(failureKind(error)).toBe('other');
    },
  );
});
