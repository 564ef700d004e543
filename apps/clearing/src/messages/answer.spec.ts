import { buildAsyncApi, keyOf } from '@reciproca/contracts';
import { aContestation, EventValidator } from '@reciproca/testing';
import { describe, expect, it } from '@jest/globals';
import { arrivalOf } from '../message-reading.fixture.js';
import { answerTo } from './answer.js';

const validator = new EventValidator(buildAsyncApi());
const now = '2026-05-20T10:00:00.000Z';

describe('an answer as an outbox row', () => {
  const arrival = arrivalOf(aContestation());
  const content = {
    type: 'message.refused.v1',
    data: {
      type: arrival.type,
      claim: { institution: 'FR:CNAM', reference: '2025-H1-000123' },
      reasons: [{ code: 'unknown-claim', rule: 'contract/later-messages', detail: 'none' }],
    },
    sequence: 3,
    variant: 2,
    about: '17',
    now,
  };

  it('is the event that leaves, under the key of its message', () => {
    const { eventId, row } = answerTo(arrival, content);
    const event = JSON.parse(row.event) as { id: string; time: string; data: object };
    validator.check(event);
    expect(event).toMatchObject({
      id: eventId,
      source: 'urn:reciproca:clearing',
      time: now,
      subject: 'FR:CNAM/2025-H1-000123',
      data: { sequence: 3, inReplyTo: { source: arrival.source, id: arrival.id } },
    });
    expect(row).toMatchObject({
      messageKey: keyOf(arrival.source, arrival.id),
      contentHash: arrival.contentHash,
      variant: 2,
      sequence: 3,
      about: '17',
      topic: 'claims.outcomes.v1',
      subject: 'FR:CNAM/2025-H1-000123',
    });
  });
});
