import type { Role } from '@reciproca/contracts';
import {
  cycleEvents,
  type BuiltEvent,
  type SettlementWish,
} from './cycles/cycle-events.builder.js';

/** A batch as it is shown. */
export interface Shown {
  readonly id: string;
  readonly status: string;
  readonly hash: string;
  readonly total: string;
  readonly approvals: readonly { readonly officer: string; readonly at: string }[];
  readonly settlements: readonly { readonly settlement: string; readonly status: string }[];
}

/** Who calls, and with what. */
export interface Call {
  readonly as: string;
  readonly role?: Role;
  /** FR when absent; auditors and dispatchers have none. */
  readonly state?: string;
  readonly body?: unknown;
  /** The `Idempotency-Key`. */
  readonly key?: string;
  /** Which of the hosts is asked. */
  readonly host?: number;
}

/** An HTTP answer, as far as it is looked at. */
export interface Seen {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
}

/** A request to one of the hosts. */
export interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a desk needs of its surroundings. */
export interface DeskParts {
  ask(host: number, request: Request): Promise<Seen>;
  token(subject: string, role: Role, state?: string): Promise<string>;
  /** Puts events on `clearing.cycles.v1`. */
  publish(events: readonly BuiltEvent[]): Promise<void>;
  query<Row extends object>(sql: string, values: readonly unknown[]): Promise<Row[]>;
  /** Tries until it does not throw. */
  eventually<T>(look: () => Promise<T>): Promise<T>;
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
export function codeOf({ status, body }: Seen): string {
  const code = (body as { readonly code?: string } | null)?.code;
  return code === undefined ? String(status) : `${String(status)} ${code}`;
}

/** Officers and treasurers at work, over HTTP. */
export class OfficersDesk {
  private cycles = 0;

  constructor(private readonly parts: DeskParts) {}

  /** Closes a cycle of its own and waits for its batch of FR. */
  async openBatch(wishes: readonly SettlementWish[] = french): Promise<Shown> {
    this.cycles += 1;
    const cycle = `S-${String(this.cycles)}`;
    await this.parts.publish(cycleEvents(cycle, wishes));
    return this.parts.eventually(() => this.shown(`${cycle}/FR/EUR`));
  }

  /** A request of a person; with a body it is a POST. */
  async ask(path: string, call: Call): Promise<Seen> {
    const { as, role = 'officer', state = 'FR', body, key, host = 0 } = call;
    const bound = role !== 'auditor' && role !== 'dispatcher';
    return this.parts.ask(host, {
      method: body === undefined ? 'GET' : 'POST',
      path,
      token: await this.parts.token(as, role, bound ? state : undefined),
      ...(body !== undefined && { body }),
      ...(key !== undefined && { headers: { 'idempotency-key': key } }),
    });
  }

  /** A batch as an auditor sees it. */
  async shown(batch: string): Promise<Shown> {
    const answer = await this.ask(pathOf(batch), { as: 'anna', role: 'auditor' });
    if (answer.status !== 200) throw new Error(`${batch}: ${answer.text}`);
    return answer.body as Shown;
  }

  approve(batch: Shown, as: string, more: Partial<Call> = {}): Promise<Seen> {
    return this.ask(pathOf(batch.id, '/approvals'), { as, body: { hash: batch.hash }, ...more });
  }

  release(batch: Shown, as: string, more: Partial<Call> = {}): Promise<Seen> {
    return this.ask(pathOf(batch.id, '/release'), { as, role: 'treasurer', body: {}, ...more });
  }

  /** Rejects single settlements, or the whole batch when none are named. */
  reject(
    batch: Shown,
    as: string,
    more: Partial<Call> & { readonly settlements?: readonly string[] } = {},
  ): Promise<Seen> {
    const { settlements, ...call } = more;
    const body = { reason: 'the totals are wrong', ...(settlements && { settlements }) };
    return this.ask(pathOf(batch.id, '/rejections'), { as, body, ...call });
  }

  /** What the audit says of a batch, in order. */
  auditOf(batch: string): Promise<AuditRow[]> {
    return this.parts.query<AuditRow>(
      `select step, person, action, status_before, status_after from settlement.audit
       where batch = $1 order by step`,
      [batch],
    );
  }
}
