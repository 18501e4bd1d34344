// Nonsense for every route of the API, on the whole service with its embedded servers.
import { ListObjectVersionsCommand, type ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { routeTable } from '../../../functions/http/routes.ts';
import { parseFlags } from '../../../infra/local/service/flags.ts';
import { startLocalServer } from '../../../infra/local/service/local-server.ts';
import { s3At } from '../../support/clients.ts';
import { type Json, mutated, mutations, NO_OBJECTS } from '../mutate.ts';
import type { FuzzOptions, FuzzPart } from '../part.ts';
import { createBox } from './box.ts';
import { damages, exchangeBytes, mostly, type RawRequest, seldom, toBytes } from './raw-request.ts';
import { startWatch } from './watch.ts';

export const apiPart: FuzzPart = { runs: 100_000, quickRuns: 5_000, run };

const PORTS = ['--port', '0', '--s3-port', '0', '--dynamodb-port', '0'];

const PATHS = ['pipeline.sql', 'config.yaml', 'tests/quality/a.sql', 'tests/quality/no_such.sql'];
const PARAMS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  namespace: mostly('default', 'default', 'team_a'),
  layer: mostly('silver', 'gold', 'bronze'),
  name: mostly('clean_orders', 'clean_orders', 'other', 'no_such'),
  version_number: mostly('1', '2', '999999', '0', '-1', '1e3'),
  'path+': mostly(...PATHS),
};

const VALUES = mostly(
  '1',
  '2',
  'true',
  'false',
  'current',
  'draft',
  '200',
  'silver',
  'default',
  'summary',
  cursor(),
);
const ETAG = '"d41d8cd98f00b204e9800998ecf8427e"';
const HEADERS = fc.tuple(
  mostly(
    'If-Match',
    'If-None-Match',
    'Idempotency-Key',
    'Content-Type',
    'Accept',
    'X-Forwarded-For',
    'Expect',
  ),
  mostly('*', ETAG, 'key-1', 'application/json', '100-continue', 'text/plain'),
);

/** Freezes and their ends take turns. */
const until = new Date(Date.now() + 600_000).toISOString();

const BODIES: Readonly<Record<string, Json>> = {
  publishVersion: { message: 'fuzzed', skip_unchanged: true },
  rollbackVersion: { message: 'fuzzed', expected_version: 2 },
  restoreDraft: { version: 1 },
  reportRun: { version_number: 1, run_id: 'fuzzed', state: 'running', url: 'https://runs.example.com/1' },
  publishDespiteFreeze: { message: 'fuzzed' },
  rollbackDespiteFreeze: { message: 'fuzzed' },
  restoreDespiteFreeze: { version: 1 },
  freezePipeline: { reason: 'fuzzed', until },
  freezeNamespace: { reason: 'fuzzed', until },
};

function cursor(): string {
  return Buffer.from(JSON.stringify({ below: 2 })).toString('base64url');
}

const garbage = fc.oneof(
  fc.constantFrom(...NO_OBJECTS, '"', `{"a":${'{"a":'.repeat(5_000)}`, 'x'.repeat(1_100_000)),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

const request: fc.Arbitrary<RawRequest> = fc.constantFrom(...routeTable).chain((route) => {
  const names = [...route.path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  const params = fc.tuple(...names.map((name) => PARAMS[name] ?? mostly('x')));
  const known = [...Object.keys(route.query.shape), 'unknown'];
  const query = seldom(fc.array(fc.tuple(mostly(...known), VALUES), { minLength: 1, maxLength: 3 }));
  const json = seldom(mutations).map(
    (all) => JSON.stringify(mutated(BODIES[route.operationId] ?? {}, all)) ?? '',
  );
  const body = route.body || route.file ? fc.oneof({ weight: 9, arbitrary: json }, garbage) : mostly('');
  return fc.record({
    method: fc.oneof(
      { weight: 19, arbitrary: fc.constant(route.method as string) },
      fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'BREW'),
    ),
    target: fc.tuple(params, query).map(([given, pairs]) => {
      const values = [...given];
      const path = route.path.replaceAll(/\{[^}]+\}/g, () => values.shift() ?? '');
      return pairs.length === 0 ? path : `${path}?${pairs.map((pair) => pair.join('=')).join('&')}`;
    }),
    headers: seldom(fc.array(HEADERS, { minLength: 1, maxLength: 2 })).map((more) => [
      ['Host', '127.0.0.1'] as const,
      ...more,
    ]),
    body: fc.oneof({ weight: 30, arbitrary: body }, garbage),
  });
});

async function run({ seed, runs }: FuzzOptions): Promise<string> {
  const box = await createBox();
  const server = await startLocalServer(parseFlags([...PORTS, '--data', box.dataDir, '--draft-runs']));
  const { apiUrl } = server;
  try {
    await publishTwice(apiUrl);
    const watch = startWatch(runs);
    const property = fc.asyncProperty(request, damages, async (raw, all) => {
      const bytes = toBytes(raw, all);
      const send = () => exchangeBytes(apiUrl, bytes, all.length > 0);
      await watch.check(bytes.toString('latin1').slice(0, 3_000), send);
    });
    await fc.assert(property, { seed, numRuns: runs, endOnFailure: true });
    await checkHealth(apiUrl);
    await checkKeys(server.s3Url);
    await box.check();
    return watch.end();
  } finally {
    await server.close();
    await box.remove();
  }
}

/** There is something to ask for then, and the thread that compares is up. */
async function publishTwice(apiUrl: string): Promise<void> {
  const url = `${apiUrl}/api/v1/pipelines/default/silver/clean_orders`;
  for (const message of ['First', 'Second']) {
    const { status } = await fetch(`${url}/publish`, { method: 'POST', body: JSON.stringify({ message }) });
    if (status !== 201) throw new Error(`publish answers ${status}`);
  }
  const { status } = await fetch(`${url}/compare`);
  if (status !== 200) throw new Error(`compare answers ${status}`);
}

async function checkHealth(apiUrl: string): Promise<void> {
  const response = await fetch(`${apiUrl}/health`);
  if (response.status !== 200) throw new Error(`afterwards /health answers ${await response.text()}`);
}

const KEY_OF_A_PIPELINE =
  /^[a-z][a-z0-9_-]{0,127}\/pipelines\/(bronze|silver|gold)\/[a-z][a-z0-9_-]{0,127}\/(?!\.{1,2}(\/|$)).+$/s;

/** Every version of every key, deleted ones included. */
async function checkKeys(s3Url: string): Promise<void> {
  const s3 = s3At(s3Url);
  try {
    for (let KeyMarker: string | undefined = ''; KeyMarker !== undefined; ) {
      const page: ListObjectVersionsCommandOutput = await s3.send(
        new ListObjectVersionsCommand({ Bucket: 'pipelines', KeyMarker }),
      );
      const outside = page.Versions?.find(({ Key = '' }) => !KEY_OF_A_PIPELINE.test(Key));
      if (outside !== undefined) throw new Error(`written outside of a pipeline: ${outside.Key}`);
      KeyMarker = page.NextKeyMarker;
    }
  } finally {
    s3.destroy();
  }
}
