// A Lambda function as all of them are here: Node 24 on ARM, one minified ESM file, a log group that ends, and a role
// that may write to that log group and nothing else.
import type { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { accept } from './accept.ts';
import { bundledFunction } from './bundled-function.ts';
import { serviceLogGroup } from './log-group.ts';

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

export function serviceFunction(scope: Construct, id: string, props: ServiceFunctionProps): LambdaFunction {
  const { entry, settings, reservedConcurrency } = props;
  const home = new Construct(scope, id);
  const role = new Role(home, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const logGroup = serviceLogGroup(home, 'Logs', settings);
  logGroup.grantWrite(role);
  if (settings.tracing) {
    accept(role, { 'IAM5[Resource::*]': 'X-Ray has no resources that a policy could name.' });
  }
  return bundledFunction(home, 'Function', {
    entry,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
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
