import { expect, test } from 'vitest';
import { layoutVariables, readConfig, readLayout } from '../../functions/config.ts';
import { DEFAULT_LAYOUT, DEFAULT_LAYOUT_SETTINGS } from '../../functions/domain/layout.ts';

const REQUIRED = { PIPELINES_TABLE: 't', PIPELINES_BUCKET: 'b' };

test('bucket and table are enough, and variables of others are left alone', () => {
  const config = readConfig({ ...REQUIRED, PATH: '/bin' });

  expect(config).toEqual({
    tableName: 't',
    bucketName: 'b',
    s3PathStyle: false,
    draftRuns: false,
    layout: DEFAULT_LAYOUT,
    check: null,
    releases: null,
  });
});

test('releases are in the bucket of pipelines unless another is named', () => {
  const config = readConfig({ ...REQUIRED, PIPELINES_RELEASES: 'archive' });
  const apart = readConfig({ ...REQUIRED, PIPELINES_RELEASES: 'prefix', PIPELINES_RELEASE_BUCKET: 'r' });

  expect([config.releases, apart.releases]).toEqual([
    { form: 'archive', bucketName: 'b' },
    { form: 'prefix', bucketName: 'r' },
  ]);
});

test('a setting that is made takes the place of its default', () => {
  const config = readConfig({
    ...REQUIRED,
    PIPELINES_DRAFT_RUNS: 'enabled',
    PIPELINES_S3_PATH_STYLE: 'true',
  });

  expect(config).toMatchObject({ draftRuns: true, s3PathStyle: true });
});

test('a check of one’s own needs a secret, which stands in the environment or is named there', () => {
  const url = { PIPELINES_CHECK_URL: 'https://check.example.com/' };

  const { check } = readConfig({ ...REQUIRED, ...url, PIPELINES_CHECK_SECRET_ARN: 'arn:aws:x' });

  expect(check).toMatchObject({ unreachable: 'refuse', secretArn: 'arn:aws:x', secret: undefined });
  expect(() => readConfig({ ...REQUIRED, ...url })).toThrow(/PIPELINES_CHECK_SECRET/);
});

test('what makes a directory a pipeline is read as it was written, and only if it is not so by default', () => {
  const settings = {
    sources: ['dbt_project.yml', '*.ipynb'],
    layers: ['raw'],
    prefix: 'lake/{layer}/{namespace}/{name}/',
  };

  const { prefix, ...lists } = readLayout(layoutVariables(settings));

  expect({ ...lists, prefix: prefix.text }).toEqual(settings);
  expect(layoutVariables(DEFAULT_LAYOUT_SETTINGS)).toEqual({});
  expect(() => readConfig({ ...REQUIRED, PIPELINES_LAYERS: 'Raw' })).toThrow(/layers: "Raw" must start/);
});

test('all variables that are missing are named at once', () => {
  expect(() => readConfig({})).toThrow(/PIPELINES_TABLE[\s\S]*PIPELINES_BUCKET/);
});

test.each([
  ['unknown', 'PIPELINES_BUKET', 'x'],
  ['mistyped', 'PIPELINES_DRAFT_RUNS', 'true'],
  ['mistyped', 'PIPELINES_S3_PATH_STYLE', 'yes'],
  ['mistyped', 'PIPELINES_CHECK_URL', 'ftp://check'],
  ['mistyped', 'PIPELINES_CHECK_UNREACHABLE', 'ignore'],
])('a variable that is %s is named: %s=%s', (_, name, value) => {
  expect(() => readConfig({ ...REQUIRED, [name]: value })).toThrow(name);
});
