import { expect } from '@jest/globals';
import { ibanOf } from '@reciproca/agreements';
import { buildOpenApi, topics, type Role } from '@reciproca/contracts';
import {
  AnswerValidator,
  eventually,
  freshWorld,
  HttpTester,
  temporaryFolder,
  type Answer,
  type FoundEvent,
  type FreshWorld,
} from '@reciproca/testing';
import {
  cycleEvents,
  type BuiltEvent,
  type SettlementWish,
} from './cycles/cycle-events.builder.js';
import { hostSettlement, type HostedSettlement } from './hosted-settlement.fixture.js';

/** A batch as it is shown. */
export interface Shown {
  readonly id: string;
  readonly status: string;
  readonly hash: string;
  readonly total: string;
  readonly approvals: readonly { readonly officer: string; readonly at: string }[];
  readonly approvalsRequired: number;
  readonly settlements: readonly {
    readonly settlement: string;
    readonly status: string;
    readonly acceptance?: { readonly until: string; readonly accepted: object | null };
  }[];
}

/** Who calls, and with what. */
export interface Call {
  readonly as: string;
  readonly role?: Role;
  /** FR when absent; auditors and dispatchers have none. */
  readonly state?: string;
  /** Of a POST without a body. */
  readonly method?: 'POST' | 'DELETE';
  readonly body?: unknown;
  /** The content type of a body that is a text. */
  readonly type?: string;
  /** The `Idempotency-Key`. */
  readonly key?: string;
  /** Which of the hosts is asked. */
  readonly host?: number;
}

/** One row of a batch's audit. */
export interface AuditRow {
  readonly step: number;
  readonly person: string;
  readonly action: string;
  readonly status_before: string | null;
  readonly status_after: string;
}

/** What FR pays in the cycles that a desk closes. */
export const french: readonly SettlementWish[] = [
  { payer: 'FR', payee: 'BE', net: '1808200.00' },
  { payer: 'FR', payee: 'PT', net: '2370600.00' },
];

/** The path of a batch or of a step on it. */
export function pathOf(batch: string, step = ''): string {
  return `/v1/batches/${encodeURIComponent(batch)}${step}`;
}

/** The status of an answer, with the code of its problem: `409 step-not-open`. */
export function codeOf({ status, body }: Answer): string {
  const code = (body as { readonly code?: string } | null)?.code;
  return code === undefined ? String(status) : `${String(status)} ${code}`;
}

/** How a desk is set up. */
export interface DeskWish {
  /** Processes' worth of settlement on one database; 1 unless told. */
  readonly hosts?: number;
  /** Partitions of every topic; as in the product unless told. */
  readonly partitions?: number;
  /** How often silence is looked for without being asked; hourly unless told. */
  readonly checkSeconds?: number;
}

/** Settlement in a process, and a client that asks it. */
interface AskedHost extends HostedSettlement {
  readonly client: HttpTester;
}

/** An institution as a desk knows it. */
export interface DeskInstitution {
  readonly id: string;
  readonly version: number;
  readonly accounts: readonly {
    readonly currency: string;
    readonly iban: string;
    readonly bic?: string;
    readonly from: string;
  }[];
}

/** The first account of the liaison body of a State at a desk, in euro. */
export function ibanAt(state: string): string {
  return ibanOf(state, '00000000000001');
}

const deskInstitutions: readonly DeskInstitution[] = ['FR', 'BE', 'PT', 'DE', 'ES'].map(
  (state, index) => ({
    id: `${state}:LIAISON`,
    version: index + 1,
    accounts: [{ currency: 'EUR', iban: ibanAt(state), bic: `BANK${state}22`, from: '2020-01-01' }],
  }),
);

function institutionUpdate({ id, version, accounts }: DeskInstitution) {
  const from = '1960-01-01';
  const record = { id, name: `Liaison body of ${id.slice(0, 2)}`, from, to: null, accounts };
  return {
    specversion: '1.0',
    id: `institutions|${id}|${String(version)}`,
    source: 'urn:reciproca:clearing',
    type: 'reference.updated.v1',
    time: '2026-01-01T00:00:00.000Z',
    subject: `institutions/${id}/${String(version)}`,
    datacontenttype: 'application/json',
    data: {
      kind: 'institutions',
      key: id,
      version,
      from,
      to: null,
      record: { ...record, liaisonBody: null },
    },
  };
}

/** The day of everything that happens at a desk, until its clock is moved. */
export const deskDay = '2026-04-02';

/** Officers and treasurers at work, over HTTP, in a world of their own. */
export class OfficersDesk {
  private cycles = 0;

  private constructor(
    /** Milliseconds since 1970 in UTC, the same for all hosts. */
    private readonly time: { now: number },
    readonly world: FreshWorld,
    private readonly hosts: readonly AskedHost[],
  ) {}

  /** Makes a world and runs settlement in it; in `beforeAll`, with `close` in `afterAll`. */
  static async open(asked: DeskWish = {}): Promise<OfficersDesk> {
    const { hosts: count = 1, partitions, checkSeconds = 3600 } = asked;
    const world = await freshWorld(partitions === undefined ? {} : { topics: partitions });
    const time = { now: Date.parse(`${deskDay}T10:00:00Z`) };
    const wish = {
      environment: { ...world.environment(), ACCEPTANCE_CHECK_SECONDS: String(checkSeconds) },
      directory: temporaryFolder('settlement'),
      // Never says the same twice, so that the order of what happened can be read off.
      clock: (): Date => new Date((time.now += 1)),
    };
    await world.kafka.sendEvents(topics.reference.name, deskInstitutions.map(institutionUpdate));
    const validator = new AnswerValidator(buildOpenApi('settlement'));
    const hosts: AskedHost[] = [];
    while (hosts.length < count) {
      const host = await hostSettlement(wish);
      hosts.push({ ...host, client: new HttpTester(host.app.url, validator) });
    }
    const desk = new OfficersDesk(time, world, hosts);
    await eventually(async () => {
      expect(await desk.institutionVersions()).toBe(deskInstitutions.length);
    });
    return desk;
  }

