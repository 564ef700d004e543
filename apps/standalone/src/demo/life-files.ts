import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lifeSteps } from './life-case.js';
import { eventOf, type LifeResult } from './life-run.js';

/**
 * Keeps what the life of the claims was made of and gave, in a folder of its own.
 *
 * @returns the files, for the reader
 */
export async function keepLife(folder: string, life: LifeResult): Promise<string[]> {
  const directory = join(folder, 'life');
  await mkdir(directory, { recursive: true });
  const messages = lifeSteps.flatMap((step) =>
    step.kind === 'messages'
      ? step.messages.map((message, index) => JSON.stringify(eventOf(message, step.day, index)))
      : [],
  );
  const files = {
    'messages.ndjson': `${messages.join('\n')}\n`,
    'account-statement-FR-DE-2021.csv': life.statementCsv,
    'account-statement-FR-DE-2021.json': `${JSON.stringify(life.statement, null, 2)}\n`,
    ...(life.deadlines.length > 0
      ? { 'deadlines-FR.json': `${JSON.stringify(life.deadlines, null, 2)}\n` }
      : {}),
  };
  return Promise.all(
    Object.entries(files).map(async ([name, text]) => {
      const path = join(directory, name);
      await writeFile(path, text);
      return path;
    }),
  );
}
