import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildOpenApi,
  keyOf,
  topics,
  type Output,
  type Role,
  type routes,
} from '@reciproca/contracts';
import { LocalIssuer } from '@reciproca/runtime';
import {
  AnswerValidator,
  eventually,
  freshWorld,
  HttpTester,
  type Answer,
  type ClaimEvent,
  type FoundEvent,
  type FreshWorld,
  type LaterEvent,
  type SentEvent,
  type WorldWish,
} from '@reciproca/testing';
import { ClearingProcess } from './clearing-processes.fixture.js';

/** A message and where it goes; without a partition its subject decides. */
export interface Sending {
  readonly event: ClaimEvent | LaterEvent;
  readonly partition?: number;
  readonly mode?: 'structured' | 'binary';
}

export type Cycle = Output<typeof routes.readCycle>;
export type Outcome = FoundEvent['event'] & { readonly data: OutcomeData };

export interface OutcomeData {
  readonly sequence: number;
  readonly inReplyTo?: { readonly source: string; readonly id: string };
  readonly reasons?: readonly { readonly code: string; readonly paths?: readonly string[] }[];
  readonly sameAs?: readonly { readonly institution: string; readonly reference: string }[];
}

/** The day on which all of this happens, unless told. */
export const now = '2026-07-02T08:00:00Z';

const inbound = topics.claimsInbound.name;
const sendingsAtOnce = 500;

/** A database, topics and the processes that work on them; end it with `end`. */
export class ClearingWorld {
  readonly validator = new AnswerValidator(buildOpenApi('clearing'));

  private constructor(
    readonly outside: FreshWorld,
    private readonly directory: string,
    private readonly issuer: LocalIssuer,
  ) {}

  static async open(wish: WorldWish): Promise<ClearingWorld> {
    const directory = mkdtempSync(join(tmpdir(), 'reciproca-clearing-'));
    const [outside, issuer] = await Promise.all([
      freshWorld(wish),
      LocalIssuer.open({ directory }),
    ]);
    return new ClearingWorld(outside, directory, issuer);
  }

