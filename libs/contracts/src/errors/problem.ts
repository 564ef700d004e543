import { z } from 'zod';
import { errorCatalogue } from './error-catalogue.js';
import type { ErrorCode } from './error-catalogue.js';

/** A faulty place of an input and what is expected there; it never repeats what was found. */
export interface Fault {
  readonly path: string;
  readonly detail: string;
  /** The line of a CSV or NDJSON body, from 1, the header included. */
  readonly line?: number;
  /** The code of the rule that is broken, where the catalogue has one. */
  readonly code?: string;
}

/** The schema of one fault in an answer. */
export const faultSchema = z.object({
  path: z.string(),
  detail: z.string(),
  line: z.exactOptional(z.int().min(1)),
  code: z.exactOptional(z.string().min(1).describe('Of the rule that is broken')),
});

const errorCodes = Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]];

/** The body of every HTTP error, `application/problem+json` (RFC 9457). */
export const problemSchema = z.object({
  type: z.string().min(1),
  title: z.string().min(1),
  status: z.int().min(400).max(599),
  code: z.enum(errorCodes),
  detail: z.exactOptional(z.string()),
  instance: z.exactOptional(z.string()),
  faults: z.exactOptional(z.array(faultSchema)),
});

/** The body of every HTTP error. */
export type ProblemBody = z.infer<typeof problemSchema>;

/** What a `ProblemError` may carry beside its code. */
export interface ProblemOptions {
  /** What is wrong in this case; without personal identifiers. */
  readonly detail?: string;
  readonly faults?: readonly Fault[];
  /** Seconds for the `Retry-After` header. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/**
 * An HTTP error with a code of the catalogue. Thrown at the HTTP edge only: rules and use cases
 * return their outcomes, controllers turn them into this.
 */
export class ProblemError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string | undefined;
  readonly faults: readonly Fault[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, options: ProblemOptions = {}) {
    super(
      options.detail ?? errorCatalogue[code].message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'ProblemError';
    this.code = code;
    this.status = errorCatalogue[code].status ?? 500;
    this.detail = options.detail;
    this.faults = options.faults ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /**
   * The body of the answer.
   * @param instance the path of the request, when it is to be told
   */
  toBody(instance?: string): ProblemBody {
    return {
      type: `urn:reciproca:error:${this.code}`,
      title: errorCatalogue[this.code].message,
      status: this.status,
      code: this.code,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      ...(instance === undefined ? {} : { instance }),
      ...(this.faults.length === 0 ? {} : { faults: [...this.faults] }),
    };
  }
}
