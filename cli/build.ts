// Makes dist/pipeline-versioning.mjs, the command line as one file, because Node strips types from no file below
// node_modules. node cli/build.ts [DIR]
import { chmod } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const outfile = join(
  resolve(process.argv[2] ?? join(import.meta.dirname, '../dist')),
  'pipeline-versioning.mjs',
);

await build({
  entryPoints: [join(import.meta.dirname, 'main.ts')],
  ...{ bundle: true, minify: true, keepNames: true, legalComments: 'none' },
  ...{ platform: 'node', format: 'esm', target: 'node20', outfile },
  // The AWS SDK and cli-table3 call require().
  banner: {
    js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
  },
  logLevel: 'error',
});
await chmod(outfile, 0o755);
