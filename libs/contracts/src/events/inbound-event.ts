import { z } from 'zod';
import { envelopeSchema } from './envelope.js';
import { inboundSchemas } from './inbound.js';
import type { InboundType } from './inbound.js';

function eventOf<T extends InboundType>(type: T) {
  return envelopeSchema.extend({ type: z.literal(type), data: inboundSchemas[type] });
}

/** Any event that institutions may send, in structured mode; for the documents. */
export const inboundEventSchema = z.discriminatedUnion('type', [
  eventOf('claim.submitted.v1'),
  eventOf('statement.announced.v1'),
  eventOf('claim.contested.v1'),
  eventOf('contestation.answered.v1'),
  eventOf('claim.credited.v1'),
  eventOf('claim.waived.v1'),
  eventOf('down-payment.made.v1'),
  eventOf('down-payment.answered.v1'),
]);
