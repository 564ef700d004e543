// Runs the compiled specs as they are, as native ES modules: no transform, no module mocks.
// `unit`: no I/O. `int`: one real database and one real broker for the whole run.
const common = {
  testEnvironment: 'node',
  transform: {},
  roots: ['<rootDir>/libs', '<rootDir>/apps'],
  cacheDirectory: '<rootDir>/.cache/jest',
  modulePathIgnorePatterns: ['<rootDir>/.*/node_modules/'],
};

export default {
  // A bound against waiting for ever, no measure of speed: a busy machine fails no spec.
  testTimeout: 300_000,
  // The broker, the database and the apps that specs start need the rest of the machine.
  maxWorkers: Number.parseInt(process.env.JEST_WORKERS ?? '2', 10),
  reporters: ['default', '<rootDir>/scripts/jest-totals.reporter.mjs'],
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/{libs,apps}/*/dist/**/*.spec.js'],
    },
    {
      ...common,
      displayName: 'int',
      testMatch: ['<rootDir>/{libs,apps}/*/dist/**/*.{int-spec,e2e-spec}.js'],
      globalSetup: '<rootDir>/libs/testing/dist/shared-servers-setup.js',
      globalTeardown: '<rootDir>/libs/testing/dist/shared-servers-teardown.js',
    },
  ],
};
