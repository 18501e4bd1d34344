// A function whose code is bundled from these sources when the template is made. The package of the construct brings the
// bundles instead (infra/package/prebuilt-function.ts).
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code, type FunctionOptions, Function as LambdaFunction, type Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

export interface BundledFunctionProps extends FunctionOptions {
  /** The file that exports `handler`, from the project's root. */
  readonly entry: string;
  readonly runtime: Runtime;
}

const ROOT = join(import.meta.dirname, '../..');
const BUNDLE = join(import.meta.dirname, 'bundle/main.ts');

export function bundledFunction(
  scope: Construct,
  id: string,
  { entry, ...props }: BundledFunctionProps,
): LambdaFunction {
  const flags = scope.node.tryGetContext('bundling:metafile') === true ? ['--metafile'] : [];
  return new LambdaFunction(scope, id, { ...props, handler: 'index.handler', code: bundled(entry, flags) });
}

function bundled(entry: string, flags: readonly string[]): Code {
  const bundleInto = (outdir: string) => {
    execFileSync(process.execPath, [BUNDLE, entry, outdir, ...flags], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return true;
  };
  return Code.fromAsset(ROOT, {
    assetHashType: AssetHashType.OUTPUT,
    // The CDK keeps what it has bundled by command; the image, which it demands, is for bundles that Docker makes.
    bundling: {
      command: [entry, ...flags],
      image: DockerImage.fromRegistry('none'),
      local: { tryBundle: bundleInto },
    },
  });
}
