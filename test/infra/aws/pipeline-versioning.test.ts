// The service inside another CDK app: two of it side by side, the app's own constructs in place of names, and rights for
// the app's roles.
import { type App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption, EventType, type IBucket } from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, test } from 'vitest';
import { ROLES } from '../../../functions/domain/roles.ts';
import { methodsOf } from '../../../functions/http/route.ts';
import { routeTable } from '../../../functions/http/routes.ts';
import { PipelineVersioning } from '../../../infra/aws/pipeline-versioning.ts';
import type { PipelineVersioningProps } from '../../../infra/aws/pipeline-versioning-props.ts';
import { newApp, resourcesOf } from './synthesized.ts';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const TOKENS = { authorizer: 'cognito', everyone: 'nothing' } as const;

function newStack(id = 'Platform', app: App = newApp()): Stack {
  return new Stack(app, id, { env: ENV });
}

test('services of one app have no name in common, in one stack or in two', () => {
  const app = newApp();
  const all = { ...TOKENS, portal: true, alarmEmail: 'team@example.com' } as const;
  const stacks = ['Staging', 'Production', 'Both'].map((id) => newStack(id, app));
  const [staging, production, both] = stacks as [Stack, Stack, Stack];
  for (const stack of [staging, production]) new PipelineVersioning(stack, 'Versions', all);
  for (const id of ['Tables', 'Models']) new PipelineVersioning(both, id, { portal: false });

  const templates = stacks.map((stack) => Template.fromStack(stack));
  const names = templates.flatMap(namesIn);

  expect(new Set(names.map((name) => name.split(' ')[0])).size).toBeGreaterThan(5);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(templates.map((template) => template.toJSON().Outputs ?? {})).toEqual([{}, {}, {}]);
}, 120_000); // two portals are built

/** Of what is named within another resource of its stack. */
const INNER =
  /^AWS::(IAM::Policy|Lambda::Permission|ApiGateway::Stage|Cognito::UserPool(Group|ResourceServer))$/;

/** Names that AWS takes once in an account, a region or the world, where the template says them. */
function namesIn(template: Template): string[] {
  return resourcesOf(template)
    .filter(([, { Type }]) => Type.startsWith('AWS::') && !INNER.test(Type))
    .flatMap(([, { Type, Properties = {} }]) => namesOf(Properties).map((name) => `${Type} ${name}`));
}

function namesOf(properties: object): string[] {
  return Object.entries(properties).flatMap(([key, value]) => {
    const name = JSON.stringify(value);
    if (/^(\w*Name|Domain)$/.test(key))
      return /^(Metric|Group|Domain)Name$/.test(key) || REFERENCE.test(name) ? [] : [name];
    return /^\w+Config$/.test(key) ? namesOf(value) : [];
  });
}

const REFERENCE = /"Fn::GetAtt"|"Ref":"(?!AWS::)/;

describe('constructs of the app stand in place of names', () => {
  test('a bucket of the same stack keeps the notifications that it has', () => {
    const stack = newStack();
    const encryptionKey = new Key(stack, 'Key');
    const bucket = new Bucket(stack, 'Files', {
      versioned: true,
      encryption: BucketEncryption.KMS,
      encryptionKey,
    });
    bucket.addEventNotification(EventType.OBJECT_TAGGING, new SqsDestination(new Queue(stack, 'Other')));
    const versions = new PipelineVersioning(stack, 'Versions', { bucket: bucket as IBucket });

    const template = Template.fromStack(stack);
    const [[, notifications] = []] = resourcesOf(template, 'Custom::S3BucketNotifications');

    expect(versions.bucket).toBe(bucket);
    expect(resourcesOf(template, 'AWS::S3::Bucket')).toHaveLength(1);
    expect(notifications?.Properties.NotificationConfiguration.QueueConfigurations).toHaveLength(4);
    template.hasResourceProperties('Custom::CheckedBucket', {
      bucketName: { Ref: Match.stringLikeRegexp('^Files') },
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: Match.arrayWith(['kms:Decrypt']),
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
          }),
        ]),
      },
    });
  });

  test('a bucket of another stack needs EventBridge, and the error says so', () => {
    const app = newApp();
    const bucket = new Bucket(newStack('Data', app), 'Files', { versioned: true }) as IBucket;

    expect(() => new PipelineVersioning(newStack('Service', app), 'Versions', { bucket })).toThrow(
      /Service\/Versions(.|\n)*eventbridge(.|\n)*→ at bucketEvents/,
    );
    const stack = newStack('Other', app);
    new PipelineVersioning(stack, 'Versions', { bucket, bucketEvents: 'eventbridge' });
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({ source: ['aws.s3'] }),
    });
  });

  test('a pool and a topic are named by their references', () => {
    const stack = newStack();
    const userPool = new UserPool(stack, 'People');
    const alarmTopic = new Topic(stack, 'Alarms');
    const client = userPool.addClient('Jobs');
    const clientIds = [client.userPoolClientId];
    new PipelineVersioning(stack, 'Versions', { ...TOKENS, userPool, clientIds, alarmTopic });

    const template = Template.fromStack(stack);
    const [[poolId] = ['']] = resourcesOf(template, 'AWS::Cognito::UserPool');
    const [[topicId] = ['']] = resourcesOf(template, 'AWS::SNS::Topic');

    expect(resourcesOf(template, 'AWS::Cognito::UserPool')).toHaveLength(1);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ TOKEN_USER_POOL_ID: { Ref: poolId } }) },
    });
    for (const [, { Properties }] of resourcesOf(template, 'AWS::CloudWatch::Alarm'))
      expect(Properties.AlarmActions).toEqual([{ Ref: topicId }]);
  });
});

