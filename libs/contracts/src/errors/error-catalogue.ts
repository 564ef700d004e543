/**
 * What kind of failure a code is. `invalid`: the input is wrong and stays wrong. `conflict`: the
 * state of things is against it. `transient`: the same input may succeed later. `bug`: ours.
 */
export type ErrorClass =
  'invalid' | 'conflict' | 'not_found' | 'unauthenticated' | 'forbidden' | 'transient' | 'bug';

/** Where a code is met: a claim's rejection, a message's refusal, HTTP, a dead letter. */
export type ErrorPlace = 'claim' | 'message' | 'http' | 'dead-letter';

/** One entry of the catalogue. */
export interface ErrorDefinition {
  readonly class: ErrorClass;
  readonly places: readonly ErrorPlace[];
  /** HTTP status when the code leaves through HTTP, otherwise null. */
  readonly status: number | null;
  /**
   * What a consumer or client does with it: `answer` tells the sender and goes on, `retry` does
   * the whole unit of work again, `park` sets the message aside for an operator.
   */
  readonly handling: 'answer' | 'retry' | 'park';
  /** What it means, as a sentence without the particulars of a case. */
  readonly message: string;
}

type Row = readonly [ErrorClass, number | null, ErrorDefinition['handling'], string];

function entries<const Codes extends Record<string, Row>>(
  places: readonly ErrorPlace[],
  rows: Codes,
): { readonly [Code in keyof Codes]: ErrorDefinition } {
  const definitions = Object.entries(rows).map(
    ([code, [errorClass, status, handling, message]]) => [
      code,
      { class: errorClass, places, status, handling, message } satisfies ErrorDefinition,
    ],
  );
  return Object.fromEntries(definitions) as { readonly [Code in keyof Codes]: ErrorDefinition };
}

const claimOnly = entries(['claim'], {
  'negative-amount': ['invalid', null, 'answer', 'An amount of the claim is below zero.'],
  'total-mismatch': ['invalid', null, 'answer', 'The benefits do not add up to the total.'],
  'period-invalid': ['invalid', null, 'answer', 'The dates of the claim contradict each other.'],
  'unknown-institution': [
    'invalid',
    null,
    'answer',
    'No record of the creditor or debtor institution is in force on the day that counts.',
  ],
  'no-instrument': [
    'invalid',
    null,
    'answer',
    'No legal instrument of the reference data makes this debtor refund this creditor for this care.',
  ],
  'not-entitled': [
    'invalid',
    null,
    'answer',
    'The entitlement document is not accepted for this care, or the State is not known to claim fixed amounts.',
  ],
  'currency-not-allowed': [
    'invalid',
    null,
    'answer',
    'The claim is not in the currency of the creditor on the day it was recorded.',
  ],
  'unknown-average-cost': [
    'invalid',
    null,
    'answer',
    'No average cost is published for this State, year, group and age group.',
  ],
  'fixed-amount-mismatch': [
    'invalid',
    null,
    'answer',
    'The total is not the published monthly amount times the months.',
  ],
  late: ['invalid', null, 'answer', 'The claim was introduced after the end of the filing time.'],
});

const claimAndMessage = entries(['claim', 'message'], {
  malformed: [
    'invalid',
    null,
    'answer',
    'The message can be attributed but not read; every faulty path is named.',
  ],
  'same-reference-other-content': [
    'conflict',
    null,
    'answer',
    'The reference was already used with other content.',
  ],
});

const messageOnly = entries(['message'], {
  'not-your-claim': [
    'forbidden',
    null,
    'answer',
    'The source is neither the institution that may say this nor its liaison body.',
  ],
  'unknown-claim': ['not_found', null, 'answer', 'The claim is not known or was rejected.'],
  'unknown-contestation': ['not_found', null, 'answer', 'The contestation is not known.'],
  'unknown-payment': ['not_found', null, 'answer', 'The down payment is not known.'],
  'nothing-left-to-contest': [
    'conflict',
    null,
    'answer',
    'All of the claim is already credited, waived or contested.',
  ],
  'already-answered': ['conflict', null, 'answer', 'It was answered before, differently.'],
  'exceeds-claim': ['conflict', null, 'answer', 'The amount is more than is left of the claim.'],
  'too-late': ['conflict', null, 'answer', 'The time to say this has ended.'],
  'same-id-other-content': [
    'conflict',
    null,
    'answer',
    'The source already used this id for a message with other content.',
  ],
});

const deadLetter = entries(['dead-letter', 'http'], {
  'not-json': ['invalid', 400, 'park', 'The bytes are not JSON in UTF-8.'],
  'not-a-cloudevent': [
    'invalid',
    400,
    'park',
    'The envelope is not a CloudEvent 1.0 with id, source, type and a subject.',
  ],
  'unknown-type': ['invalid', 400, 'park', 'The event type is not one that this topic takes.'],
  'not-attributable': [
    'invalid',
    400,
    'park',
    'Neither the subject nor the data names a claim or statement.',
  ],
  'too-large': ['invalid', 413, 'park', 'The message is larger than messages may be.'],
});

const deadLetterOnly = entries(['dead-letter'], {
  'invalid-data': ['bug', null, 'park', 'The data of an event of our own does not fit its schema.'],
  'handler-failed': ['bug', null, 'park', 'The handler failed on this message every time.'],
});

