// One function as one file: at each synthesis (main.ts), and for the package of the construct (infra/package/build.ts).
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { literalKeys } from './literal-keys.ts';

const ROOT = join(import.meta.dirname, '../../..');

/**
 * The AWS SDK comes from our lockfile, not from whatever the runtime has today, but for where credentials can come from
 * outside of Lambda: the SDK imports these when there are none in the environment, which a function always has. With them
 * a bundle is a third larger, and what they import is kept whole.
 */
const external = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

/** What the clients of the SDK import, and no operation of the service comes to use, is 27 KiB. */
const alias = {
  '@smithy/core/event-streams': join(import.meta.dirname, 'absent/event-streams.ts'),
  '@aws-sdk/middleware-endpoint-discovery': join(import.meta.dirname, 'absent/endpoint-discovery.ts'),
};

interface BundleOptions {
  /** The file that exports `handler`, from the project's root. */
  readonly entry: string;
  readonly outdir: string;
  /** Whether esbuild says in `index.meta.json` what is in the bundle: `npm run bench:cold`. */
  readonly metafile?: boolean;
}

/** Writes `index.js`. */
export async function bundle({ entry, outdir, metafile = false }: BundleOptions): Promise<void> {
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: join(outdir, 'index.js'),
    ...{ bundle: true, platform: 'node', target: 'node24', mainFields: ['module', 'main'] },
    // Node loads more of itself for an ES module that imports node:http than for a CommonJS one that requires it.
    format: 'cjs',
    // Neither names in stack traces (`keepNames`) nor source maps: docs/performance.md, "Bundles and cold starts".
    minify: true,
    ...{ external, alias, plugins: [literalKeys], metafile, logLevel: 'error' },
  });
  if (metafile) writeFileSync(join(outdir, 'index.meta.json'), JSON.stringify(result.metafile));
}
