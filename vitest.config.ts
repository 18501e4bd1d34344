import { defineConfig } from 'vitest/config';
import { patience } from './test/support/server-set.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/shared-servers.ts',
    testTimeout: patience(30_000),
    hookTimeout: patience(30_000),
    // Half of the tests wait for a server in another process.
    maxWorkers: '100%',
  },
});
