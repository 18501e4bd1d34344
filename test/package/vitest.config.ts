// Packs the construct and builds an app on it, in half a minute of computing: `npm run test:package`, no part of `npm test`.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/package/*.package.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    setupFiles: 'test/support/leave-as-found.ts',
  },
});
