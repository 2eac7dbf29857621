/** Node 24 strips the types; tests run on the sources and on dist/index.js as they stand. */
export default {
  testEnvironment: 'node',
  setupFilesAfterEnv: ['<rootDir>/__tests__/harness/second-try.ts'],
  globalSetup: '<rootDir>/tools/require-fresh-dist.ts',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tools/strip-types.js' },
  // Of hooks, too. A run of the action has a shorter limit of its own; this one ends what hangs, on the busiest machine.
  testTimeout: 180_000,
  // Most of a test's time is a process that it waits for.
  maxWorkers: '100%',
};
