import { describe, expect, it } from '@jest/globals';
import {
  claimReasonCodes,
  errorCatalogue,
  isErrorCode,
  messageReasonCodes,
} from './error-catalogue.js';
import type { ErrorCode, ErrorDefinition } from './error-catalogue.js';
import { ProblemError, problemSchema } from './problem.js';

const catalogue = Object.entries(errorCatalogue) as [ErrorCode, ErrorDefinition][];

describe('errorCatalogue', () => {
  it('has codes in kebab-case and says what each means in a sentence', () => {
    for (const [code, { message }] of catalogue) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(message).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('gives a status to exactly the codes that leave through HTTP', () => {
    for (const [, { places, status }] of catalogue) {
      expect(status !== null).toBe(places.includes('http'));
    }
  });

  it('lists the reasons of a rejection in the order of the contract', () => {
    expect(claimReasonCodes.join(' ')).toBe(
      'same-reference-other-content malformed negative-amount total-mismatch period-invalid ' +
        'unknown-institution no-instrument not-entitled currency-not-allowed unknown-average-cost ' +
        'fixed-amount-mismatch late',
    );
  });

  it('lists the reasons of a refusal of the contract', () => {
    expect([...messageReasonCodes].sort().join(' ')).toBe(
      'already-answered exceeds-claim malformed not-your-claim nothing-left-to-contest ' +
        'same-id-other-content same-reference-other-content too-late unknown-claim ' +
        'unknown-contestation unknown-payment',
    );
  });

  it.each<[ErrorCode, number]>([
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['hash-changed', 409],
    ['step-not-open', 409],
    ['acceptance-missing', 409],
    ['cutoff-not-increasing', 409],
    ['cutoff-in-future', 422],
    ['foreign-account', 422],
    ['not-sealed-yet', 409],
    ['not-ready', 503],
  ])('answers %s with the status of the contract', (code, status) => {
    expect(errorCatalogue[code].status).toBe(status);
  });

  it('does not take a name of Object for a code', () => {
    expect(isErrorCode('constructor')).toBe(false);
    expect(isErrorCode('late')).toBe(true);
  });
});

describe('ProblemError', () => {
  it('gives the body of RFC 9457 with its code, without empty fields', () => {
    const error = new ProblemError('hash-changed');
    expect(error.toBody()).toEqual({
      type: 'urn:reciproca:error:hash-changed',
      title: 'The hash is not the one that is shown now.',
      status: 409,
      code: 'hash-changed',
    });
    expect(problemSchema.safeParse(error.toBody()).success).toBe(true);
  });

  it('carries detail, faults, instance and cause', () => {
    const cause = new Error('why');
    const faults = [{ path: 'body.id', detail: 'must not be empty', line: 3 }];
    const error = new ProblemError('reference-invalid', { detail: 'one fault', faults, cause });
    expect(error.cause).toBe(cause);
    expect(error.message).toBe('one fault');
    expect(problemSchema.parse(error.toBody('/v1/reference/institutions'))).toEqual({
      type: 'urn:reciproca:error:reference-invalid',
      title: 'The import is refused whole; every fault is named.',
      status: 422,
      code: 'reference-invalid',
      detail: 'one fault',
      instance: '/v1/reference/institutions',
      faults,
    });
  });
});
