import { defineConfig } from 'vitest/config';
import { isSlow, patience } from './test/support/server-set.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Logs and metrics are asserted, not printed.
    env: { POWERTOOLS_LOG_LEVEL: 'CRITICAL', POWERTOOLS_METRICS_DISABLED: 'true' },
    globalSetup: 'test/support/shared-servers.ts',
    testTimeout: patience(30_000),
    hookTimeout: patience(30_000),
    // Emulators on a busy machine answer late. The report names what needed a second try.
    retry: isSlow ? 1 : 0,
    // Half of the tests wait for a server in another process.
    maxWorkers: '100%',
  },
});
