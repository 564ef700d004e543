import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

// Each ban is broken once in an empty house, and must answer with what to use instead. A neighbour
// that keeps to the rule stands beside it, so that a ban which refuses everything is found too.

const repository = fileURLToPath(new URL('../../../../', import.meta.url));

interface Offence {
  readonly file: string;
  readonly text: string;
  readonly rule: string;
  /** Part of the message: the replacement that it names. */
  readonly says: string;
}

const asRule = 'apps/clearing/src/netting';
const syntax = 'no-restricted-syntax';
const longFunction = `export function long(): number {\n  let x = 0;\n${'  x += 1;\n'.repeat(60)}  return x;\n}\n`;

const offences: readonly Offence[] = [
  {
    file: `${asRule}/now.ts`,
    text: 'export const now = Date.now();',
    rule: syntax,
    says: 'Time is an argument',
  },
  {
    file: `${asRule}/today.rules.ts`,
    text: 'export const today = new Date();',
    rule: syntax,
    says: 'Time is an argument',
  },
  {
    file: 'libs/money/src/now.ts',
    text: 'export const now = Date.now();',
    rule: syntax,
    says: 'Time is an argument',
  },
  {
    file: 'libs/agreements/src/env.ts',
    text: 'export const port = process.env;',
    rule: 'no-restricted-globals',
    says: 'settings as arguments',
  },
  {
    file: 'libs/contracts/src/id.ts',
    text: "import { randomUUID } from 'node:crypto';\nexport const id = randomUUID();",
    rule: 'no-restricted-imports',
    says: 'Ids and randomness',
  },
  {
    file: 'libs/local/src/random.ts',
    text: 'export const x = Math.random();',
    rule: syntax,
    says: 'seeded generator',
  },
  {
    file: 'apps/gateway/src/float.service.ts',
    text: "export const x = parseFloat('1');",
    rule: syntax,
    says: 'Money.parse',
  },
  {
    file: 'libs/money/src/float.ts',
    text: "export const x = Number.parseFloat('1');",
    rule: syntax,
    says: 'Money.parse',
  },
  {
    file: 'libs/runtime/src/to.ts',
    text: 'export const f = (d: { toNumber(): number }): number => d.toNumber();',
    rule: syntax,
    says: 'stay with Money',
  },
  {
    file: 'apps/statistics/src/sum.service.ts',
    text: "export const x = Number('1');",
    rule: syntax,
    says: 'Money.parse',
  },
  {
    file: 'apps/settlement/src/plus.service.ts',
    text: "const text = '1';\nexport const x = +text;",
    rule: syntax,
    says: 'Money.parse',
  },
  {
    file: 'libs/database/src/all.ts',
    text: 'export const f = (runner: { query(): Promise<void> }): Promise<void[]> =>\n  Promise.all([runner.query(), runner.query()]);',
    rule: syntax,
    says: 'await them in turn',
  },
  {
    file: 'libs/runtime/src/star.ts',
    text: "export * from './index.js';",
    rule: syntax,
    says: 'List the exported names',
  },
  {
    file: 'libs/runtime/src/log.ts',
    text: "export const f = (): void => console.log('x');",
    rule: 'no-console',
    says: 'console',
  },
  {
    file: 'libs/runtime/src/bang.ts',
    text: 'export const f = (x?: string): string => x!;',
    rule: '@typescript-eslint/no-non-null-assertion',
    says: 'non-null',
  },
  {
    file: 'libs/runtime/src/any.ts',
    text: 'export const f = (x: any): boolean => Boolean(x);',
    rule: '@typescript-eslint/no-explicit-any',
    says: 'any',
  },
  {
    file: 'libs/runtime/src/floating.ts',
    text: 'const later = async (): Promise<void> => { await Promise.resolve(); };\nexport const f = (): void => { later(); };',
    rule: '@typescript-eslint/no-floating-promises',
    says: 'await',
  },
  {
    file: 'libs/runtime/src/switch.ts',
    text: "export function f(x: 'a' | 'b'): void {\n  switch (x) {\n    case 'a':\n      break;\n  }\n}",
    rule: '@typescript-eslint/switch-exhaustiveness-check',
    says: '"b"',
  },
  {
    file: 'libs/runtime/src/long.ts',
    text: longFunction,
    rule: 'max-lines-per-function',
    says: '60',
  },
  {
    file: 'libs/runtime/src/tall.ts',
    text: 'export const x = [\n' + '  1,\n'.repeat(400) + '];',
    rule: 'max-lines',
    says: '400',
  },
  {
    file: 'libs/runtime/src/wide.ts',
    text: 'export const f = (a: number, b: number, c: number, d: number): number => a + b + c + d;',
    rule: '@typescript-eslint/max-params',
    says: 'Maximum allowed is 3',
  },
  {
    file: 'libs/runtime/src/deep.ts',
    text: 'export function f(a: boolean): number {\n  if (a) { for (;;) { if (a) { while (a) { return 1; } } } }\n  return 0;\n}',
    rule: 'max-depth',
    says: 'Maximum allowed is 3',
  },
  {
    file: 'libs/runtime/src/why.ts',
    text: '// eslint-disable-next-line no-console\nexport const f = (): void => console.log(1);',
    rule: 'house/directive-gives-reason',
    says: 'Say why',
  },
];

