import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MoneyResult } from './money-run.js';

/**
 * Keeps the payment files and the bank statements, in a folder of its own.
 *
 * @returns the files, for the reader
 */
export async function keepMoney(folder: string, money: MoneyResult): Promise<string[]> {
  const directory = join(folder, 'money');
  await mkdir(directory, { recursive: true });
  const files = [
    ...Object.entries(money.paymentFiles).map(
      ([batch, text]) => [`${batch.replaceAll('/', '_')}.pain.001.xml`, text] as const,
    ),
    ...money.statements.map(
      ({ state, file }, index) => [`${String(index + 1)}-${state}.camt.053.xml`, file] as const,
    ),
  ];
  return Promise.all(
    files.map(async ([name, text]) => {
      const path = join(directory, name);
      await writeFile(path, text);
      return path;
    }),
  );
}
