import { languages } from '@reciproca/agreements';
import { z } from 'zod';
import { errorCatalogue } from '../errors/error-catalogue.js';
import type { ErrorCode } from '../errors/error-catalogue.js';
import { problemSchema } from '../errors/problem.js';
import { limits } from '../limits.js';
import { commonErrors } from '../routes/route.js';
import type { ResponseDefinition, RouteDefinition } from '../routes/route.js';
import { allRoutes } from '../routes/routes.js';
import type { AppName } from '../topics.js';
import { requestComponents, responseComponents } from './component-names.js';
import { productVersion } from './product.js';
import type { JsonObject, JsonValue } from './json.js';

type Io = 'input' | 'output';
type MutableObject = Record<string, JsonValue>;
/** What zod writes: named schemas aside, and the schema itself. */
type WrittenSchema = JsonObject & { readonly $defs?: JsonObject };

/** Collects the schemas that have a name, so that each stands in the document once. */
class Components {
  readonly #schemas = new Map<string, JsonValue>();

  /** The JSON Schema of a zod schema, with references to the named ones. */
  reference(schema: z.ZodType, io: Io): JsonValue {
    const written = z.toJSONSchema(schema, {
      io,
      target: 'draft-2020-12',
      metadata: io === 'input' ? requestComponents : responseComponents,
      override: ({ zodSchema, jsonSchema }) => {
        // Names come from our own registry, descriptions from where the schemas were written.
        const description = z.globalRegistry.get(zodSchema)?.description;
        if (description !== undefined) jsonSchema.description = description;
      },
    });
    const { $schema: _dialect, $defs: definitions = {}, ...rest } = relocated(written);
    for (const [name, definition] of Object.entries(definitions)) this.#add(name, definition);
    return rest;
  }

  /** All of them, by name. */
  sorted(): JsonObject {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #add(name: string, schema: JsonValue): void {
    const known = this.#schemas.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new Error(`the schema ${name} differs between requests and responses`);
    }
    this.#schemas.set(name, schema);
  }
}

/** Points references at the components of the document. */
function relocated(schema: unknown): WrittenSchema {
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text) as WrittenSchema;
}

function parametersOf(route: RouteDefinition, components: Components): JsonValue[] {
  const parameters: JsonValue[] = [];
  for (const [place, group] of [
    ['path', route.params],
    ['query', route.query],
  ] as const) {
    if (group === undefined) continue;
    const { required } = z.toJSONSchema(group, { io: 'input' });
    for (const [name, schema] of Object.entries(group.shape)) {
      parameters.push({
        name,
        in: place,
        required: required?.includes(name) ?? false,
        schema: components.reference(schema as z.ZodType, 'input'),
      });
    }
  }
  if (route.idempotent) parameters.push({ $ref: '#/components/parameters/IdempotencyKey' });
  if (route.told === true) parameters.push({ $ref: '#/components/parameters/AcceptLanguage' });
  return parameters;
}

function contentOf(
  content: ResponseDefinition['content'],
  io: Io,
  components: Components,
): JsonObject {
  return Object.fromEntries(
    Object.entries(content).map(([type, schema]) => [
      type,
      { schema: components.reference(schema, io) },
    ]),
  );
}

function requestBodyOf(route: RouteDefinition, components: Components): JsonObject | undefined {
  const { body } = route;
  if (body === undefined) return undefined;
  return body.kind === 'json'
    ? {
        required: body.required,
        content: contentOf({ 'application/json': body.schema }, 'input', components),
      }
    : { required: true, content: contentOf(body.content, 'input', components) };
}

/** Every code that a route may answer, its own and the common ones. */
export function errorsOf(route: RouteDefinition): readonly ErrorCode[] {
  return route.visibility === 'public' ? route.errors : [...commonErrors, ...route.errors];
}

function problemResponses(route: RouteDefinition, components: Components): MutableObject {
  const codesByStatus = new Map<number, ErrorCode[]>();
  for (const code of errorsOf(route)) {
    const status = errorCatalogue[code].status ?? 500;
    codesByStatus.set(status, [...(codesByStatus.get(status) ?? []), code]);
  }
  const responses: MutableObject = {};
  for (const [status, codes] of codesByStatus) {
    responses[String(status)] = {
      description: codes.map((code) => `${code}: ${errorCatalogue[code].message}`).join(' '),
      content: {
        'application/problem+json': { schema: components.reference(problemSchema, 'output') },
      },
    };
  }
  return responses;
}

function successResponses(route: RouteDefinition, components: Components): MutableObject {
  const responses: MutableObject = {};
  for (const [status, response] of Object.entries(route.responses)) {
    const told = { 'Content-Language': 'The language of the explanations' };
    const all = { ...response.headers, ...(route.told === true ? told : {}) };
    const headers = Object.entries(all).map(([name, description]) => [
      name,
      { description, schema: { type: 'string' } },
    ]);
    responses[status] = {
      description: response.description,
      ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) as JsonObject }),
      content: contentOf(response.content, 'output', components),
    };
  }
  return responses;
}

function operationOf(route: RouteDefinition, components: Components): JsonObject {
  const requestBody = requestBodyOf(route, components);
  return {
    operationId: route.id,
    tags: [route.app],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(route.visibility === 'public' ? { security: [] } : {}),
    'x-roles': [...route.roles],
    'x-visibility': route.visibility,
    parameters: parametersOf(route, components),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: { ...problemResponses(route, components), ...successResponses(route, components) },
  };
}

/**
 * The OpenAPI 3.1 document, made from the route table.
 * @param app only the routes of this app and those that every app has; without it, all routes
 */
export function buildOpenApi(app?: AppName): JsonObject {
  const components = new Components();
  const paths: Record<string, MutableObject> = {};
  for (const route of allRoutes) {
    if (app !== undefined && route.app !== app && route.app !== 'every') continue;
    const methods = (paths[route.path] ??= {});
    methods[route.method.toLowerCase()] = operationOf(route, components);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: app === undefined ? 'Reciproca' : `Reciproca: ${app}`,
      version: productVersion,
      description:
        'Ids and references in a path are percent-encoded. Lists have a cursor: pass the next of a page as cursor. Amounts are strings.',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas: components.sorted(),
      parameters: {
        AcceptLanguage: {
          name: 'Accept-Language',
          in: 'header',
          required: false,
          description: `The language of explanations: ${languages.join(' or ')}; en for any other.`,
          schema: { type: 'string' },
        },
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description: 'The same key with the same request gives the same answer.',
          schema: { type: 'string', minLength: 1, maxLength: limits.idempotencyKeyLengthMax },
        },
      },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}