describe('a prop is refused by its name and the construct’s path', () => {
  test.each([
    ['authorizer', { authorizer: 'basic' }],
    ['throttlingRate', { throttlingRate: 0.5 }],
    ['everyone', { authorizer: 'cognito' }],
    ['stackname', { stackname: 'Versions' }],
    ['tags', { tags: { team: 'data' } }],
    ['tableName', { tableName: 'a/b' }],
    ['serviceName', { serviceName: 'a b' }],
  ])('%s in %j', (name, props) => {
    const wrong = () => new PipelineVersioning(newStack(), 'Versions', props as PipelineVersioningProps);

    expect(wrong).toThrow(new RegExp(`^wrong props of Platform/Versions:(.|\\n)*\\b${name}\\b`));
  });

  test('a construct and its name exclude each other', () => {
    const stack = newStack();
    const bucket = Bucket.fromBucketName(stack, 'Files', 'team-files');
    const props = { bucket, bucketName: 'team-files' };

    expect(() => new PipelineVersioning(stack, 'Versions', props)).toThrow(/not both\n\s+→ at bucketName/);
  });
});

describe('granted rights', () => {
  const GRANTS = [
    ['reader', 'grantRead'],
    ['publisher', 'grantPublish'],
  ] as const;
  const includes = (role: (typeof ROLES)[number], other: (typeof ROLES)[number]) =>
    ROLES.indexOf(role) >= ROLES.indexOf(other);

  test.each(GRANTS)('a %s may call the routes of its role and no others', (role, grant) => {
    const allowed = callsAllowed((versions, to) => versions[grant](to));

    for (const route of routeTable)
      for (const call of callsOf(route, 'team_a'))
        expect([call, allowed(call)]).toEqual([call, includes(role, route.role)]);
  });

  test.each(GRANTS)('a %s of one namespace may call nothing that shows or changes another', (role, grant) => {
    const allowed = callsAllowed((versions, to) => versions[grant](to, { namespace: 'team_a' }));

    for (const route of routeTable) {
      const isOfPipelines = route.needs.table.length + route.needs.bucket.length > 0;
      for (const call of callsOf(route, 'team_a')) {
        const within = route.path.includes('{namespace}') || !isOfPipelines;
        expect([call, allowed(call)]).toEqual([call, includes(role, route.role) && within]);
      }
      if (route.path.includes('{namespace}'))
        for (const call of callsOf(route, 'team_ab')) expect([call, allowed(call)]).toEqual([call, false]);
    }
  });

  test('a namespace with a wildcard is refused', () => {
    const stack = newStack();
    const versions = new PipelineVersioning(stack, 'Versions');

    expect(() => versions.grantRead(roleIn(stack), { namespace: '*' })).toThrow(/namespace "\*"/);
  });

  test('beside an API for tokens they are for the signed one', () => {
    const stack = newStack();
    const versions = new PipelineVersioning(stack, 'Versions', TOKENS);
    versions.grantRead(roleIn(stack));

    const arns = JSON.stringify(invokable(Template.fromStack(stack)));
    expect(arns).toContain(JSON.stringify(stack.resolve(versions.signedApi?.restApiId)));
    expect(arns).not.toContain(JSON.stringify(stack.resolve(versions.api.restApi.restApiId)));
  });

  test('where no request is signed there is nothing to grant', () => {
    const stack = newStack();
    const versions = new PipelineVersioning(stack, 'Versions', {
      authorizer: 'none',
      iKnowThisIsPublic: true,
    });

    expect(() => versions.grantPublish(roleIn(stack))).toThrow(/Platform\/Versions .*authorizer=none/);
  });
});

function roleIn(stack: Stack): Role {
  return new Role(stack, 'Job', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
}

function callsOf({ path, ...route }: (typeof routeTable)[number], namespace: string): string[] {
  const values: Readonly<Record<string, string>> = {
    ...{ namespace, layer: 'silver', name: 'orders', version_number: '7' },
    path: 'draft/restore/versions/7/rollback/publish',
  };
  const asked = path.replaceAll(/\{(\w+)\+?\}/g, (_, name) => values[name] ?? '');
  return methodsOf(route).map((method) => `live/${method}${asked}`);
}

function invokable(template: Template): readonly { 'Fn::Join': [string, [...unknown[], string]] }[] {
  return resourcesOf(template, 'AWS::IAM::Policy')
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => Action === 'execute-api:Invoke')
    .flatMap(({ Resource }) => Resource);
}

/** Whether a role with this grant may send `stage/METHOD/path`, `*` in the policy's resources being any text. */
function callsAllowed(grant: (versions: PipelineVersioning, to: Role) => unknown): (call: string) => boolean {
  const stack = newStack();
  const versions = new PipelineVersioning(stack, 'Versions', { stageName: 'live' });
  grant(versions, roleIn(stack));
  const text = (part: unknown) => (typeof part === 'string' ? part : 'live');
  const patterns = invokable(Template.fromStack(stack)).map(({ 'Fn::Join': [, parts] }) => {
    const [, ...rest] = parts.map(text).join('').split('/');
    return new RegExp(`^${rest.join('/').replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
  });
  expect(patterns.length).toBeGreaterThan(5);
  return (call) => patterns.some((pattern) => pattern.test(call));
}
