// Sources, layers and prefix of a deployment: in functions, policies and events; and nothing of them by default.
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { PipelineVersioning } from '../../../infra/aws/pipeline-versioning.ts';
import { readSettings } from '../../../infra/settings.ts';
import { newApp, type Resource, resourcesOf, synthesized, synthesizedAnew, VARIANTS } from './synthesized.ts';

const LAYOUT = {
  sources: 'dbt_project.yml, *.ipynb',
  layers: 'raw,curated',
  prefix: 'lake/{layer}/{namespace}.{name}/',
};
const VARIABLES = {
  PIPELINES_SOURCES: 'dbt_project.yml,*.ipynb',
  PIPELINES_LAYERS: 'raw,curated',
  PIPELINES_PREFIX: 'lake/{layer}/{namespace}.{name}/',
};

const environments = (template: Template) =>
  resourcesOf(template, 'AWS::Lambda::Function').map(
    ([, { Properties }]) => Properties.Environment?.Variables ?? {},
  );

test('settings that say what is so by default change no template', () => {
  const said = {
    sources: 'pipeline.py,pipeline.sql',
    layers: 'bronze, silver, gold',
    prefix: '{namespace}/pipelines/{layer}/{name}/',
  };

  expect(synthesizedAnew(said).template.toJSON()).toEqual(synthesized().template.toJSON());
  for (const variables of environments(synthesized().template))
    for (const name of Object.keys(VARIABLES)) expect(variables).not.toHaveProperty(name);
});

test('every function that knows the bucket knows the layout, and so does the check of a given bucket', () => {
  const { template } = synthesized({ ...LAYOUT, ...VARIANTS['an existing bucket'] });

  const knowing = environments(template).filter(({ PIPELINES_BUCKET }) => PIPELINES_BUCKET !== undefined);
  expect(knowing.length).toBeGreaterThan(15);
  for (const variables of knowing) expect(variables).toMatchObject(VARIABLES);
  const [, check] =
    resourcesOf(template, 'AWS::Lambda::Function').find(([id]) => /ExistingCheck|BucketCheck/.test(id)) ?? [];
  expect(check?.Properties.Environment.Variables).toMatchObject(VARIABLES);
});

test('policies reach files under the prefix, and nothing else of the bucket', () => {
  const text = JSON.stringify(synthesized(LAYOUT).template.toJSON());

  expect(text).not.toContain('/*/pipelines/*');
  expect(text).toContain('"/lake/*/*.*"');
  const [deny] = resourcesOf(synthesized(LAYOUT).template, 'AWS::S3::BucketPolicy')
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .filter(({ Sid }) => Sid === 'VersionsStay');
  expect(JSON.stringify(deny.Resource)).toContain('/lake/*/*.*');
});

function filtersOf(resource: Resource | undefined): readonly unknown[] {
  return resource?.Properties.NotificationConfiguration.QueueConfigurations.map(
    ({ Filter }: { readonly Filter: unknown }) => Filter,
  );
}

test('events are those of keys that begin as the prefix does', () => {
  const filter = { S3Key: { Rules: [{ Name: 'prefix', Value: 'lake/' }] } };
  const [[, bucket] = []] = resourcesOf(synthesized(LAYOUT).template, 'AWS::S3::Bucket').filter(([id]) =>
    id.startsWith('Storage'),
  );
  const given = synthesized({ ...LAYOUT, ...VARIANTS['an existing bucket'] }).template;
  const [[, custom] = []] = resourcesOf(given, 'Custom::S3BucketNotifications');
  const ruled = synthesized({ ...LAYOUT, bucketEvents: 'eventbridge' }).template;
  const [[, rule] = []] = resourcesOf(ruled, 'AWS::Events::Rule').filter(([id]) =>
    id.includes('BucketEvents'),
  );

  const ofCustom = { Key: { FilterRules: [{ Name: 'prefix', Value: 'lake/' }] } };
  expect(filtersOf(bucket)).toEqual([filter, filter, filter]);
  expect(filtersOf(custom)).toEqual([ofCustom, ofCustom, ofCustom]);
  expect(rule?.Properties.EventPattern.detail.object).toEqual({ key: [{ wildcard: 'lake/*/*.*' }] });
});

test('a prefix of placeholders and slashes alone has a policy, and a rule without a filter of keys', () => {
  const slashes = { prefix: '{layer}/{namespace}/{name}/', bucketEvents: 'eventbridge' };
  const { template } = synthesized(slashes);
  const [[, rule] = []] = resourcesOf(template, 'AWS::Events::Rule').filter(([id]) =>
    id.includes('BucketEvents'),
  );

  expect(JSON.stringify(template.toJSON())).toContain('"/*/*/*/*"');
  expect(rule?.Properties.EventPattern.detail).not.toHaveProperty('object');
});

test.each([
  [{ sources: '' }, /sources must not be empty|✖ must not be empty[\s\S]*→ at sources/],
  [{ layers: 'raw,Raw' }, /"Raw" must start with a-z[\s\S]*→ at layers/],
  [{ prefix: '{layer}/{namespace}-{name}/' }, /two pipelines could share a prefix[\s\S]*→ at prefix/],
])('%j stops the synthesis with its name', (context, problem) => {
  expect(() => readSettings(context)).toThrow(problem);
});

test('the construct takes them as lists, and two of them can stand in one app', () => {
  const app = newApp();
  const one = new Stack(app, 'One');
  const other = new Stack(app, 'Other');
  new PipelineVersioning(one, 'Service', {
    sources: ['dag.py'],
    layers: ['raw'],
    prefix: 'a/{layer}/{namespace}/{name}/',
  });
  new PipelineVersioning(other, 'Service', {});

  expect(JSON.stringify(Template.fromStack(one).toJSON())).toContain('"/a/*"');
  expect(JSON.stringify(Template.fromStack(other).toJSON())).toContain('"/*/pipelines/*"');
  expect(() => new PipelineVersioning(one, 'Wrong', { layers: [] })).toThrow(/layers/);
});
