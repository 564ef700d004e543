import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** Folder of Swagger UI's files. The package brings no types, so it is asked for its place only. */
export function swaggerUiFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
}
