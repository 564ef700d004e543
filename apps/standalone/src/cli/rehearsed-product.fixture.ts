import { createServer, type IncomingMessage, type Server } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProblemError } from '@reciproca/contracts';
import { LocalIssuer } from '@reciproca/runtime';
import { call, type Called, type CallWish } from './world.fixture.js';

/** A request as the product would see it. */
export interface Seen {
  readonly route: string;
  readonly roles: readonly string[];
  readonly contentType: string | undefined;
  readonly language?: string;
  readonly body: string;
}

/** An answer of the product. */
export type Reply = readonly [status: number, body: unknown];

/**
 * A product that gives the answers of a list, one after the other, and keeps what it was asked. Hold
 * each answer against the schema of its route where it is written.
 */
export class RehearsedProduct {
  private replies: Reply[] = [];
  private requests: Seen[] = [];

  private constructor(
    /** Holds what `reciproca` needs to find it. */
    readonly folder: string,
    private readonly issuer: LocalIssuer,
    private readonly server: Server,
  ) {}

  static async open(): Promise<RehearsedProduct> {
    const folder = await mkdtemp(join(tmpdir(), 'reciproca-api-'));
    const issuer = await LocalIssuer.open({ directory: join(folder, 'issuer') });
    const server = createServer();
    const product = new RehearsedProduct(folder, issuer, server);
    server.on('request', (request: IncomingMessage, response) => {
      void product.take(request).then(([status, body]) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const http = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const endpoints = { http, kafka: [], postgres: '', pid: 1 };
    await writeFile(join(folder, 'endpoints.json'), JSON.stringify(endpoints));
    return product;
  }

  /** What it was asked since the last rehearsal. */
  get seen(): readonly Seen[] {
    return this.requests;
  }

  /** Forgets what it was asked, and answers with these from now on. */
  rehearse(...replies: readonly Reply[]): void {
    this.replies = [...replies];
    this.requests = [];
  }

  call(args: readonly string[], wish: CallWish = {}): Promise<Called> {
    return call(args, { ...wish, environment: { DATA_DIR: this.folder } });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await rm(this.folder, { recursive: true, force: true });
  }

  private async take(request: IncomingMessage): Promise<Reply> {
    let body = '';
    for await (const piece of request as AsyncIterable<Buffer>) body += piece.toString();
    const language = request.headers['accept-language'];
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    const outcome = await this.issuer.verify(token);
    this.requests.push({
      route: `${request.method ?? ''} ${request.url ?? ''}`,
      roles: outcome.outcome === 'verified' ? outcome.principal.roles : [],
      contentType: request.headers['content-type'],
      ...(language === undefined || language === '*' ? {} : { language }),
      body,
    });
    return this.replies.shift() ?? [500, new ProblemError('internal-error').toBody()];
  }
}