  /** Throws database and topics away; the processes must have left. */
  async end(): Promise<void> {
    await this.outside.end();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Starts clearing in a process, a new one unless told. */
  async host(
    how: {
      readonly process?: ClearingProcess;
      readonly environment?: Readonly<Record<string, string>>;
      readonly untilStarted?: boolean;
      /** What its clock says: RFC 3339; without it {@link now}. */
      readonly now?: string;
    } = {},
  ): Promise<ClearingProcess> {
    const { process: given = new ClearingProcess(), untilStarted = true, now: clock = now } = how;
    const environment = { ...this.outside.environment(), ...how.environment };
    const { directory } = this;
    await given.host({ environment, directory, now: clock, untilStarted });
    return given;
  }

  async ask(
    at: ClearingProcess,
    path: string,
    { role = 'auditor', body }: { readonly role?: Role; readonly body?: unknown } = {},
  ): Promise<Answer> {
    const token = await this.issuer.issue({ subject: 'dora', roles: [role] });
    return new HttpTester(at.url, this.validator).ask({ path, token, body });
  }

  async importReference(
    at: ClearingProcess,
    records: Readonly<Partial<Record<'institutions' | 'arrangements', readonly object[]>>>,
  ): Promise<void> {
    for (const [kind, body] of Object.entries(records)) {
      const path = `/v1/reference/${kind}`;
      // On a busy machine database or broker may be late to answer; then the app says so.
      const answer = await eventually(async () => {
        const given = await this.ask(at, path, { role: 'dispatcher', body });
        return given.status !== 503 && given;
      });
      if (answer.status >= 300) throw new Error(answer.text);
    }
  }

  /** Sends in this order; what goes to one partition keeps it. */
  async send(sendings: readonly Sending[]): Promise<void> {
    const { kafka } = this.outside;
    for (let from = 0; from < sendings.length; from += sendingsAtOnce) {
      const piece = sendings.slice(from, from + sendingsAtOnce);
      await kafka.send(inbound, piece.map(encoded));
    }
  }

  /** Waits until every message up to now has its answer, published, and every offset is committed. */
  async settled(timeoutMs = 60_000): Promise<void> {
    const { kafka, database } = this.outside;
    const ends = await kafka.endOffsets(inbound);
    await eventually(
      async () => {
        const done = await kafka.committedOffsets('clearing', inbound);
        const behind = [...ends].filter(([partition, end]) => end > (done.get(partition) ?? -1n));
        if (behind.some(([, end]) => end > 0n)) return false;
        const [row] = await database.query<{ unsent: number }>(
          'select count(*)::int as unsent from clearing.outbox_batches where sent_at is null',
        );
        return row?.unsent === 0;
      },
      { timeoutMs, intervalMs: 200, what: 'an answer to everything' },
    );
  }

  /** Asks for a cycle and waits until it is closed and said so. */
  async close(at: ClearingProcess, id: string, cutoff: string): Promise<Cycle> {
    const body = { id, cutoff };
    const asked = await this.ask(at, '/v1/cycles', { role: 'dispatcher', body });
    if (asked.status !== 202) throw new Error(asked.text);
    return this.closed(at, id);
  }

  async closed(at: ClearingProcess, id: string): Promise<Cycle> {
    const cycle = await eventually(
      async () => {
        const { body } = await this.ask(at, `/v1/cycles/${id}`);
        return (body as Cycle).status === 'closed' && (body as Cycle);
      },
      { intervalMs: 100, what: `the close of ${id}` },
    );
    await this.settled();
    return cycle;
  }

  /** Says what settlement says once the money for every settlement of a cycle has come. */
  async sayPaid(at: ClearingProcess, { settlementIds }: Cycle): Promise<void> {
    const events: SentEvent[] = [];
    for (const settlement of settlementIds) {
      const { body } = await this.ask(at, `/v1/settlements/${encodeURIComponent(settlement)}`);
      const { batch, net } = body as Output<typeof routes.readSettlement>;
      const { amount } = net;
      const on = now.slice(0, 10);
      const received = [{ amount, on, endToEndId: 'E2E', bankReference: 'B-1' }];
      events.push({
        specversion: '1.0',
        id: keyOf('paid', settlement),
        source: 'urn:reciproca:settlement',
        type: 'settlement.settled.v1',
        time: now,
        subject: batch,
        datacontenttype: 'application/json',
        data: { settlement, batch, net: amount, amount, settledOn: on, received },
      });
    }
    await this.outside.kafka.sendEvents(topics.settlements.name, events);
  }

  /** Waits until every settlement of a cycle is settled and all of it is published. */
  async paid(at: ClearingProcess, { settlementIds }: Cycle): Promise<void> {
    for (const settlement of settlementIds) {
      const path = `/v1/settlements/${encodeURIComponent(settlement)}`;
      await eventually(
        async () => ((await this.ask(at, path)).body as { status: string }).status === 'settled',
        { intervalMs: 100, what: `the payment of ${settlement}` },
      );
    }
    await this.settled();
  }

  /** Everything on the topic of outcomes as it lies there, each held against the AsyncAPI document. */
  async outcomes(): Promise<readonly FoundEvent[]> {
    return this.outside.readEvents(topics.claimsOutcomes.name);
  }
}

function encoded({ event, partition, mode }: Sending) {
  const { data, ...attributes } = event;
  const binary = mode === 'binary';
  const headers = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value]),
  );
  return {
    key: event.subject,
    value: JSON.stringify(binary ? data : event),
    headers: binary
      ? { ...headers, 'content-type': 'application/json' }
      : { 'content-type': 'application/cloudevents+json' },
    ...(partition === undefined ? {} : { partition }),
  };
}
