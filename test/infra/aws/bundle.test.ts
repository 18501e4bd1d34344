// Functions as they are deployed: bundled by the CDK's construct, and run from that one file.
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { serviceFunction } from '../../../infra/aws/service-function.ts';
import { readSettings } from '../../../infra/settings.ts';

type Handler = (event: object, context: object) => Promise<APIGatewayProxyResult>;

const ENTRIES = ['no-route', 'publish-version'];
// A tenth more than the largest of today: every byte is read at a cold start.
const MAX_BYTES = 850_000;
const ROOT = join(import.meta.dirname, '../../..');

let outdir: string;
let bundles: readonly string[];

beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'bundles-'));
  const app = new App({ outdir });
  const stack = new Stack(app, 'Bundled');
  for (const name of ENTRIES) {
    serviceFunction(stack, name, {
      entry: `functions/handlers/${name}.ts`,
      description: name,
      timeout: Duration.seconds(1),
      settings: readSettings({}),
    });
  }
  app.synth();
  bundles = globSync('asset.*/index.mjs', { cwd: outdir }).map((file) => join(outdir, file));
});
afterAll(() => rm(outdir, { recursive: true, force: true }));

test('a function is one small file', () => {
  expect(bundles).toHaveLength(ENTRIES.length);
  for (const file of bundles) {
    expect(readdirSync(dirname(file))).toEqual(['index.mjs']);
    expect(readFileSync(file).length).toBeLessThan(MAX_BYTES);
  }
});

test('nothing from this machine is in the file', () => {
  for (const file of bundles) expect(readFileSync(file, 'utf8')).not.toContain(ROOT);
});

test('the file starts and answers by itself', async () => {
  const environment = { PIPELINES_TABLE: 'table', PIPELINES_BUCKET: 'bucket', AWS_REGION: 'eu-west-1' };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const event = {
    httpMethod: 'POST',
    path: '/nothing',
    headers: {},
    body: null,
    requestContext: { requestId: 'r' },
  };
  const context = { getRemainingTimeInMillis: () => 10_000 };

  const answers = await Promise.all(
    bundles.map(async (file) => {
      const { handler } = (await import(file)) as { handler: Handler };
      return handler(event, context);
    }),
  );

  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([400, 404]);
});
