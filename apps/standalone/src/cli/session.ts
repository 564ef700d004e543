import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '@reciproca/contracts';
import { KafkaConnection } from '@reciproca/messaging';
import { ConfigError, loadConfig, LocalIssuer } from '@reciproca/runtime';
import type { TokenRequest } from '@reciproca/runtime';
import type { Command } from 'commander';
import { ApiClient } from './api.client.js';
import { usageError } from './cli.errors.js';
import { Output } from './output.js';
import type { World } from './world.js';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly token?: string;
  readonly url?: string;
}

/** What `npm start` says of itself. */
interface Endpoints {
  readonly http: string;
  readonly kafka: readonly string[];
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** One call of the command line: where the product is, who calls, where the text goes. */
export class Session {
  readonly output: Output;
  private readonly options: GlobalOptions;
  private readonly tokens = new Map<string, Promise<string>>();

  constructor(
    command: Command,
    readonly world: World,
  ) {
    this.options = command.optsWithGlobals<GlobalOptions>();
    this.output = new Output(world, this.options.json === true);
  }

  /** The HTTP interface of the product. */
  get api(): ApiClient {
    return new ApiClient(this.url);
  }

  /** `--url`, or what runs on this machine. */
  get url(): string {
    const given = this.options.url;
    if (given === undefined) return this.endpoints('give --url').http;
    if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol)) {
      throw usageError('--url must be an http or https URL');
    }
    return given;
  }

  /** The token that was given, if any: `--token` or `RECIPROCA_TOKEN`. */
  get givenToken(): string | undefined {
    const token = this.options.token ?? this.variable('RECIPROCA_TOKEN');
    // Anything else cannot be sent in a header.
    if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
      throw usageError('what was given as --token or RECIPROCA_TOKEN is not a token');
    }
    return token;
  }

  /**
   * The token given, or one of the local issuer.
   * @throws CliError (usage) when there is neither
   */
  async token(role: Role, institution?: string): Promise<string> {
    const given = this.givenToken;
    if (given !== undefined) return given;
    if (!loopback.has(new URL(this.url).hostname)) {
      throw usageError('a token is needed: --token or the variable RECIPROCA_TOKEN');
    }
    const key = `${role} ${institution ?? ''}`;
    const known = this.tokens.get(key);
    if (known !== undefined) return known;
    const issued = this.issue({
      subject: 'reciproca-command-line',
      roles: [role],
      ...(institution === undefined ? {} : { institution }),
    });
    this.tokens.set(key, issued);
    return issued;
  }

  /**
   * A token of the local issuer.
   * @throws CliError (usage) when there is no local issuer here
   */
  async issue(request: TokenRequest): Promise<string> {
    const directory = join(this.dataDir, 'issuer');
    // Opening makes an issuer where there is none; its tokens would be worth nothing.
    if (!existsSync(join(directory, 'issuer.json'))) {
      throw usageError(
        `there is no local issuer in ${this.dataDir}: run npm start first, set DATA_DIR, or give a token with --token`,
      );
    }
    const issuer = await LocalIssuer.open({ directory }).catch(() => {
      throw usageError(
        `the local issuer in ${directory} is damaged: restore it from the backup, or give a token with --token`,
      );
    });
    return issuer.issue(request);
  }

  /**
   * A connection to the brokers that `KAFKA_BROKERS` names, or that run on this machine.
   * @throws CliError (usage) for a wrong configuration
   */
  kafka(): KafkaConnection {
    const brokers =
      this.variable('KAFKA_BROKERS') ?? this.endpoints('set KAFKA_BROKERS').kafka.join(',');
    try {
      const environment = { ...this.world.environment, KAFKA_BROKERS: brokers };
      const { kafka, topicPrefix } = loadConfig(environment, { requires: ['kafka'] });
      return new KafkaConnection({ ...kafka, topicPrefix, clientId: 'reciproca', log: silent });
    } catch (error) {
      throw error instanceof ConfigError ? usageError(error.message) : error;
    }
  }

  private get dataDir(): string {
    return this.variable('DATA_DIR') ?? '.data';
  }

  private endpoints(otherwise: string): Endpoints {
    const path = join(this.dataDir, 'endpoints.json');
    if (!existsSync(path)) {
      throw usageError(
        `nothing runs here (${path} is missing): run npm start, set DATA_DIR, or ${otherwise}`,
      );
    }
    try {
      const { http, kafka } = JSON.parse(readFileSync(path, 'utf8')) as Endpoints;
      return { http, kafka };
    } catch {
      throw usageError(`${path} is damaged: start npm start anew, set DATA_DIR, or ${otherwise}`);
    }
  }

  private variable(name: string): string | undefined {
    const value = this.world.environment[name];
    return value === undefined || value.trim() === '' ? undefined : value;
  }
}
