import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/portal/**/*.browser.ts'],
    env: { POWERTOOLS_LOG_LEVEL: 'CRITICAL', POWERTOOLS_METRICS_DISABLED: 'true' },
    globalSetup: 'test/support/shared-servers.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000, interval: 50 } },
    // A browser under load can drop a key press or miss a frame; what needed a second try is named in the report.
    retry: 1,
    // Each file has a service and a browser of its own.
    maxWorkers: 2,
  },
});