  /** How many versions of institutions settlement knows. */
  async institutionVersions(): Promise<number> {
    const sql = 'select count(*)::integer as count from settlement.institution_records';
    const [row] = await this.world.database.query<{ count: number }>(sql);
    return row?.count ?? 0;
  }

  /** Makes a record of an institution known, as clearing would. */
  async makeKnown(institution: DeskInstitution): Promise<void> {
    const before = await this.institutionVersions();
    await this.world.kafka.sendEvents(topics.reference.name, [institutionUpdate(institution)]);
    await eventually(async () => {
      expect(await this.institutionVersions()).toBe(before + 1);
    });
  }

  async close(): Promise<void> {
    for (const { app } of this.hosts) await app.stop();
    await this.world.end();
  }

  /** Moves the clock of all hosts, forward or back. */
  moveTo(instant: string): void {
    this.time.now = Date.parse(instant);
  }

  /** Closes a cycle of its own and waits for its batch of FR. */
  async openBatch(wishes: readonly SettlementWish[] = french): Promise<Shown> {
    this.cycles += 1;
    const cycle = `S-${String(this.cycles)}`;
    await this.publish(cycleEvents(cycle, wishes));
    return eventually(() => this.shown(`${cycle}/FR/EUR`));
  }

  /** Puts events on `clearing.cycles.v1`, where the client's partitioner wants them unless told. */
  async publish(
    events: readonly BuiltEvent[],
    how: { readonly partition?: number } = {},
  ): Promise<void> {
    const copies = events.map((event) => ({ ...event }));
    await this.world.kafka.sendEvents(topics.clearingCycles.name, copies, how);
  }

  /** A request of a person; with a body it is a POST. */
  async ask(path: string, call: Call): Promise<Answer> {
    const { as, role = 'officer', state = 'FR', host = 0, key, type, ...question } = call;
    const bound = role !== 'auditor' && role !== 'dispatcher';
    const asked = this.hosts[host];
    if (asked === undefined) throw new Error('there is no such host');
    return asked.client.ask({
      path,
      token: await asked.token(as, role, bound ? state : undefined),
      ...question,
      ...(type !== undefined && { contentType: type }),
      ...(key !== undefined && { headers: { 'idempotency-key': key } }),
    });
  }

  /** A batch as an auditor sees it. */
  async shown(batch: string): Promise<Shown> {
    const answer = await this.ask(pathOf(batch), { as: 'anna', role: 'auditor' });
    if (answer.status !== 200) throw new Error(`${batch}: ${answer.text}`);
    return answer.body as Shown;
  }

  approve(batch: Shown, as: string, more: Partial<Call> = {}): Promise<Answer> {
    return this.ask(pathOf(batch.id, '/approvals'), { as, body: { hash: batch.hash }, ...more });
  }

  release(batch: Shown, as: string, more: Partial<Call> = {}): Promise<Answer> {
    return this.ask(pathOf(batch.id, '/release'), { as, role: 'treasurer', body: {}, ...more });
  }

  /** Rejects single settlements, or the whole batch when none are named. */
  reject(
    batch: Shown,
    as: string,
    more: Partial<Call> & { readonly settlements?: readonly string[] } = {},
  ): Promise<Answer> {
    const { settlements, ...call } = more;
    const body = { reason: 'the totals are wrong', ...(settlements && { settlements }) };
    return this.ask(pathOf(batch.id, '/rejections'), { as, body, ...call });
  }

  /** Accepts a settlement, as an officer of PT unless told. */
  accept(settlement: string, as: string, more: Partial<Call> = {}): Promise<Answer> {
    const path = `/v1/settlements/${encodeURIComponent(settlement)}/acceptance`;
    return this.ask(path, { as, state: 'PT', method: 'POST', ...more });
  }

  /** What the audit says of a batch, in order. */
  auditOf(batch: string): Promise<AuditRow[]> {
    return this.world.database.query<AuditRow>(
      `select step, person, action, status_before, status_after from settlement.audit
       where batch = $1 order by step`,
      [batch],
    );
  }

  /**
   * Waits for so many events of a batch.
   * @throws when one of them does not fit the AsyncAPI document or has another key than the batch
   */
  async eventsOf(batch: string, count: number): Promise<FoundEvent['event'][]> {
    return eventually(
      async () => {
        const found = await this.world.readEvents(topics.settlements.name);
        const own = found.filter(({ event }) => event.subject === batch);
        expect(own.map(({ message }) => message.key)).toEqual(own.map(() => batch));
        expect(own).toHaveLength(count);
        return own.map(({ event }) => event);
      },
      { intervalMs: 300 },
    );
  }

  /** A person of these tokens, as events and audit name it. */
  personOf(subject: string): string {
    return `${this.hosts[0]?.issuer.issuer ?? ''}#${subject}`;
  }
}
