import type { DeadLetterCode, Fault, InboundData, InboundType } from '@reciproca/contracts';
import type { KafkaMessage } from '@reciproca/messaging';

/** A message that can be attributed: it says who speaks, and about which claim or statement. */
export interface ArrivalOf<T extends InboundType> {
  readonly type: T;
  /** CloudEvents `source` and `id`: the idempotency key. */
  readonly source: string;
  readonly id: string;
  /** `STATE:CODE/reference`, the key of its answer. */
  readonly subject: string;
  /** The two parts of the subject. */
  readonly institution: string;
  readonly reference: string;
  /** UTC day of its `time`; null when that cannot be read (then it is malformed). */
  readonly day: string | null;
  /** Key made of source and id. */
  readonly messageKey: string;
  /** Keyed hash of what it says. */
  readonly contentHash: string;
  /** Pseudonym of the person; null where none is named or readable. */
  readonly person: string | null;
  /**
   * What two bills for the same care have in common under whatever reference: creditor, person,
   * care period and total. Null where a part is missing.
   */
  readonly fingerprint: string | null;
  readonly content:
    | { readonly ok: true; readonly data: InboundData<T> }
    | { readonly ok: false; readonly faults: readonly Fault[]; readonly statement: string | null };
}

/** A message of some type. */
export type Arrival = { [T in InboundType]: ArrivalOf<T> }[InboundType];
/** A submitted claim. */
export type ClaimArrival = ArrivalOf<'claim.submitted.v1'>;

/** What reading one Kafka message gave. */
export type Reading =
  | { readonly kind: 'arrival'; readonly arrival: Arrival }
  | {
      readonly kind: 'unattributable';
      readonly message: KafkaMessage;
      /** For the dead letter. */
      readonly code: DeadLetterCode;
      readonly detail: string;
    };
