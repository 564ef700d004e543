#!/usr/bin/env node
// The command line as npm links it; committed, because npm links before anything is built.
import { existsSync } from 'node:fs';
import process from 'node:process';
import { URL } from 'node:url';

const main = new URL('../dist/cli/main.js', import.meta.url);

if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write('reciproca is not built yet: run `npm run build` first.\n');
  process.exitCode = 1;
}
