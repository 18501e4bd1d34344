// A function whose code is bundled from these sources when the template is made. The package of the construct brings the
// bundles instead (infra/package/prebuilt-function.ts).
import { join } from 'node:path';
import type { FunctionOptions, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import type { BuildOptions } from 'esbuild';

export interface BundledFunctionProps extends FunctionOptions {
  /** The file that exports `handler`, from the project's root. */
  readonly entry: string;
  readonly runtime: Runtime;
}

const ROOT = join(import.meta.dirname, '../..');

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
  '@smithy/core/event-streams': join(ROOT, 'infra/aws/absent/event-streams.ts'),
  '@aws-sdk/middleware-endpoint-discovery': join(ROOT, 'infra/aws/absent/endpoint-discovery.ts'),
};

// Neither names in stack traces (`keepNames`) nor source maps: docs/performance.md, "Bundles and cold starts".
const options = { minify: true, target: 'node24', mainFields: ['module', 'main'] };

/** In esbuild's words. */
export const BUNDLED: BuildOptions = { ...options, external, alias, format: 'cjs', logLevel: 'error' };

const bundling: BundlingOptions = {
  ...options,
  // Node loads more of itself for an ES module that imports node:http than for a CommonJS one that requires it.
  format: OutputFormat.CJS,
  logLevel: LogLevel.ERROR,
  sourceMap: false,
  externalModules: external,
  esbuildArgs: Object.fromEntries(Object.entries(alias).map(([name, file]) => [`--alias:${name}`, file])),
};

export function bundledFunction(
  scope: Construct,
  id: string,
  { entry, ...props }: BundledFunctionProps,
): LambdaFunction {
  return new NodejsFunction(scope, id, {
    ...props,
    entry: join(ROOT, entry),
    projectRoot: ROOT,
    depsLockFilePath: join(ROOT, 'package-lock.json'),
    // With it, esbuild says beside the bundle what is in it: `npm run bench:cold`.
    bundling: { ...bundling, metafile: scope.node.tryGetContext('bundling:metafile') === true },
  });
}
