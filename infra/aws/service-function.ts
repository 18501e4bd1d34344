// A Lambda function as all of them are here: Node 24 on ARM, one minified ESM file, a log group that ends, and a role
// that may write to that log group and nothing else.
import { join } from 'node:path';
import type { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { accept } from './accept.ts';
import { removalOf } from './removal.ts';

export interface ServiceFunctionProps {
  /** The file that exports `handler`, from the project's root. */
  readonly entry: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly environment?: Readonly<Record<string, string>>;
  readonly reservedConcurrency?: number | undefined;
  readonly settings: Settings;
}

/** Of the service's own metrics: those of its functions, and those counted in its access log. */
export const METRICS_NAMESPACE = 'PipelineVersioning';

const ROOT = join(import.meta.dirname, '../..');

const bundling: BundlingOptions = {
  format: OutputFormat.ESM,
  mainFields: ['module', 'main'],
  target: 'node24',
  minify: true,
  // The yaml library is CommonJS for Node and calls require(), which an ES module does not have.
  banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  // Names in stack traces for 15 KB. Source maps would add 330 KB and, switched on, 20 ms of CPU to each cold start.
  keepNames: true,
  sourceMap: false,
  // The AWS SDK comes from our lockfile, not from whatever the runtime has today, but for where credentials can come from
  // outside of Lambda: the SDK imports these when there are none in the environment, which a function always has. With
  // them a bundle is a third larger, and what they import is kept whole.
  externalModules: [
    '@aws-sdk/credential-provider-http',
    '@aws-sdk/credential-provider-ini',
    '@aws-sdk/credential-provider-login',
    '@aws-sdk/credential-provider-process',
    '@aws-sdk/credential-provider-sso',
    '@aws-sdk/credential-provider-web-identity',
    '@smithy/credential-provider-imds',
  ],
  logLevel: LogLevel.ERROR,
};

export function serviceFunction(scope: Construct, id: string, props: ServiceFunctionProps): NodejsFunction {
  const { entry, settings, reservedConcurrency } = props;
  const home = new Construct(scope, id);
  const role = new Role(home, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const logGroup = new LogGroup(home, 'Logs', {
    retention: settings.logRetentionDays,
    removalPolicy: removalOf(settings),
  });
  logGroup.grantWrite(role);
  if (settings.tracing) {
    accept(role, { 'IAM5[Resource::*]': 'X-Ray has no resources that a policy could name.' });
  }
  return new NodejsFunction(home, 'Function', {
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    entry: join(ROOT, entry),
    projectRoot: ROOT,
    depsLockFilePath: join(ROOT, 'package-lock.json'),
    // With it, esbuild says beside the bundle what is in it: `npm run bench:cold`.
    bundling: { ...bundling, metafile: scope.node.tryGetContext('bundling:metafile') === true },
    role,
    logGroup,
    // What the runtime itself says is JSON, too.
    loggingFormat: LoggingFormat.JSON,
    // CPU comes with memory, and cold starts wait for CPU; 1,769 MB is a whole core, more would bring a second one.
    memorySize: 1024,
    timeout: props.timeout,
    tracing: settings.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
    description: props.description,
    environment: {
      POWERTOOLS_SERVICE_NAME: settings.stackName,
      POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
      ...props.environment,
    },
    ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
  });
}
