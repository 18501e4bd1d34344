import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { repeatedTests } from '../support/repeated-tests.ts';

// A service per file: Node compiles what they load once.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../../.cache/compile');

export default defineConfig({
  test: {
    include: ['test/portal/**/*.browser.ts'],
    env: { POWERTOOLS_LOG_LEVEL: 'CRITICAL', POWERTOOLS_METRICS_DISABLED: 'true' },
    globalSetup: 'test/support/shared-servers.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000, interval: 50 } },
    // A browser under load can drop a key press or miss a frame. Whoever needs a third try has failed.
    retry: 1,
    reporters: ['default', repeatedTests],
    // Each file has a service and a browser of its own.
    maxWorkers: 2,
  },
});
