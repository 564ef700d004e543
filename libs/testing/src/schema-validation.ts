import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';

/** A JSON document such as the generated AsyncAPI or OpenAPI. */
export type JsonDocument = Readonly<Record<string, unknown>>;

/** An HTTP answer as a client saw it. */
export interface SeenAnswer {
  readonly method: string;
  /** The path that was asked for, without query. */
  readonly path: string;
  readonly status: number;
  /** The media type, parameters allowed; null without a body. */
  readonly contentType: string | null;
  /** The parsed body for JSON types, the text for others. */
  readonly body: unknown;
}

const options = { strict: false, allErrors: true, allowUnionTypes: true };
// The package is CommonJS and its types describe a default inside the default.
const addFormats = ajvFormats as unknown as typeof ajvFormats.default;

/** Checks events against the payload schemas of an AsyncAPI 3 document, whose messages are named by type. */
export class EventValidator {
  private readonly ajv = addFormats(new Ajv(options));
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(asyncApi: JsonDocument) {
    this.ajv.addSchema({ components: asyncApi['components'] }, 'asyncapi');
  }

  /** What is wrong with an event in structured mode; empty when nothing is. */
  faults(event: unknown): string[] {
    const type = isObject(event) ? event['type'] : undefined;
    if (typeof type !== 'string') return ['the event has no type'];
    return faultsOf(this.validatorOf(type), event, `the AsyncAPI document knows no ${type}`);
  }

  /** @throws with all faults and the event, when there are any */
  check(event: unknown): void {
    throwIfAny(this.faults(event), event);
  }

  private validatorOf(type: string): ValidateFunction | undefined {
    const known = this.validators.get(type);
    if (known !== undefined) return known;
    const validate = this.ajv.getSchema(
      pointer('asyncapi', ['components', 'messages', type, 'payload']),
    );
    if (validate !== undefined) this.validators.set(type, validate);
    return validate;
  }
}

/** Checks HTTP answers against an OpenAPI 3.1 document: path, method, status, media type and body. */
export class AnswerValidator {
  private readonly ajv = addFormats(new Ajv2020(options));
  private readonly templates: readonly { readonly template: string; readonly pattern: RegExp }[];

  constructor(private readonly openApi: JsonDocument) {
    this.ajv.addSchema({ paths: openApi['paths'], components: openApi['components'] }, 'openapi');
    this.templates = Object.keys(within(openApi, ['paths']) ?? {})
      .map((template) => ({ template, pattern: templatePattern(template) }))
      // A fixed word wins over a parameter.
      .sort((a, b) => a.template.split('{').length - b.template.split('{').length);
  }

  /** What is wrong with an answer; empty when nothing is. */
  faults(answer: SeenAnswer): string[] {
    const place = this.placeOf(answer);
    if (!place.ok) return [place.fault];
    if (place.schemaPath === null) return [];
    const validate = this.ajv.getSchema(pointer('openapi', place.schemaPath));
    return faultsOf(validate, answer.body, `no schema at ${place.schemaPath.join(' ')}`);
  }

  /** @throws with all faults and the answer, when there are any */
  check(answer: SeenAnswer): void {
    throwIfAny(this.faults(answer), answer);
  }

  private placeOf(answer: SeenAnswer): Place {
    const method = answer.method.toLowerCase();
    const found = this.templates.find(
      ({ template, pattern }) =>
        pattern.test(answer.path) &&
        within(this.openApi, ['paths', template, method]) !== undefined,
    );
    if (found === undefined) return missing(`${answer.method} ${answer.path} is not described`);
    const responsePath = this.follow([
      'paths',
      found.template,
      method,
      'responses',
      String(answer.status),
    ]);
    const response = within(this.openApi, responsePath);
    const name = `${answer.method} ${found.template} → ${answer.status}`;
    if (response === undefined) return missing(`${name} is not described`);
    const content = response['content'];
    if (content === undefined) {
      return answer.contentType === null
        ? { ok: true, schemaPath: null }
        : missing(`${name} has no body`);
    }
    const mediaType = answer.contentType?.split(';')[0]?.trim().toLowerCase() ?? '(none)';
    const schemaPath = [...responsePath, 'content', mediaType, 'schema'];
    if (within(this.openApi, schemaPath.slice(0, -1)) === undefined)
      return missing(`${name} as ${mediaType} is not described`);
    return {
      ok: true,
      schemaPath: within(this.openApi, schemaPath) === undefined ? null : schemaPath,
    };
  }

  /** A response may stand among the components, and be named where it is used. */
  private follow(path: readonly string[]): readonly string[] {
    const reference = within(this.openApi, path)?.['$ref'];
    return typeof reference === 'string'
      ? reference.replace('#/', '').split('/').map(unescaped)
      : path;
  }
}

type Place =
  | { readonly ok: true; readonly schemaPath: readonly string[] | null }
  | { readonly ok: false; readonly fault: string };

function missing(fault: string): Place {
  return { ok: false, fault };
}

function faultsOf(
  validate: ValidateFunction | undefined,
  value: unknown,
  otherwise: string,
): string[] {
  if (validate === undefined) return [otherwise];
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const details = JSON.stringify(params);
    return `${instancePath === '' ? '/' : instancePath} ${message ?? 'is wrong'} ${details}`;
  });
}

function throwIfAny(faults: readonly string[], value: unknown): void {
  if (faults.length === 0) return;
  throw new Error(
    `does not fit its schema:\n${faults.join('\n')}\n${JSON.stringify(value, null, 1)}`,
  );
}

/** Braces in a path template match one segment, as in RFC 6570 level 1. */
function templatePattern(template: string): RegExp {
  const escaped = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\{[^}]+\}/g, '[^/]+')}$`);
}

/** A JSON pointer (RFC 6901) as the fragment of a URI. */
function pointer(base: string, path: readonly string[]): string {
  const parts = path.map((part) =>
    encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')),
  );
  return `${base}#/${parts.join('/')}`;
}

function unescaped(part: string): string {
  return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
}

function within(document: JsonDocument, path: readonly string[]): JsonDocument | undefined {
  let value: unknown = document;
  for (const part of path) {
    if (!isObject(value)) return undefined;
    value = value[part];
  }
  return isObject(value) ? value : undefined;
}

function isObject(value: unknown): value is JsonDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
