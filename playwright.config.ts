import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.e2e.ts',
  // Most of a story is waiting; those with the same options share an installation of their worker.
  workers: 2,
  fullyParallel: false,
  // Where nobody watches, a story that a loaded machine made late gets one more chance, in a new installation; the report calls it flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: process.env.CI ? [['list'], ['json', { outputFile: 'test-results/e2e.json' }]] : [['list']],
  outputDir: 'test-results/e2e',
  use: { trace: 'on-first-retry' },
});
