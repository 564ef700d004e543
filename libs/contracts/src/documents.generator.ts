/*
 * Writes the documents that are made from the contracts: `docs/openapi.json`, `docs/asyncapi.json`,
 * `docs/schemas/*.schema.json`, `docs/csv.md`, `docs/errors.md`. Run by `npm run generate`.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedDocuments } from './documents/generated-documents.js';

const SCHEMA_SUFFIX = '.schema.json';

const docs = fileURLToPath(new URL('../../../docs/', import.meta.url));
const schemas = join(docs, 'schemas');

mkdirSync(schemas, { recursive: true });
for (const name of readdirSync(schemas)) {
  // The schema of a type that no longer exists must not stay behind.
  if (name.endsWith(SCHEMA_SUFFIX)) rmSync(join(schemas, name));
}
for (const [path, text] of generatedDocuments()) writeFileSync(join(docs, path), text);
