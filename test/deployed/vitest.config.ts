// vitest's settings for what is done to a whole stack on an emulator, see run.ts: one file after another.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/deployed/**/*.stack.ts'],
    // The suites' patience (test/support/server-set.ts) is that with a deployed stack.
    env: { SERVER_SET: 'deployed' },
    testTimeout: 600_000,
    fileParallelism: false,
    bail: 1,
  },
});
