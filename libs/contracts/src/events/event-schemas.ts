import type { z } from 'zod';
import type { Envelope } from './envelope.js';
import { balanceSchemas } from './balances.js';
import { deadlineSchemas } from './deadlines.js';
import { flowSchemas } from './flows.js';
import { inboundSchemas } from './inbound.js';
import { outcomeSchemas } from './outcomes.js';
import { referenceSchemas } from './reference.js';
import { cycleSchemas, settlementSchemas } from './settlements.js';

/** The schema of `data` of every event type that the product reads or writes, by type. */
export const eventSchemas = Object.freeze({
  ...inboundSchemas,
  ...outcomeSchemas,
  ...balanceSchemas,
  ...deadlineSchemas,
  ...cycleSchemas,
  ...settlementSchemas,
  ...referenceSchemas,
  ...flowSchemas,
});

/** The type of an event, e.g. `claim.introduced.v1`. */
export type EventType = keyof typeof eventSchemas;
/** The parsed data of an event type. */
export type EventData<T extends EventType> = z.infer<(typeof eventSchemas)[T]>;

/** An event in structured mode: its attributes and its data. */
export interface CloudEvent<T extends EventType> extends Omit<Envelope, 'type'> {
  readonly type: T;
  readonly data: EventData<T>;
}

/** True when the product knows this event type. */
export function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventSchemas, type);
}
