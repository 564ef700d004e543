import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { EventType } from '../events/event-schemas.js';
import { eventSchemas } from '../events/event-schemas.js';
import { isInboundType } from '../events/inbound.js';
import {
  exampleArrangement,
  exampleAttributes,
  exampleClaim,
  exampleMessages,
  examplePublished,
} from '../examples.fixture.js';
import { referenceRecordSchemas } from '../events/reference.js';
import { allTopics } from '../topics.js';
import { buildAsyncApi } from './async-api.js';
import { buildJsonSchemas, eventTypes } from './event-json-schemas.js';
import { generatedDocuments } from './generated-documents.js';
import { buildOpenApi } from './open-api.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

const published = eventTypes.filter((type) => !isInboundType(type));

function publishedEvent(type: string): Record<string, unknown> {
  return {
    ...exampleAttributes,
    source: 'urn:reciproca:clearing',
    type,
    data: examplePublished[type],
  };
}

function inboundEvent(type: string): Record<string, unknown> {
  if (type === 'claim.submitted.v1') return { ...exampleAttributes, data: exampleClaim() };
  return { ...exampleAttributes, type, ...exampleMessages[type as keyof typeof exampleMessages] };
}

const eventOf = (type: EventType) =>
  isInboundType(type) ? inboundEvent(type) : publishedEvent(type);

