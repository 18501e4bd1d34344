// The functions as a deployment has them, from the CDK app itself: its bundles, and what its template says of each.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUCKET, TABLE } from '../../../infra/local/defaults.ts';
import { run } from '../../../infra/local/servers/run.ts';

export interface DeployedFunction {
  /** What is uploaded. */
  readonly dir: string;
  /** Those that Lambda sets from the template. */
  readonly variables: Readonly<Record<string, string>>;
}

interface Resource {
  readonly Type: string;
  readonly Properties: Properties;
  readonly Metadata: Readonly<Record<string, string>>;
}

/** Of a function. */
interface Properties {
  readonly Handler: string;
  readonly Runtime: string;
  readonly MemorySize: number;
  readonly LoggingConfig: { readonly LogFormat: string };
  readonly Environment: { readonly Variables: Readonly<Record<string, string | { readonly Ref: string }>> };
}

type Resources = Readonly<Record<string, Resource>>;

const ROOT = join(import.meta.dirname, '../../..');
/** Assets are named in the template, as by the CDK's command line; S3 is asked by path, as the embedded one wants it. */
const CONTEXT = { 'aws:cdk:enable-asset-metadata': true, 'bundling:metafile': true, s3PathStyle: true };
/** Stand-ins for the resources that the functions' environment names. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': TABLE,
  'AWS::S3::Bucket': BUCKET,
  'AWS::SQS::Queue': 'http://127.0.0.1/queue',
};

/** Each bundle once, with esbuild's metafile beside it. All of it is written to `outdir`. */
export async function synthesizeFunctions(outdir: string): Promise<readonly DeployedFunction[]> {
  const env = { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(CONTEXT) };
  await run(process.execPath, ['infra/app.ts'], { cwd: ROOT, env });
  const { Resources } = readJson(join(outdir, 'Service.template.json')) as { Resources: Resources };
  const functions = Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map((resource) => deployed(resource, Resources, outdir));
  return [...new Map(functions.map((fn) => [fn.dir, fn])).values()];
}

function deployed(
  { Properties, Metadata }: Resource,
  resources: Resources,
  outdir: string,
): DeployedFunction {
  const { Handler, Runtime, MemorySize, LoggingConfig, Environment } = Properties;
  const given = Object.entries(Environment.Variables).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : nameOf(value.Ref, resources),
  ]);
  const dir = join(outdir, Metadata['aws:asset:path'] ?? '');
  return {
    dir,
    variables: {
      ...Object.fromEntries(given),
      _HANDLER: Handler,
      LAMBDA_TASK_ROOT: dir,
      AWS_EXECUTION_ENV: `AWS_Lambda_${Runtime}`,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
      AWS_LAMBDA_LOG_FORMAT: LoggingConfig.LogFormat,
    },
  };
}

function nameOf(id: string, resources: Resources): string {
  const type = resources[id]?.Type ?? '';
  const name = NAMES[type];
  if (name === undefined) throw new Error(`nothing stands for ${id}, a ${type}`);
  return name;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
