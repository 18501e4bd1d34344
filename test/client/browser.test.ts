import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

test('the client is bundled for browsers as it is, without anything of Node', async () => {
  const entry = join(import.meta.dirname, '../../client/client.ts');

  const { outputFiles, warnings } = await build({
    ...{ entryPoints: [entry], bundle: true, minify: true, write: false },
    ...{ platform: 'browser', format: 'esm', target: 'es2022' },
  });

  expect(warnings).toEqual([]);
  expect(outputFiles[0]?.text).not.toMatch(/node:|require\(|process\./);
  expect(gzipSync(outputFiles[0]?.contents ?? '').length).toBeLessThan(8_700);
});
