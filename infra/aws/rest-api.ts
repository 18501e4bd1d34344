// The API's frame, before it has any route: stage, logs, throttling, and how bodies travel.
import { RemovalPolicy } from 'aws-cdk-lib';
import {
  EndpointType,
  MethodLoggingLevel,
  RestApi,
  type RestApiProps,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { InterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { accept } from './accept.ts';
import type { AccessLog } from './access-log.ts';
import { serviceLogGroup } from './log-group.ts';

export interface RestApiFrame {
  readonly name: string;
  readonly accessLog: AccessLog;
  readonly settings: Settings;
}

export function restApi(scope: Construct, id: string, { name, accessLog, settings }: RestApiFrame): RestApi {
  const { stageName, throttlingRate, throttlingBurst, tracing, webAclArn } = settings;
  const api = new RestApi(scope, id, {
    restApiName: name,
    description: 'Publish and version data pipelines',
    ...endpointOf(scope, settings),
    ...domainOf(scope, settings),
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

function endpointOf(
  scope: Construct,
  { vpcEndpointIds }: Settings,
): Pick<RestApiProps, 'endpointTypes' | 'endpointConfiguration'> {
  if (vpcEndpointIds === undefined) return { endpointTypes: [EndpointType.REGIONAL] };
  const vpcEndpoints = vpcEndpointIds.map((vpcEndpointId) =>
    InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(scope, vpcEndpointId, {
      vpcEndpointId,
      port: 443,
    }),
  );
  return { endpointConfiguration: { types: [EndpointType.PRIVATE], vpcEndpoints } };
}

/** Its paths have no stage: `https://DOMAIN/api/v1/…`. */
function domainOf(
  scope: Construct,
  { apiDomain, apiCertificateArn }: Settings,
): Pick<RestApiProps, 'domainName'> {
  if (apiDomain === undefined || apiCertificateArn === undefined) return {};
  const certificate = Certificate.fromCertificateArn(scope, 'Certificate', apiCertificateArn);
  const endpointType = EndpointType.REGIONAL;
  return {
    domainName: { domainName: apiDomain, certificate, endpointType, securityPolicy: SecurityPolicy.TLS_1_2 },
  };
}

/** API Gateway would make this log group by itself and keep it without end. */
function endExecutionLog(scope: Construct, api: RestApi, settings: Settings): void {
  const log = serviceLogGroup(scope, 'ExecutionLog', settings, {
    logGroupName: `API-Gateway-Execution-Logs_${api.restApiId}/${settings.stageName}`,
    // Its name is the stage's: kept, it would stand in the way of a stage that gets its old name back.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  api.deploymentStage.node.addDependency(log);
}
