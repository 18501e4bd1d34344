// The requests that the API page shows, in an order in which each finds what it needs. Adding a route? Add its call.
import type { OperationId } from '../../client/request.ts';

export interface ExampleCall {
  readonly operation: OperationId;
  /** Behind the path of the pipeline; a whole path where it begins with a slash. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, an object as JSON. */
  readonly body?: string | object;
  /** Prepares what others show. */
  readonly hidden?: true;
}

/** In an hour, of the service's clock. */
const until = new Date(Date.now() + 3_600_000).toISOString();

const TEST = 'files/tests/quality/order_id_is_unique.sql';

export const exampleCalls: readonly ExampleCall[] = [
  {
    operation: 'putFile',
    target: 'files/config.yaml',
    body: 'owner: orders-team@example.com\n',
    hidden: true,
  },
  {
    operation: 'putFile',
    target: TEST,
    body: 'SELECT order_id FROM silver.clean_orders GROUP BY 1 HAVING COUNT(*) > 1\n',
    hidden: true,
  },
  {
    operation: 'putFile',
    target: 'files/pipeline.sql',
    headers: { 'If-None-Match': '*' },
    body: 'SELECT order_id, amount FROM bronze.raw_orders\n',
  },
  {
    operation: 'publishVersion',
    target: 'publish',
    headers: { 'Idempotency-Key': 'release-41' },
    body: { message: 'First version' },
  },
  {
    operation: 'putFile',
    target: 'files/pipeline.sql',
    body: 'SELECT order_id FROM bronze.raw_orders\n',
    hidden: true,
  },
  { operation: 'getPipeline', target: '?refresh=true' },
  { operation: 'getDraft', target: 'draft' },
  { operation: 'compareVersions', target: 'compare?from=current&to=draft&patch=true' },
  { operation: 'checkDraft', target: 'check' },
  { operation: 'getDraftManifest', target: 'draft/manifest' },
  { operation: 'publishVersion', target: 'publish', body: { message: 'Only the ids' }, hidden: true },
  { operation: 'rollbackVersion', target: 'versions/1/rollback', body: { expected_version: 2 } },
  { operation: 'listVersions', target: 'versions?fields=summary&limit=2' },
  {
    operation: 'reportRun',
    target: 'runs',
    body: { version_number: 2, run_id: 'nightly-41', state: 'running', url: 'https://runs.example.com/41' },
    hidden: true,
  },
  {
    operation: 'reportRun',
    target: 'runs',
    body: { version_number: 2, run_id: 'nightly-41', state: 'succeeded' },
  },
  { operation: 'getVersion', target: 'versions/2?runs=true' },
  { operation: 'getPublished', target: 'published?presign=true' },
  { operation: 'getFile', target: 'files/pipeline.sql?version=2' },
  { operation: 'restoreDraft', target: 'draft/restore', body: { version: 1 } },
  { operation: 'freezePipeline', target: 'freeze', body: { reason: 'Month-end close', until } },
  { operation: 'publishDespiteFreeze', target: 'publish/override', body: { message: 'Fix the close' } },
  { operation: 'rollbackDespiteFreeze', target: 'versions/1/rollback/override', body: {} },
  { operation: 'restoreDespiteFreeze', target: 'draft/restore/override', body: { version: 2 } },
  { operation: 'unfreezePipeline', target: 'freeze' },
  {
    operation: 'freezeNamespace',
    target: '/api/v1/namespaces/default/freeze',
    body: { reason: 'Year-end close', until },
  },
  { operation: 'getNamespaceFreeze', target: '/api/v1/namespaces/default/freeze' },
  { operation: 'unfreezeNamespace', target: '/api/v1/namespaces/default/freeze' },
  { operation: 'listPipelines', target: '/api/v1/pipelines?namespace=default&limit=10' },
  { operation: 'getFeed', target: '/api/v1/feed?limit=2' },
  // Last of those that edit: events tell of it at some time.
  { operation: 'deleteFile', target: TEST },
  { operation: 'deleteAnyFile', target: 'files?path=config.yaml' },
  { operation: 'getMe', target: '/api/v1/me' },
  { operation: 'getOpenApi', target: '/api/v1/openapi.json' },
  { operation: 'getHealth', target: '/health' },
];
