import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildOpenApi,
  topics,
  type EventData,
  type EventType,
  type Output,
  type Role,
  type routes,
} from '@reciproca/contracts';
import { createLogger, hostApps, loadConfig, LocalIssuer, type HttpApp } from '@reciproca/runtime';
import {
  aClaim,
  AnswerValidator,
  eventually,
  freshWorld,
  HttpTester,
  type Answer,
  type ClaimEvent,
  type FreshWorld,
  type LaterEvent,
} from '@reciproca/testing';
import { clearingApp } from './clearing.app.js';
import { institutionRecords, offsettingArrangement } from './reference-records.fixture.js';

/** Clearing as it runs in a process, and tokens for it. */
export interface HostedClearing {
  readonly app: HttpApp;
  /** A token of a person; equal names are the same person. */
  token(
    subject: string,
    role: Role,
    of?: { state?: string; institution?: string },
  ): Promise<string>;
}

/** Where it runs. */
export interface HostWish {
  /** Variables that lead to the database and the broker. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder of the issuer's keys; hosts that share it know the same persons. */
  readonly directory: string;
  readonly clock?: () => Date;
  /** Gives it back while its parts still wait for database or broker. */
  readonly unready?: boolean;
}

/** Starts clearing in this process and waits until it consumes; end it with `app.stop()`. */
export async function hostClearing(wish: HostWish): Promise<HostedClearing> {
  const issuer = await LocalIssuer.open({ directory: wish.directory });
  const environment = {
    ...wish.environment,
    PORT: '0',
    DATA_DIR: wish.directory,
    LOG_LEVEL: 'error',
    PSEUDONYM_KEY: '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff',
  };
  const app = await hostApps([clearingApp], {
    name: 'clearing',
    config: loadConfig(environment, { requires: ['kafka', 'databaseUrl', 'pseudonymKey'] }),
    verifier: issuer,
    issuer,
    logger: createLogger({ name: 'clearing', level: 'error' }),
    ...(wish.clock !== undefined && { clock: wish.clock }),
  });
  if (wish.unready !== true) await app.started;
  return {
    app,
    token: (subject, role, of = {}) => issuer.issue({ subject, roles: [role], ...of }),
  };
}

/** How a client asks; without a role as auditor, or as dispatcher with a body. */
export interface Call {
  readonly role?: Role;
  readonly state?: string;
  readonly body?: unknown;
  /** Of a body that is a text. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer to a message, as a reader sees it. */
export interface ToldAnswer {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>> & {
    readonly inReplyTo?: { readonly source: string; readonly id: string } | null;
    readonly reasons?: readonly { readonly code: string }[];
  };
}

/** A world of its own with clearing in it, asked by a person named dora; end it with `end()`. */
export class ClearingBooks {
  private constructor(
    readonly world: FreshWorld,
    /** Holds every answer against the OpenAPI document. */
    readonly http: HttpTester,
    private readonly host: HostedClearing & { readonly directory: string },
  ) {}

  /** Empty books, on 10 July 2026. */
  static async open(): Promise<ClearingBooks> {
    const directory = mkdtempSync(join(tmpdir(), 'clearing-spec-'));
    const world = await freshWorld({ topics: 2 });
    const clearing = await hostClearing({
      environment: world.environment(),
      directory,
      clock: () => new Date('2026-07-10T10:00:00Z'),
    });
    const http = new HttpTester(clearing.app.url, new AnswerValidator(buildOpenApi('clearing')));
    return new ClearingBooks(world, http, { ...clearing, directory });
  }

  /** Books in which everything of {@link exampleEvents} is answered. */
  static async withExamples(): Promise<ClearingBooks> {
    const books = await ClearingBooks.withReference();
    await books.submit(exampleEvents);
    return books;
  }

  /** Books that know the institutions and the arrangement of the examples, and no claim. */
  static async withReference(): Promise<ClearingBooks> {
    const books = await ClearingBooks.open();
    await books.read('/v1/reference/institutions', { body: exampleInstitutions });
    await books.read('/v1/reference/arrangements', { body: [offsettingArrangement] });
    return books;
  }

  /** Sends messages that give one answer each, and waits until all of them are there. */
  async submit(events: readonly (ClaimEvent | LaterEvent)[]): Promise<void> {
    const before = (await this.answers()).length;
    await this.world.kafka.sendEvents(
      topics.claimsInbound.name,
      events.map((event) => ({ ...event })),
    );
    await eventually(async () => (await this.answers()).length === before + events.length, {
      intervalMs: 500,
      what: 'an answer to every message',
    });
  }

  /** The answer to a message; none, or more than one, is an error. */
  async answerTo({ id, source }: Pick<LaterEvent, 'id' | 'source'>): Promise<ToldAnswer> {
    const [answer, ...others] = (await this.answers()).filter(
      ({ data }) => data.inReplyTo?.id === id && data.inReplyTo.source === source,
    );
    if (answer === undefined || others.length > 0) throw new Error(`${id} has not one answer`);
    return answer;
  }

