import type { Readable } from 'node:stream';

import type { ContentType, Language } from '@reciproca/contracts';

/** The validated input of a request before its route gives it types; `Input` of the contracts. */
export interface RouteInputValue {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly idempotencyKey?: string;
  readonly language?: Language;
}

/** A body that the handler reads as it arrives. */
export interface StreamedBody {
  readonly contentType: ContentType;
  readonly stream: Readable;
}
