import type { Language } from '@reciproca/agreements';
import type { z } from 'zod';
import type { ErrorCode } from '../errors/error-catalogue.js';
import type { AppName } from '../topics.js';

/** The roles of the product, as the `roles` claim of a token names them. */
export const roles = [
  'institution',
  'officer',
  'treasurer',
  'dispatcher',
  'statistician',
  'auditor',
] as const;
/** A role. */
export type Role = (typeof roles)[number];

/**
 * Whose things a bound role may see or touch on a route; `auditor`, `dispatcher` and, where it is
 * among the roles, `statistician` are not bound.
 * `public`: no token at all · `all`: the role alone decides · `pair`: one of the two States is the
 * token's · `payer`, `payee`: that one is the token's State · `own-state`: the reporter is the token's
 * State · `own-institution`: the token's institution, or one for which it is liaison body.
 */
export type Visibility =
  'public' | 'all' | 'pair' | 'payer' | 'payee' | 'own-state' | 'own-institution';

/** The content types that the product reads or writes over HTTP. */
export type ContentType =
  | 'application/json'
  | 'application/x-ndjson'
  | 'application/xml'
  | 'text/csv'
  | 'text/plain'
  | 'text/xml';

/** A body that is validated before the handler sees it. */
export interface JsonBody {
  readonly kind: 'json';
  readonly required: boolean;
  readonly schema: z.ZodType;
}

/** A body that the handler reads itself, because it answers line by line. */
export interface RawBodyDefinition {
  readonly kind: 'raw';
  /** The accepted content types, with the schema of each for the documents. */
  readonly content: Readonly<Partial<Record<ContentType, z.ZodType>>>;
}

/** What a handler of a raw body receives. */
export interface RawBody {
  readonly contentType: ContentType;
  readonly bytes: Uint8Array;
}

/** One answer of a route. */
export interface ResponseDefinition {
  readonly description: string;
  readonly content: Readonly<Partial<Record<ContentType, z.ZodType>>>;
  /** Response headers by name, with what they say. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One row of the route table: everything that the guard, validation and the documents need. */
export interface RouteDefinition {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With parameters in braces, e.g. `/v1/claims/{institution}/{reference}`. */
  readonly path: string;
  readonly app: AppName | 'every';
  /** Who may call it; empty for public routes. */
  readonly roles: readonly Role[];
  readonly visibility: Visibility;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: JsonBody | RawBodyDefinition;
  /** Takes an `Idempotency-Key` header. */
  readonly idempotent: boolean;
  /** Explains in the language that `Accept-Language` asks for; English unless it does. */
  readonly told?: true;
  readonly responses: Readonly<Record<number, ResponseDefinition>>;
  /** Codes of its own, beside those that every route under `/v1` may answer. */
  readonly errors: readonly ErrorCode[];
}

/** Keeps the exact types of a row while checking its form. */
export function defineRoute<const Route extends RouteDefinition>(route: Route): Route {
  return route;
}

/** Codes that every route under `/v1` may answer. */
export const commonErrors = [
  'invalid-request',
  'unauthenticated',
  'forbidden',
  'not-ready',
  'internal-error',
] as const satisfies readonly ErrorCode[];

type InferOr<T, Otherwise> = T extends z.ZodType ? z.infer<T> : Otherwise;
type BodyOf<Body> = Body extends { readonly kind: 'json'; readonly schema: infer Schema }
  ? InferOr<Schema, undefined>
  : Body extends { readonly kind: 'raw' }
    ? RawBody
    : undefined;
type PropertyOf<T, Name extends string> = T extends { readonly [Key in Name]: infer Value }
  ? Value
  : undefined;

/** What a handler of the route receives, validated. */
export interface Input<Route extends RouteDefinition> {
  readonly params: InferOr<PropertyOf<Route, 'params'>, Record<string, never>>;
  readonly query: InferOr<PropertyOf<Route, 'query'>, Record<string, never>>;
  readonly body: BodyOf<PropertyOf<Route, 'body'>>;
  /** The `Idempotency-Key` of the request, when the route takes one and the client sent one. */
  readonly idempotencyKey?: string;
  /** On a route that explains: the language asked for. */
  readonly language?: Language;
}

type JsonOf<Response> = Response extends { readonly content: infer Content }
  ? InferOr<PropertyOf<Content, 'application/json'>, never>
  : never;

/** The JSON bodies with which a route may answer, or those of one status. */
export type Output<
  Route extends RouteDefinition,
  Status extends keyof Route['responses'] = keyof Route['responses'],
> = { [S in Status]: JsonOf<Route['responses'][S]> }[Status];

/** The path in the form of Express and Nest: `/v1/claims/:institution/:reference`. */
export function expressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
