import type { Role } from '@reciproca/contracts';
import { createLogger, hostApps, loadConfig, LocalIssuer, type HttpApp } from '@reciproca/runtime';
import { clearingApp } from './clearing.app.js';

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

/** What a spec asks with: it holds every answer against the OpenAPI document. */
interface Asker<Answer> {
  ask(question: {
    readonly path: string;
    readonly token?: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  }): Promise<Answer>;
}

/** How a client asks; without a role as auditor, or as dispatcher with a body. */
export interface Call {
  readonly role?: Role;
  readonly state?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A person named dora in front of clearing. */
export class ClearingClient<Answer extends { status: number; text: string; body: unknown }> {
  constructor(
    private readonly clearing: HostedClearing,
    private readonly http: Asker<Answer>,
  ) {}

  /** Asks and gives the whole answer. */
  async ask(path: string, call: Call = {}): Promise<Answer> {
    const { role = call.body === undefined ? 'auditor' : 'dispatcher', state, ...rest } = call;
    const token = await this.clearing.token('dora', role, state === undefined ? {} : { state });
    return this.http.ask({ path, token, ...rest });
  }

  /** Asks and gives the body of a success. */
  async read<T>(path: string, call: Call = {}): Promise<T> {
    const answer = await this.ask(path, call);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
    return answer.body as T;
  }

  /** Four institutions of three States, and an arrangement of two of them that offsets. */
  async importReference(): Promise<void> {
    await this.read('/v1/reference/institutions', { body: exampleInstitutions });
    const arrangement = {
      id: 'DE-FR',
      states: ['DE', 'FR'],
      instruments: ['EU-987-2009'],
      from: '2010-05-01',
      offsetting: true,
    };
    await this.read('/v1/reference/arrangements', { body: [arrangement] });
  }
}

/** The path of a thing with these names. */
export function pathOf(kind: 'settlements' | 'claims', ...names: readonly string[]): string {
  return ['/v1', kind, ...names.map(encodeURIComponent)].join('/');
}

/** Institution records, every field said. */
export const exampleInstitutions = ['FR:CNAM', 'FR:MSA', 'DE:AOK-BY', 'PT:SNS'].map((id) => ({
  id,
  name: id,
  from: '1960-01-01',
  to: null,
  liaisonBody: null,
  accounts: [],
}));

/**
 * Wishes for claims: two directions under an arrangement, one without, and one that comes too late.
 * All are introduced on 2 March 2026 unless they say otherwise.
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
  {
    reference: 'P/1-late',
    amount: '9.00',
    person: 'g',
    creditor: 'PT:SNS',
    debtor: 'FR:CNAM',
    careFrom: '2021-01-03',
    recordedOn: '2021-02-15',
  },
];
