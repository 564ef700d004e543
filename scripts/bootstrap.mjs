// Makes a checkout ready to run: the right Node, installed packages, compiled sources. Plain Node, no
// package needed; each step is skipped when there is nothing to do. Sets nothing outside the checkout.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { startStep } from './step.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const nodeMin = [20, 19];
const lockWaitMs = 500;
const parentCheckMs = 500;

/**
 * Does all of it, or ends the process with a message that says what to do.
 *
 * @param project what to build with all it needs; everything, specs included, when absent
 */
export async function bootstrap(project) {
  checkNode();
  endWithNpm();
  const release = await takeTurn();
  try {
    await install();
    if (!(await build(project))) process.exit(1);
  } finally {
    release();
  }
}

function say(text) {
  process.stderr.write(`[reciproca] ${text}\n`);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map((part) => Number.parseInt(part, 10));
  if (major > nodeMin[0] || (major === nodeMin[0] && minor >= nodeMin[1])) return;
  say(`Node ${nodeMin.join('.')} or newer is needed; this is ${process.versions.node}.`);
  process.exit(1);
}

/**
 * SIGTERM to npm ends npm and the shell between npm and us, and never reaches us: when the shell is gone,
 * we send it to ourselves. Whoever starts us without npm may end before us.
 */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, parentCheckMs);
  watch.unref();
}

/** Two commands in one new checkout: the second waits until the first has installed and built. */
async function takeTurn() {
  const file = join(root, '.cache', 'bootstrap.pid');
  mkdirSync(dirname(file), { recursive: true });
  for (let told = false; ; told = true) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (holderIsGone(file)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) say('another command is preparing this checkout; waiting for it');
    await new Promise((resolve) => {
      setTimeout(resolve, lockWaitMs);
    });
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  return () => {
    process.removeListener('exit', release);
    release();
  };
}

function holderIsGone(file) {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    // An empty file is one that is being written; it counts as left behind after a while.
    if (Number.isNaN(pid)) return Date.now() - statSync(file).mtimeMs > 5_000;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

async function install() {
  if (isInstalled()) return;
  say('installing packages (npm ci), once per change of package-lock.json');
  // The npm that started us, else the one of the PATH.
  const npm = process.env.npm_execpath;
  const viaNode = npm !== undefined && /\.[cm]?js$/.test(npm);
  const [command, first] = viaNode ? [process.execPath, [npm]] : ['npm', []];
  const { ended } = startStep(command, [...first, 'ci', '--no-audit'], {
    cwd: root,
    stdio: ['inherit', 2, 2],
    shell: process.platform === 'win32' && !viaNode,
  });
  const code = await ended.catch((error) => error.message);
  if (code === 0) return;
  say(`npm ci failed (${typeof code === 'number' ? `exit code ${code}` : code}); see above`);
  process.exit(1);
}

/**
 * Whether what npm noted as installed is what package-lock.json wants. npm writes its note last, so
 * an interrupted installation counts as none; packages for other systems are optional and may be absent.
 */
function isInstalled() {
  const note = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(note)) return false;
  const installed = JSON.parse(readFileSync(note, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted)
    .filter(([path]) => path.includes('node_modules/'))
    .every(([path, { version, integrity, optional }]) => {
      const found = installed[path];
      if (found === undefined) return optional === true;
      return found.version === version && found.integrity === integrity;
    });
}
