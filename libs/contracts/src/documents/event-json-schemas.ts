import { z } from 'zod';
import { attributeSchema, envelopeSchema } from '../events/envelope.js';
import { eventSchemas } from '../events/event-schemas.js';
import type { EventType } from '../events/event-schemas.js';
import { isInboundType } from '../events/inbound.js';
import type { JsonObject } from './json.js';

/** All event types, in the order of the topics. */
export const eventTypes: readonly EventType[] = Object.keys(eventSchemas) as EventType[];

/** Which dialect of JSON Schema is written. */
export type SchemaDialect = 'draft-2020-12' | 'draft-7';

/** The whole event as the product publishes it, or takes it from institutions. */
function eventSchemaOf(type: EventType): z.ZodType {
  const data = eventSchemas[type];
  return isInboundType(type)
    ? envelopeSchema.extend({ type: z.literal(type), data })
    : envelopeSchema.extend({
        source: attributeSchema,
        type: z.literal(type),
        datacontenttype: z.literal('application/json'),
        data,
      });
}

/** A zod schema as JSON Schema, without the mark of its dialect. */
export function jsonSchemaOf(
  schema: z.ZodType,
  options: { readonly io: 'input' | 'output'; readonly dialect: SchemaDialect },
): JsonObject {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io: options.io,
    target: options.dialect,
  });
  return rest as JsonObject;
}

/**
 * The JSON Schema of an event in structured mode. What the product publishes is closed: a field
 * that is not in the schema is a mistake. What it takes is open: unknown fields are ignored.
 */
export function eventJsonSchema(
  type: EventType,
  dialect: SchemaDialect = 'draft-2020-12',
): JsonObject {
  const io = isInboundType(type) ? 'input' : 'output';
  return jsonSchemaOf(eventSchemaOf(type), { io, dialect });
}

/** One JSON Schema document per event type, by type, as it is written to `docs/schemas`. */
export function buildJsonSchemas(): ReadonlyMap<EventType, JsonObject> {
  return new Map(
    eventTypes.map((type) => [
      type,
      {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `urn:reciproca:schema:${type}`,
        title: type,
        ...eventJsonSchema(type),
      },
    ]),
  );
}
