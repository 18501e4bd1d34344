// The tests that a mutant of the domain and the use cases is tried on: those that need no server.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/domain/**/*.test.ts', 'test/unit/usecases/**/*.test.ts'],
    setupFiles: 'test/mutation/quick-properties.ts',
    env: { MAX_SAMPLES: '200' },
    testTimeout: 30_000,
  },
});
