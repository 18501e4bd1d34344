import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/portal/**/*.browser.ts'],
    env: { POWERTOOLS_LOG_LEVEL: 'CRITICAL', POWERTOOLS_METRICS_DISABLED: 'true' },
    globalSetup: 'test/support/shared-servers.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000, interval: 50 } },
    // Each file has a service and a browser of its own.
    maxWorkers: 2,
  },
});
