import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { LocalPartError } from './local.errors.js';

/** An OS user by number. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** A command line and the user that `spawn` itself has to change to. */
export interface PreparedCommand {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly user: ServerUser | null;
}

/** A command that shall run as another user, or end with its parent, or both. */
export interface CommandWish {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly user: ServerUser | null;
  /** Folders and files that the user must be able to reach. */
  readonly reaches: readonly string[];
  /** Sent by the kernel when the parent dies, where the system can do that; null: nothing. */
  readonly signalOnParentDeath: NodeJS.Signals | null;
}

/**
 * Who the database server runs as. PostgreSQL refuses to run as root; so root lends it the owner of
 * the existing files, else the system's `postgres` user, else `nobody`. Everybody else: null, no change.
 */
export function chooseServerUser(clusterFolder: string): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  if (existsSync(clusterFolder)) {
    const { uid, gid } = statSync(clusterFolder);
    if (uid !== 0) return { uid, gid };
  }
  const user = lookUp('postgres') ?? lookUp('nobody');
  if (user === null) {
    throw new LocalPartError(
      'platform-unsupported',
      'PostgreSQL does not run as root and there is neither a user `postgres` nor `nobody`; ' +
        'create one or start as another user',
    );
  }
  return user;
}

/**
 * Makes a command line of a wish. On Linux it goes through `setpriv` (util-linux), which can bind the
 * child to the life of its parent and, for root, let another user pass folders closed to it (a checkout
 * under /root or in a private temporary folder) without opening these to everybody.
 */
export function prepareCommand(wish: CommandWish): PreparedCommand {
  const { user } = wish;
  const closed = user === null ? undefined : wish.reaches.find((path) => !canReach(path, user));
  if (!hasSetpriv()) {
    if (closed !== undefined) {
      throw new LocalPartError(
        'platform-unsupported',
        `the database server runs as user ${String(user?.uid)}, which cannot reach ${closed}; ` +
          'start as an ordinary user or choose another folder (DATA_DIR)',
      );
    }
    return { command: wish.command, arguments: wish.arguments, user };
  }
  const options: string[] = [];
  if (user !== null) {
    options.push(
      `--reuid=${user.uid.toString()}`,
      `--regid=${user.gid.toString()}`,
      '--clear-groups',
    );
  }
  if (closed !== undefined) options.push(...passClosedFolders());
  if (wish.signalOnParentDeath !== null)
    options.push(`--pdeathsig=${wish.signalOnParentDeath.slice(3)}`);
  if (options.length === 0) return { command: wish.command, arguments: wish.arguments, user: null };
  return {
    command: 'setpriv',
    arguments: [...options, wish.command, ...wish.arguments],
    user: null,
  };
}

/** The smallest capability at hand: reading and passing folders; containers may only have the wider one. */
function passClosedFolders(): string[] {
  const own = BigInt(
    `0x${/^CapEff:\s*(\w+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'}`,
  );
  const readAndSearch = 2n;
  const name = (own >> readAndSearch) & 1n ? 'dac_read_search' : 'dac_override';
  return [
    // PostgreSQL asks access(2) whether its programs can be run, which else forgets the capability.
    '--securebits=+no_setuid_fixup',
    ...['inh-caps', 'ambient-caps', 'bounding-set'].map((set) => `--${set}=-all,+${name}`),
  ];
}

function canReach(path: string, user: ServerUser): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
    if (((mode >> shift) & 1) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

function hasSetpriv(): boolean {
  if (process.platform !== 'linux') return false;
  const answer = spawnSync('setpriv', ['--version'], { encoding: 'utf8' });
  return answer.status === 0 && answer.stdout.includes('util-linux');
}

function lookUp(name: string): ServerUser | null {
  try {
    const ask = (what: string): number =>
      Number.parseInt(execFileSync('id', [what, name], { encoding: 'utf8', stdio: 'pipe' }), 10);
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    // `id` ends with an error when there is no such user, which is the answer.
    return null;
  }
}