  /** What was said so far under a type, in the order of the topic. */
  async told<Type extends EventType>(type: Type): Promise<EventData<Type>[]> {
    const found = await this.world.readEvents(topics.claimsOutcomes.name);
    return found
      .filter(({ event }) => event.type === type)
      .map(({ event: { data } }) => data as unknown as EventData<Type>);
  }

  /** What answers a message, beside what clearing says on its own account. */
  private async answers(): Promise<ToldAnswer[]> {
    const told = await this.world.readEvents(topics.claimsOutcomes.name);
    return told
      .map(({ event }) => event as unknown as ToldAnswer)
      .filter(({ data }) => (data.inReplyTo ?? null) !== null);
  }

  /**
   * Waits until everything that is booked is on Kafka: over HTTP it shows as soon as it is booked,
   * its events leave a little later.
   */
  async published(): Promise<void> {
    await eventually(
      async () => {
        const [row] = await this.world.database.query<{ unsent: number }>(
          'select count(*)::int as unsent from clearing.outbox_batches where sent_at is null',
        );
        return row?.unsent === 0;
      },
      { what: 'everything booked on Kafka' },
    );
  }

  /** Closes a cycle and waits until all that it says is on Kafka. */
  async close(id: string, cutoff: string): Promise<void> {
    await this.read('/v1/cycles', { body: { id, cutoff } });
    await eventually(
      async () => (await this.read<{ status: string }>(`/v1/cycles/${id}`)).status === 'closed',
    );
    await this.published();
  }

  /** Asks and gives the whole answer. */
  async ask(path: string, call: Call = {}): Promise<Answer> {
    const { role = call.body === undefined ? 'auditor' : 'dispatcher', state, ...rest } = call;
    const token = await this.host.token('dora', role, state === undefined ? {} : { state });
    return this.http.ask({ path, token, ...rest });
  }

  /** Asks as auditor for CSV that is read as it comes; nothing is held against the document. */
  async stream(path: string, signal?: AbortSignal): Promise<Response> {
    const token = await this.host.token('dora', 'auditor');
    return fetch(new URL(path, this.host.app.url), {
      headers: { authorization: `Bearer ${token}`, accept: 'text/csv' },
      ...(signal !== undefined && { signal }),
    });
  }

  /** Asks and gives the body of a success. */
  async read<T>(path: string, call: Call = {}): Promise<T> {
    const answer = await this.ask(path, call);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
    return answer.body as T;
  }

  /** The positions of a query. */
  async positions(query = ''): Promise<Output<typeof routes.listPositions>['items']> {
    type Page = Output<typeof routes.listPositions>;
    return (await this.read<Page>(`/v1/positions?${query}`)).items;
  }

  async end(): Promise<void> {
    await this.host.app.stop();
    await this.world.end();
    rmSync(this.host.directory, { recursive: true, force: true });
  }
}

/** The path of a thing with these names. */
export function pathOf(
  kind: 'settlements' | 'claims' | 'claim-statements' | 'explanations',
  ...names: readonly string[]
): string {
  return ['/v1', kind, ...names.map(encodeURIComponent)].join('/');
}

/** The institutions of the examples. */
export const exampleInstitutions = institutionRecords(['FR:CNAM', 'FR:MSA', 'DE:AOK-BY', 'PT:SNS']);

/**
 * Claims in two directions under the arrangement and in one without. All are introduced on 2 March
 * 2026 unless they say otherwise.
 */
export const exampleClaims = [
  { reference: 'F-1', amount: '1134.56', person: 'a' },
  { reference: 'F-2', amount: '100.10', person: 'b', creditor: 'FR:MSA' },
  // Overdue in July 2026: to be paid 18 months after the end of November 2024.
  {
    reference: 'F-3',
    amount: '7.00',
    person: 'c',
    careFrom: '2024-01-03',
    recordedOn: '2024-02-15',
    introducedOn: '2024-11-20',
  },
  // Due in July 2026: to be paid 18 months after the end of January 2025.
  {
    reference: 'F-4',
    amount: '50.00',
    person: 'd',
    careFrom: '2024-01-03',
    recordedOn: '2024-02-15',
    introducedOn: '2025-01-31',
  },
  { reference: 'D-1', amount: '200.00', person: 'e', creditor: 'DE:AOK-BY', debtor: 'FR:CNAM' },
  { reference: 'P-1', amount: '30.00', person: 'f', creditor: 'PT:SNS', debtor: 'FR:MSA' },
].map((wish) => aClaim(wish));

/** Claims that are rejected: one comes too late, one cannot be read. */
const rejectedClaims = [
  {
    reference: 'P/1-late',
    amount: '9.00',
    person: 'g',
    creditor: 'PT:SNS',
    debtor: 'FR:CNAM',
    careFrom: '2021-01-03',
    recordedOn: '2021-02-15',
  },
  { reference: 'BAD', amount: '1e3', person: 'i', creditor: 'PT:SNS', debtor: 'FR:MSA' },
].map((wish) => aClaim(wish));

/** A stranger speaks for a claim that nobody ever submitted. */
const strangeClaim = aClaim({
  reference: 'STRANGE',
  source: 'urn:institution:DE:AOK-BY',
  person: 'h',
});

/** All that is sent in the example. */
export const exampleEvents = [...exampleClaims, ...rejectedClaims, strangeClaim];
