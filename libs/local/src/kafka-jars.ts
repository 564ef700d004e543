import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { tryLock } from './folder-lock.js';
import type { FolderLock } from './folder-lock.js';
import { findOrInstall } from './java-tools.js';
import { LocalPartError } from './local.errors.js';

interface JarList {
  readonly jars: readonly { readonly name: string; readonly bytes: number }[];
}

const listName = 'jars.json';
const pom = fileURLToPath(new URL('../kafka/pom.xml', import.meta.url));

/**
 * The folder with Apache Kafka's jars, brought by Maven on first use and kept per user.
 * Two starts at once wait for each other; a folder is only ever seen whole.
 * @param say told what takes long
 * @param signal ends the waiting and the download
 * @throws LocalPartError `download-failed`, or `tool-missing` without Maven
 */
export async function kafkaJars(
  say: (text: string) => void,
  signal?: AbortSignal,
): Promise<string> {
  const cache = cacheFolder();
  const folder = join(cache, `kafka-${kafkaVersion()}`);
  if (isComplete(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const lock = await waitForLock(`${folder}.lock`, say, signal);
  try {
    if (isComplete(folder)) return folder;
    await bring(folder, say, signal);
    return folder;
  } finally {
    lock.release();
  }
}

/** The version in the pom; a pom that names none is a bug. */
export function kafkaVersion(): string {
  const version = /<artifactId>kafka_2\.13<\/artifactId>\s*<version>([\d.]+)</.exec(
    readFileSync(pom, 'utf8'),
  )?.[1];
  if (version === undefined) throw new Error(`${pom} names no Kafka version`);
  return version;
}

function cacheFolder(): string {
  const xdg = process.env['XDG_CACHE_HOME'];
  return join(
    xdg !== undefined && xdg.startsWith('/') ? xdg : join(homedir(), '.cache'),
    'reciproca',
  );
}

/** Whether every jar that was noted is there with the size that was noted. */
function isComplete(folder: string): boolean {
  const list = join(folder, listName);
  if (!existsSync(list)) return false;
  const { jars } = JSON.parse(readFileSync(list, 'utf8')) as JarList;
  return jars.every(
    ({ name, bytes }) => statSync(join(folder, name), { throwIfNoEntry: false })?.size === bytes,
  );
}

async function bring(
  folder: string,
  say: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const maven = await findOrInstall('mvn', say);
  const draft = `${folder}.draft-${randomUUID()}`;
  mkdirSync(draft);
  try {
    say(`bringing Apache Kafka ${kafkaVersion()} with Maven, about 45 MB, once per user`);
    await runMaven(maven, draft, { say, signal });
    const jars = readdirSync(draft)
      .filter((name) => name.endsWith('.jar'))
      .map((name) => ({ name, bytes: statSync(join(draft, name)).size }));
    if (!jars.some(({ name }) => name.startsWith('kafka_'))) {
      throw new LocalPartError(
        'download-failed',
        `Maven ended well but brought no Kafka into ${draft}`,
      );
    }
    const list: JarList = { jars };
    writeFileSync(join(draft, listName), JSON.stringify(list, null, 1));
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

interface MavenSurroundings {
  readonly say: (text: string) => void;
  readonly signal: AbortSignal | undefined;
}

async function runMaven(
  maven: string,
  target: string,
  { say, signal }: MavenSurroundings,
): Promise<void> {
  const child = spawn(
    maven,
    [
      '-B',
      '-C',
      '-f',
      pom,
      'dependency:copy-dependencies',
      `-DoutputDirectory=${target}`,
      '-DincludeScope=runtime',
    ],
    { cwd: target, stdio: ['ignore', 'pipe', 'pipe'], signal },
  );
  const errors: string[] = [];
  let jars = 0;
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      if (line.includes('[ERROR]')) errors.push(line);
      if (!/Downloaded from .*\.jar/.test(line)) return;
      jars += 1;
      if (jars % 20 === 0) say(`bringing Apache Kafka: ${jars.toString()} jars so far`);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  throw new LocalPartError(
    'download-failed',
    `Maven could not bring the broker's jars (exit code ${String(code)}):\n${errors.slice(0, 8).join('\n')}\n` +
      'Check the network and try again, or set KAFKA_BROKERS to a broker that you have.',
  );
}

async function waitForLock(
  path: string,
  say: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<FolderLock> {
  for (let told = false; ; told = true) {
    const attempt = tryLock(path);
    if (attempt.ok) return attempt.lock;
    if (!told)
      say(
        `waiting for process ${attempt.holder.pid.toString()}, which is bringing the broker's jars`,
      );
    await pause(250, undefined, { signal });
  }
}
