// `npm run names`: kebab-case everywhere, and the suffix of a source file tells its role.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Every role that a file name may tell, and what such a file holds. */
const roles = {
  app: 'an app as a part of a process: what it is made of and what it starts',
  module: 'a Nest module',
  controller: 'HTTP or Kafka handlers: reads the input, calls, answers',
  service: 'use cases: decide with rules, act through repositories',
  repository: 'SQL of one aggregate',
  entity: 'a TypeORM entity',
  migration: 'one change of the database schema, as SQL',
  errors: 'codes and error classes',
  schema: 'zod schemas and the types they give',
  routes: 'a part of the route table',
  rules: 'pure decisions; a file without a role is the same',
  port: 'what a library asks of its surroundings',
  types: 'types alone',
  data: 'facts as constants, with their source',
  config: 'settings read from the environment',
  handler: 'what one kind of message does',
  server: 'a Nest transport or a listening socket',
  client: 'the other end of it',
  guard: 'a Nest guard',
  filter: 'a Nest exception filter',
  interceptor: 'a Nest interceptor',
  middleware: 'an Express middleware',
  pipe: 'a Nest pipe',
  decorator: 'decorators and the metadata behind them',
  tokens: 'names under which Nest injects',
  command: 'one command of the command line',
  worker: 'a process or thread that another file starts',
  main: 'an entry point',
  generator: 'makes files that are committed',
  generated: 'was made by a generator',
  builder: 'test data',
  fixture: 'test surroundings',
  spec: 'a test without I/O',
  'int-spec': 'a test with a real database or broker',
  'e2e-spec': 'a test of whole processes',
};

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** What is wrong with the path of a source file; empty when nothing is. */
export function faultsOfPath(path) {
  const folders = path.split('/');
  const [name, ...suffixes] = (folders.pop() ?? '')
    .replace(/(\.d)?\.(ts|mts|mjs|js)$/, '')
    .split('.');
  const faults = [...folders, name]
    .filter((part) => !kebab.test(part))
    .map((part) => `${part} is not kebab-case`);
  const strangers = suffixes.filter((suffix) => !(suffix in roles));
  return [...faults, ...strangers.map((suffix) => `.${suffix} is no role`)];
}

/** Tracked and new files alike, so that the check also helps before the commit. */
function sourceFiles() {
  const patterns = ['libs/*/src/**', 'apps/*/src/**'].map((glob) => `:(glob)${glob}`);
  const options = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const output = execFileSync('git', [...options, '--', ...patterns], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
  });
  return output.split('\0').filter((path) => /\.(ts|mts|mjs|js)$/.test(path));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = sourceFiles();
  const faults = files.flatMap((path) => faultsOfPath(path).map((fault) => `${path}: ${fault}`));
  if (faults.length > 0) {
    const dictionary = Object.entries(roles).map(([role, meaning]) => `  .${role}: ${meaning}`);
    console.error([...faults, '', 'The roles:', ...dictionary].join('\n'));
    process.exitCode = 1;
  } else if (files.length === 0) {
    console.error('No source file found: the check would pass whatever the names are.');
    process.exitCode = 1;
  } else {
    console.log(`${String(files.length)} file names tell their role`);
  }
}
