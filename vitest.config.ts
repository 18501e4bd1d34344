import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { repeatedTests } from './test/support/repeated-tests.ts';
import { isSlow, patience, serverSet } from './test/support/server-set.ts';

// Half of the time goes into starting Node, for services and for the command line. It compiles what it loads once.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '.cache/compile');

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Logs and metrics are asserted, not printed.
    env: { POWERTOOLS_LOG_LEVEL: 'CRITICAL', POWERTOOLS_METRICS_DISABLED: 'true' },
    // One process for many files: each would load the SDK, the CDK and the rest again. Beside real servers that is little.
    isolate: serverSet !== 'embedded',
    setupFiles: 'test/support/leave-as-found.ts',
    globalSetup: ['test/support/shared-servers.ts', 'test/support/shared-templates.ts'],
    testTimeout: patience(30_000),
    hookTimeout: patience(30_000),
    // Emulators on a busy machine answer late. What needed a second try is named at the end.
    retry: isSlow ? 1 : 0,
    reporters: ['default', repeatedTests],
    // Half of the tests wait for a server in another process.
    maxWorkers: '100%',
  },
});
