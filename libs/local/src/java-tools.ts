import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LocalPartError } from './local.errors.js';

/** A program of Java's world that the local broker needs. */
export type JavaTool = 'java' | 'mvn';

const javaVersionMin = 17;
/** Runtimes that Debian and Ubuntu releases carry; the first one that this release has is taken. */
const javaPackages = ['openjdk-21-jre-headless', 'openjdk-17-jre-headless', 'default-jre-headless'];

/**
 * Finds `java` (17 or newer) or `mvn`. On Debian and Ubuntu root installs what is missing, and says so.
 * @param say told before anything is installed
 * @returns the command to run
 * @throws LocalPartError `tool-missing`, naming the three ways to go on
 */
export async function findOrInstall(tool: JavaTool, say: (text: string) => void): Promise<string> {
  const found = find(tool);
  if (found !== null) return found;
  if (mayInstall()) {
    await install(tool, say);
    const installed = find(tool);
    if (installed !== null) return installed;
  }
  throw missing(tool);
}

function find(tool: JavaTool): string | null {
  if (tool === 'mvn') return runs('mvn', '--version') === null ? null : 'mvn';
  const home = process.env['JAVA_HOME'];
  const candidates = home === undefined ? ['java'] : [join(home, 'bin', 'java'), 'java'];
  return candidates.find((command) => javaVersion(command) >= javaVersionMin) ?? null;
}

function javaVersion(command: string): number {
  const text = runs(command, '-version') ?? '';
  return Number.parseInt(/version "(\d+)/.exec(text)?.[1] ?? '0', 10);
}

/** What the command prints, or null when there is no such command or it fails. */
function runs(command: string, argument: string): string | null {
  const answer = spawnSync(command, [argument], { encoding: 'utf8' });
  return answer.status === 0 ? answer.stdout + answer.stderr : null;
}

function mayInstall(): boolean {
  return (
    process.getuid?.() === 0 &&
    existsSync('/etc/debian_version') &&
    runs('apt-get', '--version') !== null
  );
}

async function install(tool: JavaTool, say: (text: string) => void): Promise<void> {
  say(
    `${tool === 'java' ? 'Java' : 'Maven'} is missing and needed for the local broker: installing it with apt-get`,
  );
  await aptGet(['update']);
  const candidates = tool === 'mvn' ? ['maven'] : javaPackages;
  const offered = candidates.find((name) => isOffered(name));
  if (offered === undefined) throw missing(tool);
  say(`apt-get install ${offered}`);
  await aptGet(['install', '-y', '--no-install-recommends', offered]);
}

function isOffered(packageName: string): boolean {
  const answer = spawnSync('apt-cache', ['policy', packageName], { encoding: 'utf8' });
  return /Candidate: (?!\(none\))\S/.test(answer.stdout);
}

async function aptGet(commandArguments: readonly string[]): Promise<void> {
  const child = spawn('apt-get', ['-q', ...commandArguments], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-2_000);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new LocalPartError(
      'tool-missing',
      `apt-get ${commandArguments.join(' ')} failed:\n${output}\n${ways}`,
    );
  }
}

const ways =
  'Three ways to go on: (1) install Java 17 or newer and Maven, (2) run `docker compose up` instead, ' +
  'or (3) set KAFKA_BROKERS and DATABASE_URL to a broker and a database that you have.';

function missing(tool: JavaTool): LocalPartError {
  const name = tool === 'java' ? 'Java 17 or newer (java)' : 'Maven (mvn)';
  return new LocalPartError(
    'tool-missing',
    `The local broker needs ${name}, which was not found. ${ways}`,
  );
}
