// What clients, scripts and runbooks read of a deployment. The construct has none: in another app's stack the app says
// which there are.
import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { Api } from './api.ts';
import type { PipelineVersioning } from './pipeline-versioning.ts';
import type { Portal } from './portal/portal.ts';
import type { NewUserPool } from './user-pool.ts';

export function addOutputs(stack: Stack, versions: PipelineVersioning): void {
  const { api, observer, news, releases, portal, bucket, table } = versions;
  const { restApi, signedApi, tokens } = api;
  if (tokens?.newUserPool) addUsers(stack, tokens.newUserPool);
  addLogin(stack, api);
  if (portal) addPortal(stack, portal);
  new CfnOutput(stack, 'ApiUrl', { value: restApi.url });
  if (signedApi) new CfnOutput(stack, 'SignedApiUrl', { value: signedApi.url });
  const domain = restApi.domainName?.domainNameAliasDomainName;
  if (domain !== undefined) new CfnOutput(stack, 'ApiDomainTarget', { value: domain });
  if (api.ownCheck) new CfnOutput(stack, 'CheckSecretArn', { value: api.ownCheck.secretArn });
  new CfnOutput(stack, 'BucketName', { value: bucket.bucketName });
  new CfnOutput(stack, 'TableName', { value: table.tableName });
  new CfnOutput(stack, 'DraftChangesQueueUrl', { value: observer.queue.queueUrl });
  new CfnOutput(stack, 'DeadLetterQueueUrl', { value: observer.deadLetters.queueUrl });
  if (news) new CfnOutput(stack, 'NewsDeadLettersUrl', { value: news.deadLetters.queueUrl });
  if (news?.secretArn !== undefined) new CfnOutput(stack, 'NotifySecretArn', { value: news.secretArn });
  if (releases) {
    new CfnOutput(stack, 'ReleaseFunction', { value: releases.fn.functionName });
    new CfnOutput(stack, 'ReleaseDeadLettersUrl', { value: releases.deadLetters.queueUrl });
  }
  const { url } = signedApi ?? restApi;
  new CfnOutput(stack, 'SmokeTest', { value: `npm run smoke -- --url ${url}` });
}

/** Names that scripts know from releases whose pool wrote its own outputs. */
function addUsers(stack: Stack, { pool, clientId, domainName }: NewUserPool): void {
  const outputs = {
    ApiUsersUserPoolId77EFC724: pool.userPoolId,
    ApiUsersUserPoolClientIdCBE05F7C: clientId,
    ApiUsersTokenUrlA6D0B41F: `https://${domainName}/oauth2/token`,
  };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
}

/** With a user pool. A portal tells the command line itself how to sign in; the API answers nobody without a token. */
function addLogin(stack: Stack, { tokens, restApi }: Api): void {
  const { userPool, cliClientId } = tokens ?? {};
  if (!userPool || !cliClientId) return;
  const issuer = `https://cognito-idp.${stack.region}.amazonaws.com/${userPool.userPoolId}`;
  const flags = `--url ${restApi.url} --issuer ${issuer} --client-id ${cliClientId}`;
  new CfnOutput(stack, 'CliClientId', { value: cliClientId });
  new CfnOutput(stack, 'LoginCommand', { value: `pipeline-versioning login ${flags}` });
}

function addPortal(stack: Stack, { url, callbackUrl, distributionDomain }: Portal): void {
  new CfnOutput(stack, 'PortalUrl', { value: url });
  new CfnOutput(stack, 'PortalCallbackUrl', { value: callbackUrl });
  new CfnOutput(stack, 'PortalDistributionDomain', { value: distributionDomain });
}
