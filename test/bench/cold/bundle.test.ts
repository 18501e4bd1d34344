import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readBundle } from './bundle.ts';

const metafile = {
  outputs: {
    'out/index.js': {
      entryPoint: 'functions/handlers/get-health.ts',
      inputs: {
        'functions/handlers/get-health.ts': { bytesInOutput: 5 },
        'functions/wiring.ts': { bytesInOutput: 2 },
        'node_modules/@middy/core/index.js': { bytesInOutput: 10 },
        'node_modules/zod/v4/core.js': { bytesInOutput: 4 },
        'node_modules/zod/index.js': { bytesInOutput: 16 },
        'node_modules/zod/node_modules/@middy/core/index.js': { bytesInOutput: 1 },
      },
    },
  },
};

test('a bundle is named after its entry, and its inputs are added up by package, largest first', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'bundle-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await writeFile(join(dir, 'index.meta.json'), JSON.stringify(metafile));
  await writeFile(join(dir, 'index.js'), 'x'.repeat(1_000));

  const { name, bytes, gzipBytes, inputs } = readBundle(dir);

  expect({ name, bytes }).toEqual({ name: 'get-health', bytes: 1_000 });
  expect(gzipBytes).toBeLessThan(100);
  expect(inputs).toEqual([
    ['zod', 20],
    ['@middy/core', 11],
    ['this project', 7],
  ]);
});
