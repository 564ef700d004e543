// Compiles all workspaces (`tsc -b`, only what changed) and removes compiled files whose source is gone.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startStep } from './step.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** A remark begins with the time of day, or with a star in the list of projects. */
const remark = /^(\[?\d+:\d\d:\d\d|\s+\* )/;
const compiled = /\.(d\.ts\.map|d\.ts|js\.map|js)$/;

/**
 * Builds; says what is being built and every error. True when all of it compiled.
 *
 * @param project what to build with all it needs; everything, specs included, when absent
 */
export async function build(project) {
  for (const workspace of workspaces()) tidy(workspace);
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const what = project === undefined ? [] : [project];
  const compiler = [tsc, '-b', ...what, '--verbose', '--pretty', 'false'];
  const { child, ended } = startStep(process.execPath, compiler, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) tell(line);
  if ((await ended) === 0) return true;
  process.stderr.write('[reciproca] the sources do not compile\n');
  return false;
}

/** Of the compiler's remarks the only one of use is which project it works on; the rest are errors. */
function tell(line) {
  const project = /Building project '(.+?)'/.exec(line)?.[1];
  if (project !== undefined) {
    const name = relative(root, project).replace(/\/?tsconfig\.json$/, '');
    process.stderr.write(
      `[reciproca] compiling ${name.replace('/tsconfig.spec.json', ' (specs)')}\n`,
    );
  } else if (line !== '' && !remark.test(line)) {
    process.stderr.write(`${line}\n`);
  }
}

function workspaces() {
  return ['libs', 'apps'].flatMap((group) => {
    const folder = join(root, group);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .map((name) => join(folder, name))
      .filter((path) => existsSync(join(path, 'tsconfig.json')));
  });
}

/**
 * A spec that was deleted or renamed would go on being run from its compiled form; and a compiled file
 * that somebody deleted would stay missing, since the compiler trusts its own notes.
 */
function tidy(workspace) {
  const source = join(workspace, 'src');
  const output = join(workspace, 'dist');
  const sources = filesBelow(source).filter((path) => /\.ts$/.test(path) && !/\.d\.ts$/.test(path));
  const wanted = new Set(sources.map((path) => path.replace(/\.ts$/, '')));
  const found = filesBelow(output).filter((path) => compiled.test(path));
  for (const path of found) {
    if (!wanted.has(path.replace(compiled, ''))) rmSync(join(output, path), { force: true });
  }
  const present = new Set(found.filter((path) => path.endsWith('.js')));
  const missing = [...wanted].filter((path) => !present.has(`${path}.js`));
  const isSpec = (path) => /(spec|\.builder|\.fixture)$/.test(path);
  if (missing.some(isSpec)) rmSync(join(output, '.spec.tsbuildinfo'), { force: true });
  if (!missing.every(isSpec)) rmSync(join(output, '.tsbuildinfo'), { force: true });
}

/** Relative paths of all files below a folder; none when there is no such folder. */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !(await build())) process.exitCode = 1;
