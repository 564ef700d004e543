// `npm run generate`: everything that is committed and yet made from code. Each workspace makes its
// own files in its script `generate`; the picture of the imports is made here.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (command, args, stdio = 'inherit') =>
  execFileSync(command, args, { cwd: root, encoding: 'utf8', stdio, maxBuffer: 64 * 1024 * 1024 });

/** Who imports whom, one node per workspace. */
function dependencyGraph() {
  const cruiser = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';
  const options = [
    ...['--config', '.dependency-cruiser.mjs', '--output-type', 'json'],
    ...['--include-only', '^(libs|apps)/', '--exclude', '(spec\\.ts$|/dist/|^libs/testing/)'],
  ];
  const output = run(process.execPath, [cruiser, ...options, 'libs', 'apps'], 'pipe');
  const workspaceOf = (path) => path.split('/')[1];
  const edges = JSON.parse(output).modules.flatMap(({ source, dependencies }) =>
    dependencies
      .filter(({ resolved }) => workspaceOf(resolved) !== workspaceOf(source))
      .map(({ resolved }) => `  ${workspaceOf(source)} --> ${workspaceOf(resolved)}`),
  );
  return [
    '# Who imports whom',
    '',
    'Made by `npm run generate` from the imports themselves; specs and the testing library are left out.',
    '',
    '```mermaid',
    'flowchart TD',
    ...[...new Set(edges)].sort(),
    '```',
    '',
  ].join('\n');
}

run(process.execPath, ['node_modules/typescript/bin/tsc', '-b']);
run('npm', ['run', '--silent', 'generate', '--workspaces', '--if-present']);
writeFileSync(`${root}docs/dependency-graph.md`, dependencyGraph());
