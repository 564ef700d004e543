import { buildReferenceData, type InstitutionRecord } from '@reciproca/agreements';
import { buildAsyncApi } from '@reciproca/contracts';
import type { OutboxRow } from '@reciproca/messaging';
import { EventValidator } from '@reciproca/testing';
import { Conversation, type ConversationState } from '../messages/index.js';
import { claimArrivalOf } from '../message-reading.fixture.js';
import {
  Admission,
  type AdmissionState,
  type IntroducedClaim,
  type RejectedClaim,
} from './admission.js';

const validator = new EventValidator(buildAsyncApi());

function institution(id: string, change: Partial<InstitutionRecord> = {}): InstitutionRecord {
  return { id, name: id, from: '1960-01-01', to: null, liaisonBody: null, accounts: [], ...change };
}

const reference = buildReferenceData({
  institutions: [
    institution('FR:CNAM', { liaisonBody: 'FR:CLEISS', to: '2026-02-28' }),
    institution('FR:CNAM', { liaisonBody: 'FR:CNSE', from: '2026-03-01' }),
    institution('FR:CLEISS'),
    institution('FR:CNSE'),
    institution('DE:AOK-BY'),
  ],
  arrangements: [],
  version: '1',
});

/** What the reader of an answer sees. */
export interface Seen {
  readonly type: string;
  readonly subject: string;
  readonly id: string;
  readonly data: {
    readonly sequence: number;
    readonly inReplyTo?: { readonly source: string; readonly id: string };
    readonly reasons?: readonly { readonly code: string; readonly paths?: readonly string[] }[];
    readonly sameAs?: readonly { readonly institution: string; readonly reference: string }[];
    readonly introducedOn?: string;
  };
}

/** The event of an outbox row, held against the AsyncAPI document and the row itself. */
export function seen(row: OutboxRow): Seen {
  const event = JSON.parse(row.event) as Seen;
  validator.check(event);
  const { type, subject, sequence } = row;
  if (type !== event.type || subject !== event.subject || sequence !== event.data.sequence) {
    throw new Error(`the row says ${type} ${subject} ${sequence.toString()}: ${row.event}`);
  }
  return event;
}

/** What a batch of claims comes to. */
export interface AdmissionResult extends Pick<Conversation, 'rows' | 'resends'> {
  readonly claims: readonly IntroducedClaim[];
  readonly rejected: readonly RejectedClaim[];
}

/** Books in memory: each batch is decided on what the batches before it left. */
export class AdmissionBooks {
  private claims = 0;
  private readonly state: AdmissionState & ConversationState;

  /** @param now instant of the decisions */
  constructor(now = '2026-03-02T10:00:00.000Z') {
    this.state = {
      answers: new Map(),
      sequences: new Map(),
      claims: new Map(),
      twins: new Map(),
      reference,
      now,
      nextClaimId: () => {
        this.claims += 1;
        return this.claims.toString();
      },
    };
  }

  take(...events: readonly object[]): AdmissionResult {
    const conversation = new Conversation(this.state);
    const admission = new Admission(conversation, this.state);
    for (const event of events) {
      const arrival = claimArrivalOf(event);
      if (conversation.isNew(arrival)) admission.take(arrival);
    }
    admission.flagTwins();
    const { rows, resends } = conversation;
    const rejected = [...admission.rejected.values()];
    return { rows, resends, claims: admission.introduced, rejected };
  }
}
