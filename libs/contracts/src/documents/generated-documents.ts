import { buildAsyncApi } from './async-api.js';
import { buildCsvReference } from './csv-reference.js';
import { buildErrorReference } from './error-reference.js';
import { buildJsonSchemas } from './event-json-schemas.js';
import { formatJson } from './json.js';
import { buildOpenApi } from './open-api.js';

/** Every generated document of the contracts: its path below `docs` and its text. */
export function generatedDocuments(): ReadonlyMap<string, string> {
  const documents = new Map<string, string>([
    ['openapi.json', formatJson(buildOpenApi())],
    ['asyncapi.json', formatJson(buildAsyncApi())],
    ['csv.md', buildCsvReference()],
    ['errors.md', buildErrorReference()],
  ]);
  for (const [type, schema] of buildJsonSchemas()) {
    documents.set(`schemas/${type}.schema.json`, formatJson(schema));
  }
  return documents;
}
