// The stack as a whole: its outputs, the same template each time, nothing found by cdk-nag, and the IDs that must stay.
// Another logical ID is another resource: CloudFormation would make a new one and drop the old one.
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import {
  addService,
  type Context,
  LARGEST,
  newApp,
  resourcesOf,
  synthesized,
  synthesizedAnew,
  synthesizedHere,
  VARIANTS,
} from './synthesized.ts';

const { template } = synthesized();

const FROZEN = {
  'AWS::S3::Bucket': ['StorageBucket5CB7C8EA'],
  'AWS::DynamoDB::GlobalTable': ['StorageTableB43FDCE7'],
  'AWS::ApiGateway::RestApi': ['ApiRestApiE35FEAFE'],
  'AWS::SQS::Queue': ['DraftWatcherChangesA614568E', 'DraftWatcherDeadLetters0148C3FA'],
  'AWS::Lambda::Function': [
    'ApicheckDraftFunctionEB837529',
    'ApicompareVersionsFunction31BC2A46',
    'ApideleteAnyFileFunctionB68C3B73',
    'ApideleteFileFunction0A4AC4BA',
    'ApifreezePipelineFunction2B6298E2',
    'ApigetDraftFunction8F42F9E4',
    'ApigetDraftManifestFunction19C945B5',
    'ApigetFileFunction1AE52F86',
    'ApiputFileFunction41BBBBFF',
    'ApirestoreDraftFunctionFFB80040',
    'ApigetHealthFunction98563682',
    'ApigetMeFunction602DFA8D',
    'ApigetOpenApiFunction32744CFE',
    'ApigetPipelineFunctionB284262D',
    'ApigetPublishedFunction65EEB1FD',
    'ApigetVersionFunction4BF93BE2',
    'ApilistPipelinesFunction2D20A28E',
    'ApilistVersionsFunction416E2FC6',
    'ApinoRouteFunctionE4119355',
    'ApipublishVersionFunctionA365F614',
    'ApirollbackVersionFunction7503CCD9',
    'DraftWatcherDailyCheckRequesterFunction916FDFBB',
    'DraftWatcherObserverFunction4F40301C',
  ],
};

test.each(Object.entries(FROZEN))('the logical IDs of %s stay as they are', (type, ids) => {
  expect(
    resourcesOf(template, type)
      .map(([id]) => id)
      .toSorted(),
  ).toEqual(ids.toSorted());
});

test('the outputs name what clients, scripts and runbooks need', () => {
  expect(Object.keys(template.toJSON().Outputs).toSorted()).toEqual([
    'ApiUrl',
    'BucketName',
    'DeadLetterQueueUrl',
    'DraftChangesQueueUrl',
    'SmokeTest',
    'TableName',
  ]);
});

test('a deployment ends with the command that tries it', () => {
  const { ApiUrl, SmokeTest } = template.toJSON().Outputs;
  const parts = ApiUrl.Value['Fn::Join'][1];

  expect(SmokeTest.Value).toEqual({
    'Fn::Join': ['', [`npm run smoke -- --url ${parts[0]}`, ...parts.slice(1)]],
  });
});

test('the same settings make the same template', () => {
  expect(synthesizedAnew().template.toJSON()).toEqual(template.toJSON());
});

test('only a stack to throw away can be deleted without a step of its own', () => {
  const isProtected = (settings: Context) => addService(newApp(), settings).terminationProtection;

  expect(isProtected({})).toBe(true);
  expect(isProtected(VARIANTS['a stack to throw away'])).toBe(false);
});

test('logs outlive the stack, but neither a first deployment that failed nor the name of a stage', () => {
  const kept = new Set<string>();
  for (const [id, { DeletionPolicy, UpdateReplacePolicy }] of resourcesOf(template, 'AWS::Logs::LogGroup')) {
    if (id.includes('ExecutionLog'))
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Delete', 'Delete']);
    else kept.add(`${DeletionPolicy} ${UpdateReplacePolicy}`);
  }

  expect([...kept]).toEqual(['RetainExceptOnCreate Retain']);
});

test('tags are on what can have them', () => {
  const { template: tagged } = synthesized({ tags: 'team=data' });

  const all = JSON.stringify(resourcesOf(tagged, 'AWS::S3::Bucket'));
  expect(all).toContain('{"Key":"service","Value":"pipeline-versioning"}');
  expect(all).toContain('{"Key":"team","Value":"data"}');
});

test('the largest stack stays far below the 500 resources that CloudFormation takes', () => {
  expect(resourcesOf(synthesized(LARGEST).template).length).toBeLessThan(492);
});

describe('cdk-nag finds nothing', () => {
  test.each(Object.entries(VARIANTS))('with %s', (_, settings) => {
    const { app } = synthesizedHere(settings);

    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources])).toEqual([]);
  });
});