const http = entries(['http'], {
  'invalid-request': ['invalid', 400, 'answer', 'The request does not fit its schema.'],
  unauthenticated: ['unauthenticated', 401, 'answer', 'There is no valid bearer token.'],
  forbidden: ['forbidden', 403, 'answer', 'The role, State or institution does not allow this.'],
  'four-eyes': [
    'forbidden',
    403,
    'answer',
    'The one who closed the cycle, each approver and the one who releases must be different persons.',
  ],
  'not-your-source': [
    'forbidden',
    403,
    'answer',
    'The source is neither the institution of the token nor one it is liaison body for.',
  ],
  'not-found': ['not_found', 404, 'answer', 'There is no such thing here.'],
  'method-not-allowed': ['invalid', 405, 'answer', 'The path does not know this method.'],
  'not-acceptable': ['invalid', 406, 'answer', 'None of the accepted content types is offered.'],
  'payload-too-large': ['invalid', 413, 'answer', 'The body is larger than bodies may be.'],
  'unsupported-media-type': ['invalid', 415, 'answer', 'The content type is not one taken here.'],
  'hash-changed': ['conflict', 409, 'answer', 'The hash is not the one that is shown now.'],
  'step-not-open': ['conflict', 409, 'answer', 'This step is not open in the present status.'],
  'acceptance-missing': ['conflict', 409, 'answer', 'The payee State has not accepted yet.'],
  'account-missing': [
    'conflict',
    409,
    'answer',
    'The liaison body of a State has no account in the currency on the day of the release.',
  ],
  'bank-file-invalid': [
    'invalid',
    422,
    'answer',
    'The bank file is no camt.053 or camt.054 that can be read; nothing of it is taken.',
  ],
  'currency-differs': ['conflict', 409, 'answer', 'Entry and settlement are in two currencies.'],
  'exceeds-entry': ['conflict', 409, 'answer', 'More than is left of the bank entry.'],
  'exceeds-settlement': [
    'conflict',
    409,
    'answer',
    'More than the settlement lacks, or than counts for it.',
  ],
  'nothing-to-pay': ['conflict', 409, 'answer', 'Every settlement of the batch nets to nothing.'],
  'cutoff-not-increasing': [
    'conflict',
    409,
    'answer',
    'The cut-off is on or before that of an earlier cycle.',
  ],
  'cycle-cutoff-differs': ['conflict', 409, 'answer', 'The cycle exists with another cut-off.'],
  'cycle-closing': ['conflict', 409, 'answer', 'Another cycle is being closed.'],
  'not-sealed-yet': ['transient', 409, 'retry', 'The rows of this settlement are not sealed yet.'],
  'cutoff-in-future': ['invalid', 422, 'answer', 'The cut-off is after today.'],
  'foreign-account': ['forbidden', 422, 'answer', "The account is not of the token's State."],
  'reference-invalid': [
    'invalid',
    422,
    'answer',
    'The import is refused whole; every fault is named.',
  ],
  'open-items-invalid': [
    'invalid',
    422,
    'answer',
    'The open items are refused whole; every faulty line is named.',
  ],
  'known-reference': [
    'conflict',
    422,
    'answer',
    'A claim with this reference of its creditor is introduced already.',
  ],
  'idempotency-key-reused': [
    'conflict',
    422,
    'answer',
    'The Idempotency-Key was used for another request.',
  ],
  'not-ready': ['transient', 503, 'retry', 'The app waits for its database or broker.'],
  'internal-error': ['bug', 500, 'park', 'An error of ours; it is logged under the trace id.'],
});

/**
 * Every code that leaves the product. Append-only: a code keeps its meaning and is never removed.
 */
export const errorCatalogue = Object.freeze({
  ...claimAndMessage,
  ...claimOnly,
  ...messageOnly,
  ...deadLetter,
  ...deadLetterOnly,
  ...http,
});

/** A code of the catalogue. */
export type ErrorCode = keyof typeof errorCatalogue;

/** The reasons for which a claim is rejected, in the order in which they are listed. */
export const claimReasonCodes = [
  'same-reference-other-content',
  'malformed',
  'negative-amount',
  'total-mismatch',
  'period-invalid',
  'unknown-institution',
  'no-instrument',
  'not-entitled',
  'currency-not-allowed',
  'unknown-average-cost',
  'fixed-amount-mismatch',
  'late',
] as const satisfies readonly ErrorCode[];
/** A reason for which a claim is rejected. */
export type ClaimReasonCode = (typeof claimReasonCodes)[number];

/** The reasons for which any other message, or a changed copy, is refused. */
export const messageReasonCodes = [
  'not-your-claim',
  'unknown-claim',
  'unknown-contestation',
  'unknown-payment',
  'nothing-left-to-contest',
  'already-answered',
  'exceeds-claim',
  'too-late',
  'same-id-other-content',
  'same-reference-other-content',
  'malformed',
] as const satisfies readonly ErrorCode[];
/** A reason for which a message is refused. */
export type MessageReasonCode = (typeof messageReasonCodes)[number];

/** The codes with which a message goes to a dead-letter topic. */
export type DeadLetterCode = keyof typeof deadLetter | keyof typeof deadLetterOnly;

/** True when the catalogue knows this code. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code);
}
