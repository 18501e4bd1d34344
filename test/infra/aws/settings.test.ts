// What can be set, and that everything else stops a synthesis with its name.
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../../infra/settings.ts';

const OIDC = {
  ...{ authorizer: 'oidc', issuer: 'https://login.example/', audience: 'pipelines' },
  ...{ rolesClaim: 'roles', everyone: 'nothing' },
};
const COGNITO = { authorizer: 'cognito', everyone: 'nothing' };
const CLEANER = 'arn:aws:iam::111122223333:role/Cleaner';
const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/1';

test('nothing needs to be set', () => {
  expect(readSettings({})).toMatchObject({
    authorizer: 'iam',
    retain: true,
    tracing: false,
    stageName: 'live',
  });
});

test('values of the command line mean the same as those of cdk.json', () => {
  const typed = readSettings({ retain: 'false', reservedConcurrency: '5', tags: 'team=data,cost=a=b' });

  expect(typed).toEqual(
    readSettings({ retain: false, reservedConcurrency: 5, tags: { team: 'data', cost: 'a=b' } }),
  );
});

test("the CDK's own context is left alone", () => {
  const cdks = {
    '@aws-cdk/core:someFlag': true,
    'aws:cdk:bundling-stacks': ['*'],
    'aws-cdk:enableDiffNoFail': true,
    'availability-zones:account=1:region=eu-west-1': ['a'],
    'cli-telemetry': false,
    'acknowledged-issue-numbers': [1],
  };

  expect(readSettings(cdks)).toEqual(readSettings({}));
});

