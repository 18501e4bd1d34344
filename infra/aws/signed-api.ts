// The second way in, beside an API for tokens: the same paths and the same functions for requests that are signed with AWS
// credentials, as jobs and machines of the account send them. IAM policies decide, by method and path.
import { LambdaIntegration, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import type { AccessLog } from './access-log.ts';
import { authorization } from './authorizers.ts';
import { door, type Handlers } from './door.ts';

export interface SignedApiProps {
  /** The API for tokens. */
  readonly beside: RestApi;
  readonly handlers: Handlers;
  readonly accessLog: AccessLog;
  readonly settings: Settings;
}

export function signedApi(
  scope: Construct,
  id: string,
  { beside, settings: ofTokens, ...shared }: SignedApiProps,
): RestApi {
  const home = new Construct(scope, id);
  const settings: Settings = {
    ...ofTokens,
    authorizer: 'iam',
    // The domain and the account's role for logs are made with the other API.
    apiDomain: undefined,
    apiCertificateArn: undefined,
    apiGatewayLogRole: 'keep',
  };
  const { methods } = authorization(home, settings);
  const api = door(home, { ...shared, name: `${settings.stackName}-signed`, methods, integration, settings });
  const logRole = beside.node.tryFindChild('Account');
  if (logRole) api.deploymentStage.node.addDependency(logRole);
  return api;
}

/** One permission for all methods of a function: CloudFormation counts each as a resource, and takes 500. */
function integration(fn: LambdaFunction): LambdaIntegration {
  return new LambdaIntegration(fn, { scopePermissionToMethod: false });
}