const innocents: Readonly<Record<string, string>> = {
  'libs/runtime/src/index.ts': 'export const thing = 1;\n',
  'apps/clearing/src/netting/netting.service.ts': 'export const now = Date.now();\n',
  'apps/clearing/src/netting/netting.spec.ts': "export const now = [Date.now(), Number('1')];\n",
  'apps/clearing/src/netting/day.ts': "export const day = new Date('2020-12-31T00:00:00Z');\n",
  'libs/money/src/scale.ts':
    'export const scale = (d: { toNumber(): number }): number => d.toNumber();\n',
  'apps/standalone/src/port.ts': "export const port = Number('3000');\n",
  'libs/runtime/src/reason.ts':
    '// eslint-disable-next-line no-console -- the one place that prints\nexport const f = (): void => console.log(1);\n',
};

interface FileResult {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
}

let house: string;

function write(file: string, text: string): void {
  const path = join(house, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function buildHouse(): void {
  house = mkdtempSync(join(tmpdir(), 'reciproca-lint-'));
  const copied = ['eslint.config.mjs', 'tsconfig.lint.json', 'tsconfig.base.json', 'package.json'];
  for (const file of [...copied, 'scripts/check-lint.plugin.mjs']) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    cpSync(join(repository, file), join(house, file));
  }
  symlinkSync(join(repository, 'node_modules'), join(house, 'node_modules'));
  for (const [file, text] of Object.entries(innocents)) write(file, text);
  for (const { file, text } of offences) write(file, text);
}

/** ESLint answers with exit code 1 when it found something, which is what this spec wants. */
function lint(): readonly FileResult[] {
  const script =
    "import { ESLint } from 'eslint'; const found = await new ESLint().lintFiles(['libs', 'apps']);" +
    'process.stdout.write(JSON.stringify(found));';
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: house,
    encoding: 'utf8',
    stdio: 'pipe',
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(output) as FileResult[];
}

describe('lint bans', () => {
  const found = new Map<string, FileResult['messages']>();

  beforeAll(() => {
    buildHouse();
    for (const { filePath, messages } of lint())
      found.set(filePath.slice(house.length + 1), messages);
  });

  afterAll(() => {
    rmSync(house, { recursive: true, force: true });
  });

  it.each(offences)('refuse $file by $rule and say "$says"', ({ file, rule, says }) => {
    const messages = found.get(file) ?? [];
    const own = messages.filter(({ ruleId }) => ruleId === rule).map(({ message }) => message);
    expect(own.join('\n')).toContain(says);
  });

  it.each(Object.keys(innocents))('let %s pass', (file) => {
    expect(found.get(file)).toEqual([]);
  });
});