describe('a setting is refused by its name', () => {
  test.each([
    ['bucketname', { bucketname: 'team-files' }],
    ['bucketName', { bucketName: 'Team_Files' }],
    ['tableName', { tableName: 'team/versions' }],
    ['tableName', { tableName: 'arn:aws:dynamodb:eu-west-1:111122223333:table/versions' }],
    ['stackName', { stackName: '1st' }],
    ['stageName', { stageName: 'a/b' }],
    ['authorizer', { authorizer: 'basic' }],
    ['retain', { retain: 'no' }],
    ['retain', { retain: '' }],
    ['tracing', { tracing: '1' }],
    ['reservedConcurrency', { reservedConcurrency: 'many' }],
    ['reservedConcurrency', { reservedConcurrency: '0' }],
    ['throttlingRate', { throttlingRate: '1.5' }],
    ['throttlingBurst', { throttlingBurst: '' }],
    ['logRetentionDays', { logRetentionDays: '31' }],
    ['apiCertificateArn', { apiDomain: 'api.example.com' }],
    ['apiDomain', { apiCertificateArn: CERTIFICATE }],
    ['apiDomain', { apiDomain: 'api.example.com', apiCertificateArn: CERTIFICATE, vpcEndpointIds: 'vpce-1' }],
    ['vpcEndpointIds', { ...OIDC, portal: 'true', vpcEndpointIds: 'vpce-1' }],
    ['alarmEmail', { alarmEmail: 'team' }],
    ['alarmTopicArn', { alarmTopicArn: 'alarms' }],
    ['alarms', { alarms: 'none' }],
    ['apiGatewayLogRole', { apiGatewayLogRole: 'false' }],
    ['versionDeleters', { versionDeleters: 'Cleaner' }],
    ['versionDeleters', { versionDeleters: `${CLEANER},` }],
    ['versionDeleters', { versionDeleters: 'arn:aws:sts::111122223333:assumed-role/Cleaner/ada' }],
    ['webAclArn', { webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/team/1' }],
    ['tags', { tags: 'team' }],
    ['everyone', { ...OIDC, everyone: 'admin' }],
    ['clientIds', { ...OIDC, clientIds: '' }],
    ['machineScopes', { ...COGNITO, machineScopes: 'admin@web' }],
    ['clientIds', { ...OIDC, clientIds: 'ci,,cli' }],
    ['rolesClaim', { ...OIDC, rolesClaim: 'my "roles"' }],
    ['nameClaim', { ...OIDC, nameClaim: '$name' }],
    ['issuer', { ...OIDC, issuer: 'http://login.example' }],
    ['userPoolDomain', { userPoolDomain: 'https://login.example' }],
    ['portalToken', { ...OIDC, portal: 'true', portalToken: 'cookie' }],
    ['portalDomain', { ...OIDC, portal: 'true', portalDomain: 'https://pipelines.example' }],
    ['portalCertificateArn', { portalCertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1' }],
    ['vpcEndpointIds', { vpcEndpointIds: 'vpce-1a2b,vpc-3c4d' }],
    ['apiCertificateArn', { apiDomain: 'api.example.com', apiCertificateArn: 'certificate/1' }],
    ['permissionsBoundary', { permissionsBoundary: 'arn:aws:iam::111122223333:role/team' }],
    ['bucketEvents', { bucketEvents: 'sns' }],
    ['kmsKeyArn', { kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:alias/team' }],
  ])('%s in %j', (name, context) => {
    expect(() => readSettings(context)).toThrow(new RegExp(`wrong settings:(.|\\n)*\\b${name}\\b`));
  });
});

describe('settings that contradict one another are refused', () => {
  test.each([
    ['authorizer', { authorizer: 'none' }],
    ['iKnowThisIsPublic', { iKnowThisIsPublic: 'true' }],
    ['userPoolId', { userPoolId: 'eu-west-1_Example' }],
    ['issuer', { ...OIDC, issuer: undefined }],
    ['audience', { ...OIDC, audience: undefined }],
    ['rolesClaim', { ...OIDC, rolesClaim: undefined }],
    ['rolesClaim', { rolesClaim: 'roles' }],
    ['everyone', { ...OIDC, everyone: undefined }],
    ['everyone', { authorizer: 'cognito' }],
    ['everyone', { everyone: 'nothing' }],
    ['clientIds', { clientIds: 'ci' }],
    ['machineScopes', { machineScopes: 'reader@web' }],
    ['machineScopes', { ...OIDC, machineScopes: 'reader@web' }],
    [
      'machineScopes',
      { ...COGNITO, userPoolId: 'eu-west-1_Example', clientIds: 'ci', machineScopes: 'reader' },
    ],
    ['clientIds', { ...COGNITO, userPoolId: 'eu-west-1_Example' }],
    ['issuer', { issuer: 'https://login.example' }],
    ['bucketKeyArn', { bucketKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1' }],
    ['iKnowPinsExpire', { iKnowPinsExpire: 'true' }],
    ['protectGivenBucket', { protectGivenBucket: 'true' }],
    ['versionDeleters', { versionDeleters: CLEANER, bucketName: 'team-files' }],
    ['versionDeleters', { versionDeleters: CLEANER, retain: 'false' }],
    ['portal', { portal: 'true' }],
    ['portal', { portal: 'true', authorizer: 'none', iKnowThisIsPublic: 'true' }],
    ['userPoolDomain', { ...COGNITO, portal: 'true', userPoolId: 'eu-west-1_Example' }],
    ['userPoolDomain', { ...COGNITO, portal: 'true', userPoolDomain: 'login' }],
    ['portalClientId', { ...COGNITO, portal: 'true', portalClientId: 'portal' }],
    ['portalClientId', { ...OIDC, portalClientId: 'portal' }],
    ['portalToken', { ...OIDC, portalToken: 'id_token' }],
    ['portalDomain', { portalDomain: 'pipelines.example', portalCertificateArn: CERTIFICATE }],
    ['portalCertificateArn', { ...OIDC, portal: 'true', portalDomain: 'pipelines.example' }],
    ['portalDomain', { ...OIDC, portal: 'true', portalCertificateArn: CERTIFICATE }],
    ['alarmEmail', { alarmEmail: 'team@example.com', alarmTopicArn: 'arn:aws:sns:eu-west-1:111122223333:a' }],
  ])('%s in %j', (name, context) => {
    expect(() => readSettings(context)).toThrow(new RegExp(`at ${name}$`, 'm'));
  });
});

test('all wrong settings are named at once', () => {
  const read = () => readSettings({ retain: 'no', tracing: 'no' });

  expect(read).toThrow(/at retain$/m);
  expect(read).toThrow(/at tracing$/m);
});
