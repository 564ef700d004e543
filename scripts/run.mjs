// Prepares the checkout, then runs a compiled entry point in this same process: signals, exit code and
// process number are the program's own, and nothing is left when this process is killed.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * @param entry path of the compiled file, from the root of the checkout; the command line's arguments
 *   are left as they are
 */
export async function run(entry) {
  await bootstrap('apps/standalone');
  const file = join(root, entry);
  if (!existsSync(file)) throw new Error(`${entry} was not built`);
  process.argv[1] = file;
  await import(pathToFileURL(file).href);
}
