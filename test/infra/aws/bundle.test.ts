// Functions as they are deployed: bundled by the CDK's construct, and run from that one file.
import { execFile } from 'node:child_process';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routeTable } from '../../../functions/http/routes.ts';
import { serviceFunction } from '../../../infra/aws/service-function.ts';
import { readSettings } from '../../../infra/settings.ts';

/** Bytes at most, a few thousand more than those of today: every byte is read at a cold start. */
const ENTRIES: Readonly<Record<string, number>> = {
  'no-route': 84_000,
  'get-version': 307_200,
  'publish-version': 660_000,
  'check-draft': 612_000,
};
const ROOT = join(import.meta.dirname, '../../..');

let outdir: string;
/** By entry. */
let bundles: ReadonlyMap<string, string>;

beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'bundles-'));
  bundles = new Map(Object.keys(ENTRIES).map((name) => [name, bundle(name)]));
});
afterAll(() => rm(outdir, { recursive: true, force: true }));

function bundle(name: string): string {
  // CloudFormation's schemas say nothing of bundles, and cost four times as much as making them.
  const app = new App({ outdir: join(outdir, name), builtinCloudFormationValidation: false });
  serviceFunction(new Stack(app, 'Bundled'), name, {
    entry: `functions/handlers/${name}.ts`,
    description: name,
    timeout: Duration.seconds(1),
    settings: readSettings({}),
  });
  app.synth();
  const [file = '', ...others] = globSync('asset.*/index.js', { cwd: join(outdir, name) });
  expect(others).toEqual([]);
  return join(outdir, name, file);
}

test.each(Object.entries(ENTRIES))('%s is one small file', (name, maxBytes) => {
  const file = bundles.get(name) ?? '';

  expect(readdirSync(dirname(file))).toEqual(['index.js']);
  expect(readFileSync(file).length).toBeLessThan(maxBytes);
});

test('a function that needs no bucket has no S3 client', () => {
  const code = (name: string) => readFileSync(bundles.get(name) ?? '', 'utf8');

  expect(code('publish-version')).toContain('ListObjectVersions');
  expect(code('get-version')).not.toContain('ListObjectVersions');
});

test('what the SDK imports and no function uses is in none', () => {
  for (const file of bundles.values()) {
    const code = readFileSync(file, 'utf8');
    expect(code).not.toContain('Truncated event message received');
    expect(code).not.toContain('endpoint_discovery_enabled');
    expect(code).not.toContain('SelectObjectContentRequest');
  }
});

test('nothing from this machine is in the file', () => {
  for (const file of bundles.values()) expect(readFileSync(file, 'utf8')).not.toContain(ROOT);
});

// In a process of its own: vitest lends a file a require() that Lambda does not.
const ANSWER = `
const { handler } = require(process.argv[1]);
const event = { httpMethod: process.argv[3], path: '/nothing', resource: process.argv[2], headers: {}, body: null, requestContext: { requestId: 'r' } };
handler(event, { getRemainingTimeInMillis: () => 10_000 }).then(({ statusCode }) => {
  process.stdout.write('answered ' + statusCode);
  process.exit();
});`;

test('the file starts and answers by itself', async () => {
  const env = { PIPELINES_TABLE: 'table', PIPELINES_BUCKET: 'bucket', AWS_REGION: 'eu-west-1' };
  const answers = await Promise.all(
    [...bundles].map(async ([handler, file]) => {
      const { path = '/nothing', method = 'POST' } =
        routeTable.find((route) => route.handler === handler) ?? {};
      const args = ['--eval', ANSWER, file, path, method];
      const { stdout } = await promisify(execFile)(process.execPath, args, { env });
      return /answered (\d+)$/.exec(stdout)?.[1];
    }),
  );

  expect(answers.toSorted()).toEqual(['400', '400', '400', '404']);
});
