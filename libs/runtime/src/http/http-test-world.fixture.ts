import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Type } from '@nestjs/common';
import type { RouteDefinition } from '@reciproca/contracts';

import { LocalIssuer, type TokenRequest } from '../identity/local-issuer.js';
import type { Component } from '../lifecycle/components.js';
import { createLogger } from '../logging/logger.js';
import { startHttpApp, type HttpApp } from './http-app.js';

/** What came back; `json` is empty when the answer is not a JSON object. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** How a test calls: by default as an auditor, '' for no token. */
export type TestCall = RequestInit & { readonly token?: string | TokenRequest };

/** A row of a route table of its own, for what the product's rows do not show. */
export function testRoute(
  row: Partial<RouteDefinition> & Pick<RouteDefinition, 'path'>,
): RouteDefinition {
  return {
    id: 'test',
    method: 'GET',
    app: 'clearing',
    roles: ['auditor'],
    visibility: 'all',
    summary: '',
    idempotent: false,
    responses: {},
    errors: [],
    ...row,
  };
}

/** A real HTTP app on a free port with a local issuer of its own, for the specs of this library. */
export class HttpTestWorld {
  readonly app: HttpApp;
  readonly issuer: LocalIssuer;
  /** Every line of the log so far. */
  readonly lines: readonly string[];
  private readonly folder: string;

  private constructor(parts: {
    readonly app: HttpApp;
    readonly issuer: LocalIssuer;
    readonly lines: readonly string[];
    readonly folder: string;
  }) {
    this.app = parts.app;
    this.issuer = parts.issuer;
    this.lines = parts.lines;
    this.folder = parts.folder;
  }

  /** Starts an app of one module. */
  static async open(module: Type, components: readonly Component[] = []): Promise<HttpTestWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'reciproca-http-'));
    const issuer = await LocalIssuer.open({ directory: folder });
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const app = await startHttpApp({
      name: 'test',
      module,
      host: '127.0.0.1',
      port: 0,
      logger: createLogger({ name: 'test', level: 'debug', destination }),
      verifier: issuer,
      issuer,
      openApi: { openapi: '3.1.0' },
      components: () => components,
    });
    return new HttpTestWorld({ app, issuer, lines, folder });
  }

  /** Calls the app and reads the whole answer. */
  async call(path: string, options: TestCall = {}): Promise<TestAnswer> {
    const { token = { subject: 'ada', roles: ['auditor'] }, headers, ...rest } = options;
    const bearer = typeof token === 'string' ? token : await this.issuer.issue(token);
    const sent = new Headers(headers);
    if (bearer !== '') {
      sent.set('authorization', `Bearer ${bearer}`);
    }
    const address = `${this.app.url}${path}`;
    const response = await fetch(address, { redirect: 'manual', ...rest, headers: sent });
    const text = await response.text();
    const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, text, json };
  }

  /** Stops the app and removes its folder. */
  async close(): Promise<void> {
    await this.app.stop();
    await rm(this.folder, { recursive: true });
  }
}
