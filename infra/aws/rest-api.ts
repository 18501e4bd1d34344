// The API's frame, before it has any route: stage, logs, throttling, and how bodies travel.
import { RemovalPolicy } from 'aws-cdk-lib';
import { EndpointType, MethodLoggingLevel, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { accept } from './accept.ts';
import type { AccessLog } from './access-log.ts';

export function restApi(scope: Construct, id: string, accessLog: AccessLog, settings: Settings): RestApi {
  const { stackName, stageName, throttlingRate, throttlingBurst, tracing, webAclArn } = settings;
  const api = new RestApi(scope, id, {
    restApiName: stackName,
    description: 'Publish and version data pipelines',
    endpointTypes: [EndpointType.REGIONAL],
    // All bodies come to the functions byte by byte (base64), whatever Content-Type a client makes up for a file; as
    // text, what is not UTF-8 would be replaced in silence. Answers are text unless a function says otherwise.
    binaryMediaTypes: ['*/*'],
    // API Gateway's role for writing logs is one for account and region, and stays when this stack goes.
    cloudWatchRole: settings.apiGatewayLogRole === 'make',
    deployOptions: {
      stageName,
      ...accessLog.stageOptions,
      throttlingRateLimit: throttlingRate,
      throttlingBurstLimit: throttlingBurst,
      tracingEnabled: tracing,
      loggingLevel: MethodLoggingLevel.ERROR,
      dataTraceEnabled: false,
    },
  });
  api.node.tryRemoveChild('Endpoint'); // the stack has its own outputs
  endExecutionLog(scope, api, settings);
  if (webAclArn !== undefined) {
    new CfnWebACLAssociation(scope, 'WebAcl', { resourceArn: api.deploymentStage.stageArn, webAclArn });
  }
  accept(api, {
    APIG2: 'The functions check every request and name all of its problems at once.',
    ...(webAclArn === undefined && {
      APIG3: 'A web ACL is paid for by the month; those who want one name it in webAclArn.',
    }),
    'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
      'The policy that API Gateway demands for its logs.',
  });
  return api;
}

/** API Gateway would make this log group by itself and keep it without end. */
function endExecutionLog(scope: Construct, api: RestApi, settings: Settings): void {
  const log = new LogGroup(scope, 'ExecutionLog', {
    logGroupName: `API-Gateway-Execution-Logs_${api.restApiId}/${settings.stageName}`,
    retention: settings.logRetentionDays,
    // Its name is the stage's: kept, it would stand in the way of a stage that gets its old name back.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  api.deploymentStage.node.addDependency(log);
}
