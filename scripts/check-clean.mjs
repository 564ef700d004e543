// `npm run check:clean`: generates everything that is committed and generated, and fails when that
// changed a file, because then the committed one was not what the code says.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Path to content hash, for every file that git tracks or would track. */
function photograph() {
  const options = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const output = execFileSync('git', options, { cwd: root, encoding: 'utf8' });
  const files = output
    .split('\0')
    .filter((path) => path !== '' && existsSync(root + path) && lstatSync(root + path).isFile());
  return new Map(
    files.map((path) => [
      path,
      createHash('sha256')
        .update(readFileSync(root + path))
        .digest('hex'),
    ]),
  );
}

const before = photograph();
execFileSync('npm', ['run', '--silent', 'generate'], { cwd: root, stdio: 'inherit' });
const after = photograph();

const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
const changed = paths.filter((path) => before.get(path) !== after.get(path));
if (changed.length > 0) {
  console.error('These files were not what the code generates; look at them and commit them:');
  console.error(changed.map((path) => `  ${path}`).join('\n'));
  process.exitCode = 1;
} else {
  console.log('Generated files are what the code says.');
}
