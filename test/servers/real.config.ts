// vitest's settings for what needs MinIO, DynamoDB Local and LocalStack beside each other: *.real.ts. See run.ts.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.real.ts'],
    testTimeout: 120_000,
    // An install may be among them.
    hookTimeout: 900_000,
    maxWorkers: '100%',
  },
});