/** Every object in a value that is not a list, with the path to it. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inner : [value as Record<string, unknown>, ...inner];
}

describe('the event schemas', () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true, strictTypes: false });
  const validators = new Map(
    [...buildJsonSchemas()].map(([type, schema]) => [type, ajv.compile({ ...schema })]),
  );

  it.each(eventTypes)('take the example of %s, as JSON Schema and in code', (type) => {
    const validate = validators.get(type);
    expect(validate?.(eventOf(type))).toBe(true);
    const { data } = eventOf(type);
    expect(eventSchemas[type].parse(data)).toEqual(data);
  });

  it.each(published)('of %s are closed at every level', (type) => {
    const validate = validators.get(type);
    const event = structuredClone(publishedEvent(type));
    const objects = objectsIn(event);
    for (const object of objects) {
      object['drift'] = true;
      expect(validate?.(event)).toBe(false);
      Reflect.deleteProperty(object, 'drift');
    }
    expect(validate?.(event)).toBe(true);
  });

  it.each(published)('of %s need every field of the example that is not optional', (type) => {
    const validate = validators.get(type);
    const data = examplePublished[type] ?? {};
    for (const name of Object.keys(data)) {
      const { [name]: _left, ...rest } = data;
      const inCode = eventSchemas[type].safeParse(rest).success;
      expect(validate?.({ ...publishedEvent(type), data: rest })).toBe(inCode);
    }
  });

  it('of inbound messages are open', () => {
    for (const type of eventTypes.filter(isInboundType)) {
      const event = structuredClone(inboundEvent(type));
      for (const object of objectsIn(event)) object['unknown'] = true;
      expect(validators.get(type)?.(event)).toBe(true);
    }
  });

  it('take a settlement or a down payment behind a settled claim, not neither', () => {
    const { settlement: _settlement, ...rest } = examplePublished['claim.settled.v1'] ?? {};
    const schema = eventSchemas['claim.settled.v1'];
    expect(schema.safeParse({ ...rest, downPayment: 'P-1' }).success).toBe(true);
    expect(schema.safeParse(rest).success).toBe(false);
  });

  it('keep free text out of what is recorded', () => {
    const contested = examplePublished['message.recorded.v1'] as {
      recorded: { contestation: Record<string, unknown> };
    };
    const noted = structuredClone(contested);
    noted.recorded.contestation['note'] = 'free text';
    const event = { ...publishedEvent('message.recorded.v1'), data: noted };
    expect(validators.get('message.recorded.v1')?.(event)).toBe(false);
  });
});

describe('reference records', () => {
  it('take the examples of the contract and fill in what may be left out', () => {
    expect(referenceRecordSchemas.arrangements.parse(exampleArrangement)).toEqual(
      exampleArrangement,
    );
    expect(
      referenceRecordSchemas.arrangements.parse({
        id: 'DE-FR',
        states: ['DE', 'FR'],
        instruments: ['EU-987-2009'],
        from: '2010-05-01',
        offsetting: true,
      }),
    ).toEqual({
      ...exampleArrangement,
      approvals: { officers: 2, threshold: null, officersAbove: 3 },
    });
    const institution = {
      id: 'FR:CNAM',
      name: 'CNAM',
      from: '1960-01-01',
      to: null,
      liaisonBody: 'FR:CNSE',
      accounts: [
        {
          currency: 'EUR',
          iban: 'FR7630006000011234567890189',
          bic: 'AGRIFRPP',
          from: '1999-01-01',
        },
      ],
    };
    expect(referenceRecordSchemas.institutions.parse(institution)).toEqual(institution);
    const foreign = { ...institution, id: 'UK:NHS' };
    expect(referenceRecordSchemas.institutions.safeParse(foreign).success).toBe(false);
  });
});

describe('the OpenAPI document', () => {
  it.each([
    { of: 'all apps', app: undefined },
    ...(['gateway', 'clearing', 'settlement', 'statistics'] as const).map((app) => ({
      of: app,
      app,
    })),
  ])('of $of is valid', async ({ app }) => {
    const validator = new Validator();
    const result = await validator.validate(structuredClone(buildOpenApi(app)));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  it('holds the paths of one app and those of every app', () => {
    expect(Object.keys(buildOpenApi('gateway')['paths'] as object)).toEqual([
      '/v1/claims',
      '/health/live',
      '/health/ready',
      '/metrics',
    ]);
  });

  it('has a schema for every reference', () => {
    const text = JSON.stringify(buildOpenApi());
    const schemas = (buildOpenApi()['components'] as { schemas: object }).schemas;
    const missing = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)]
      .map(([, name]) => name ?? '')
      .filter((name) => !Object.hasOwn(schemas, name));
    expect(missing).toEqual([]);
    expect(text).not.toContain('$defs');
  });
});

describe('the AsyncAPI document', () => {
  it('is valid AsyncAPI 3.0', () => {
    const path = `${root}node_modules/@asyncapi/specs/schemas/3.0.0.json`;
    const schema = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    // The file brings the meta-schema of its dialect along.
    const ajv = new Ajv({ strict: false, validateFormats: false, meta: false });
    const validate = ajv.compile(schema);
    validate(buildAsyncApi());
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ ...buildAsyncApi(), channels: { x: { address: 1 } } })).toBe(false);
  });

  it('names every event type in exactly one topic', () => {
    const types: readonly string[] = allTopics.flatMap((topic) => topic.types);
    expect([...types].sort()).toEqual([...eventTypes].sort());
    const { messages } = buildAsyncApi()['components'] as { messages: object };
    expect(Object.keys(messages).sort()).toEqual([...eventTypes, 'dead-letter'].sort());
  });

  it('has payloads that take the examples and refuse a drift', () => {
    const { messages } = buildAsyncApi()['components'] as unknown as {
      messages: Record<string, { payload: object }>;
    };
    const ajv = new Ajv({ strict: true, strictTypes: false, strictTuples: false });
    for (const type of eventTypes) {
      const validate = ajv.compile(messages[type]?.payload ?? false);
      expect(validate(eventOf(type))).toBe(true);
      const drift = { ...eventOf(type), drift: true };
      expect(validate(drift)).toBe(isInboundType(type));
    }
  });
});

describe('the committed documents', () => {
  it('are what the code generates, byte for byte', () => {
    for (const [path, text] of generatedDocuments()) {
      expect({ path, text: readFileSync(`${root}docs/${path}`, 'utf8') }).toEqual({ path, text });
    }
    const schemas = readdirSync(`${root}docs/schemas`).map((name) => `schemas/${name}`);
    const generated = [...generatedDocuments().keys()].filter((path) =>
      path.startsWith('schemas/'),
    );
    expect(schemas.sort()).toEqual(generated.sort());
  });
});
