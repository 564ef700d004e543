// Lint rules of the house. Each ban says what to use instead; zero warnings.
import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { house } from './scripts/check-lint.plugin.mjs';

const specs = ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e-spec.ts'];
// A file without a role in its name is a rule, and rules are pure; see .dependency-cruiser.mjs.
const pureFiles = [
  'libs/{money,agreements,contracts}/src/**/*.ts',
  'apps/{gateway,clearing,settlement,statistics}/src/**/+([a-z0-9-])?(.rules).ts',
];
const notPure = [...specs, '**/index.ts', '**/main.ts', '**/*.main.ts', '**/*.generator.ts'];
const amountFiles = [
  'libs/{agreements,contracts}/src/**/*.ts',
  'apps/{clearing,settlement,statistics}/src/**/*.ts',
];

const bans = {
  starExport: {
    selector: 'ExportAllDeclaration',
    message: 'List the exported names: export { a, b } from …',
  },
  parseFloat: {
    selector:
      'CallExpression:matches([callee.name="parseFloat"], [callee.object.name="Number"][callee.property.name="parseFloat"])',
    message:
      'Amounts: Money.parse(text, currency) of @reciproca/money. Counts: Number.parseInt(text, 10).',
  },
  toNumber: {
    selector: 'CallExpression[callee.property.name="toNumber"]',
    message: 'No number ever holds an amount: stay with Money, or toString() at the edge.',
  },
  randomNumber: {
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
    message: 'Pass a seeded generator as an argument; for ids and keys use node:crypto.',
  },
  promiseAllOnRunner: {
    selector:
      'CallExpression[callee.object.name="Promise"][callee.property.name=/^(all|allSettled)$/] Identifier[name=/^(queryRunner|runner|manager|entityManager|unitOfWork|transaction|tx|client)$/]',
    message:
      'One query runner runs one query at a time, and one failure leaves the others running: await them in turn, or write one set-based statement.',
  },
};

const pureBans = {
  now: {
    selector:
      ':matches(CallExpression[callee.object.name="Date"][callee.property.name="now"], NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"])',
    message: 'Time is an argument: take the instant or the day from the caller, who has the clock.',
  },
};

const amountBans = {
  numberCall: {
    selector: 'CallExpression[callee.name="Number"]',
    message:
      'Amounts: Money.parse(text, currency). Counts: select count(*)::int, or Number.parseInt(text, 10).',
  },
  unaryPlus: {
    selector: 'UnaryExpression[operator="+"]',
    message:
      'Amounts: Money.parse(text, currency). Counts: select count(*)::int, or Number.parseInt(text, 10).',
  },
};

// A later no-restricted-syntax replaces an earlier one, so each group of files gets its whole list.
const restrict = (...groups) => ({
  'no-restricted-syntax': ['error', ...groups.flatMap((group) => Object.values(group))],
});

// Money wraps decimal.js and may ask it for small integers, such as a count of decimals.
const bansInMoney = Object.values(bans).filter((ban) => ban !== bans.toNumber);

export default defineConfig(
  globalIgnores(['**/dist/', '**/.data/', '**/.cache/', '**/coverage/']),
  {
    linterOptions: {
      reportUnusedDisableDirectives: 'error',
      reportUnusedInlineConfigs: 'error',
    },
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        // One program over the sources and specs of all workspaces: the project service would
        // open the 26 projects of `tsc -b`, and would need them built.
        project: ['./tsconfig.lint.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { house },
    rules: {
      'house/directive-gives-reason': 'error',
      ...restrict(bans),
      'no-console': 'error',
      eqeqeq: 'error',
      'no-param-reassign': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': 'off',
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      'max-depth': ['error', 3],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Nest gives its options classes as types; a literal of the same shape is what it wants.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  { files: ['libs/money/src/**/*.ts'], rules: restrict(bansInMoney) },
  { files: amountFiles, ignores: specs, rules: restrict(bans, amountBans) },
  {
    files: pureFiles,
    ignores: notPure,
    rules: {
      ...restrict(bans, pureBans, amountBans),
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'A rule takes its settings as arguments.' },
        { name: 'performance', message: 'A rule measures nothing; do it in its caller.' },
        { name: 'setTimeout', message: 'A rule does not wait; do it in its caller.' },
        { name: 'setInterval', message: 'A rule does not wait; do it in its caller.' },
        { name: 'crypto', message: 'Ids are arguments; for hashes use createHash of node:crypto.' },
        { name: 'fetch', message: 'A rule takes what it needs as arguments.' },
      ],
      'no-restricted-imports': [
        'error',
        ...['node:crypto', 'crypto'].map((name) => ({
          name,
          importNames: ['randomUUID', 'randomBytes', 'randomInt', 'webcrypto', 'getRandomValues'],
          message: 'Ids and randomness are arguments.',
        })),
      ],
    },
  },
  {
    files: ['libs/money/src/**/*.ts'],
    ignores: notPure,
    rules: restrict(bansInMoney, pureBans),
  },
  {
    // Limits assert their relations; that they hold today is the point, not a mistake.
    files: ['**/limits.ts'],
    rules: { '@typescript-eslint/no-unnecessary-condition': 'off' },
  },
  { files: specs, rules: { 'max-lines-per-function': 'off' } },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly']),
      ),
    },
    plugins: { house },
    rules: {
      'house/directive-gives-reason': 'error',
      'no-restricted-syntax': ['error', ...Object.values(bans)],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 3],
      'max-depth': ['error', 3],
    },
  },
);
