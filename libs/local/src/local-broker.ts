import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { choosePort } from './free-port.js';
import { runGuarded, takePartFolder } from './guarded-server.js';
import type { PartFolder } from './guarded-server.js';
import type { StopStep } from './guardian-order.js';
import { findOrInstall } from './java-tools.js';
import { kafkaJars } from './kafka-jars.js';
import { brokerServes } from './kafka-probe.js';
import { kafkaProperties, log4jConfiguration } from './kafka-settings.js';
import { LocalPartError, localFailure, tellingLines } from './local.errors.js';
import type { LocalPartOptions } from './local-part-options.js';
import { prepareCommand } from './server-user.js';

/** A running local broker. */
export interface LocalBroker {
  /** `host:port`, one entry. */
  readonly brokers: string[];
  /** The server's process number now. */
  readonly pid: number;
  /** Ends the server; its data stay unless it is temporary. */
  stop(): Promise<void>;
}

const name = 'the local broker';

const cleanStop: readonly StopStep[] = [
  { signal: 'SIGTERM', waitMs: 8_000 },
  { signal: 'SIGKILL', waitMs: 1_000 },
];
const quickStop = cleanStop.slice(1);

const javaOptions = [
  '-Xms256m',
  '-Xmx768m',
  '-XX:+UseSerialGC',
  '-XX:+ExitOnOutOfMemoryError',
  '-Djava.awt.headless=true',
];

/**
 * Starts Apache Kafka (KRaft, one node) in `<dataDir>/kafka`, on 127.0.0.1. What an earlier process left
 * running there is ended first; its data are kept. The broker ends within ten seconds of this process,
 * however that dies, and is restarted when it is killed before.
 * @throws LocalPartError
 */
export async function startLocalBroker(options: LocalPartOptions): Promise<LocalBroker> {
  try {
    return await start(options);
  } catch (error) {
    throw localFailure(name, error);
  }
}

async function start(options: LocalPartOptions): Promise<LocalBroker> {
  const dataDir = resolve(options.dataDir);
  const say = options.onProgress ?? (() => undefined);
  const stopSteps = options.temporary === true ? quickStop : cleanStop;
  const folder = await takePartFolder(join(dataDir, 'kafka'), stopSteps);
  try {
    const java = await findOrInstall('java', say);
    const jars = await kafkaJars(say, options.signal);
    return await startServer({ folder, java, jars }, { ...options, dataDir, stopSteps });
  } catch (error) {
    folder.lock.release();
    throw error;
  }
}

interface Site {
  readonly folder: PartFolder;
  readonly java: string;
  readonly jars: string;
}

async function startServer(
  site: Site,
  options: LocalPartOptions & { readonly stopSteps: readonly StopStep[] },
): Promise<LocalBroker> {
  const { folder, java, jars } = site;
  const port = await choosePort(join(folder.path, 'port'), options.port);
  const controllerPort = await choosePort(join(folder.path, 'controller-port'), undefined);
  const logFolder = join(folder.path, 'log');
  const propertiesFile = join(folder.path, 'server.properties');
  const log4jFile = join(folder.path, 'log4j2.properties');
  const temporaryFolder = emptyFolder(join(folder.path, 'tmp'));
  writeFileSync(propertiesFile, kafkaProperties({ port, controllerPort, logFolder }));
  writeFileSync(log4jFile, log4jConfiguration);
  writeFileSync(folder.logFile, '', { mode: 0o600 });
  const classPath = ['-cp', join(jars, '*'), `-Dlog4j2.configurationFile=${log4jFile}`];
  // Codecs unpack native libraries there, and a JVM that is killed does not take them away.
  const ownTemporary = `-Djava.io.tmpdir=${temporaryFolder}`;
  await formatOnce(site, { classPath, logFolder, propertiesFile, signal: options.signal });
  const temporary = options.temporary === true;
  const prepared = prepareCommand({
    command: java,
    arguments: [
      ...javaOptions,
      ...extraJavaOptions(),
      ownTemporary,
      ...classPath,
      'kafka.Kafka',
      propertiesFile,
    ],
    user: null,
    reaches: [],
    signalOnParentDeath: temporary ? 'SIGKILL' : 'SIGTERM',
  });
  const server = await runGuarded({
    name,
    order: {
      command: prepared.command,
      arguments: prepared.arguments,
      environment: environment(),
      workingDirectory: folder.path,
      user: prepared.user,
      logFile: folder.logFile,
      stateFile: folder.stateFile,
      lock: { path: folder.lock.path, token: folder.lock.token },
      stopSteps: options.stopSteps,
      throwAway: temporary ? { part: folder.path, world: options.dataDir } : null,
    },
    isReady: () => brokerServes(port),
    readyWithinMs: 90_000,
    signal: options.signal,
  });
  return {
    brokers: [`127.0.0.1:${port.toString()}`],
    get pid() {
      return server.pid;
    },
    stop: () => server.stop(),
  };
}

/** A folder of this user alone with nothing of an earlier run in it. */
function emptyFolder(path: string): string {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { mode: 0o700 });
  return path;
}

interface FormatPaths {
  readonly classPath: readonly string[];
  readonly logFolder: string;
  readonly propertiesFile: string;
  readonly signal: AbortSignal | undefined;
}

/** Writes the cluster's identity into an empty log folder; a half-written one is begun anew. */
async function formatOnce(site: Site, paths: FormatPaths): Promise<void> {
  const marker = join(site.folder.path, 'formatted');
  if (existsSync(marker)) return;
  emptyFolder(paths.logFolder);
  // A first character of our own: an id that begins with a dash would be read as an option.
  const clusterId = `R${randomBytes(16).toString('base64url').slice(1)}`;
  const tool = [
    'kafka.tools.StorageTool',
    'format',
    '-t',
    clusterId,
    '-c',
    paths.propertiesFile,
    '--standalone',
  ];
  const quickJvm = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx128m'];
  try {
    await promisify(execFile)(site.java, [...quickJvm, ...paths.classPath, ...tool], {
      cwd: site.folder.path,
      env: environment(),
      signal: paths.signal,
    });
  } catch (cause) {
    paths.signal?.throwIfAborted();
    const { stderr } = cause as { readonly stderr?: string };
    const why = tellingLines(stderr ?? String(cause), 4);
    throw new LocalPartError('start-failed', `${name} could not be set up:\n${why}`, { cause });
  }
  writeFileSync(marker, clusterId);
}

/** Further options of the broker's Java, by the name that Kafka's own start script takes them from. */
function extraJavaOptions(): string[] {
  return (process.env['KAFKA_OPTS'] ?? '').split(/\s+/u).filter((option) => option !== '');
}

function environment(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}
