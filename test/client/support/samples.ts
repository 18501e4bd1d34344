// What the service answers, small and whole: for servers of tests that say it, or something close to it.
import type {
  Checks,
  Comparison,
  Draft,
  FeedEvent,
  File,
  Freeze,
  Operations,
  Pipeline,
  PipelineVersion,
  Run,
  RunManifest,
} from '../../../client/types.ts';

const ID = '6f1c2d3e-4a5b-5c6d-8e7f-0a1b2c3d4e5f';
const TIME = '2026-01-01T00:00:00.000Z';
const FINGERPRINT = 'c0ffee'.padEnd(64, '0');
const ETAG = 'd41d8cd98f00b204e9800998ecf8427e';
const PREFIX = 'tests/pipelines/silver/orders';

export const version: PipelineVersion = {
  ...{ id: '01890a5d-ac96-774b-bcce-b302099a8057', pipeline_id: ID, version_number: 1, message: 'One' },
  ...{ created_at: TIME, created_by: null, rollback_of: null, file_count: 1, fingerprint: FINGERPRINT },
  checks: 'failed',
  published_versions: { [`${PREFIX}/pipeline.sql`]: 'v1' },
};

export const run: Run = {
  ...{ run_id: 'nightly-41', state: 'failed', reported_at: TIME, reported_by: 'airflow' },
};

const frozen: Freeze = { reason: 'Month-end close', frozen_by: 'ada', frozen_at: TIME, until: TIME };

export const pipeline: Pipeline = {
  ...{ id: ID, namespace: 'tests', layer: 'silver', name: 'orders', s3_path: `s3://b/${PREFIX}/` },
  ...{ type: 'sql', draft_dirty: false, latest_version: 1, message: 'One', published_at: TIME },
  published_by: null,
  draft: { fingerprint: FINGERPRINT, file_count: 1, observed_at: TIME },
  freeze: frozen,
};

const { freeze: _freeze, ...pipelineSummary } = pipeline;

export const pipelineList = { pipelines: [], next_cursor: null };

const source: File = {
  ...{ path: 'pipeline.sql', key: `${PREFIX}/pipeline.sql`, version_id: 'v1', etag: ETAG, size: 0 },
};

export const manifest: RunManifest = {
  ...{ pipeline_id: ID, version_number: 1, fingerprint: FINGERPRINT, bucket: 'b', source, config: null },
  ...{ quality_tests: [], files: [source] },
};

export const draft: Draft = {
  ...{ fingerprint: FINGERPRINT, file_count: 1, current_version: 1, draft_dirty: true },
  files: [{ ...source, last_modified: TIME, change: 'added' }],
};

const { path, version_id, etag, size } = source;

export const comparison: Comparison = {
  from: { kind: 'current', version_number: 1, fingerprint: FINGERPRINT, file_count: 1 },
  to: { kind: 'draft', version_number: null, fingerprint: FINGERPRINT, file_count: 2 },
  files: [{ path, change: 'added', from: null, to: { path, version_id, etag, size }, patch: '+SELECT 1\n' }],
  summary: { added: 1, modified: 0, removed: 0, renamed: 0, unchanged: 1 },
};

export const checks: Checks = {
  ...{ verdict: 'failed', valid: false },
  files: [
    {
      path,
      errors: [{ rule: 'conflict-marker', line: 1, column: 1, message: 'A marker.' }],
      warnings: [{ rule: 'two-sources', line: null, column: null, message: 'Two sources.' }],
    },
  ],
  more: 0,
};

const event: FeedEvent = {
  ...{ id: ID, type: 'version.published', time: TIME, namespace: 'tests', pipeline: 'tests/silver/orders' },
  ...{ version_number: 2, message: 'Two', created_by: 'ada', rollback_of: null, previous: 1 },
  ...{ checks: 'passed', until: null, url: 'pipelines/tests/silver/orders/versions/2' },
};

const { published_versions: _, ...versionSummary } = version;

const restored = { restored_from: 1, written: [path], removed: [], draft_dirty: false };

/** One answer for each operation that answers JSON. */
export const samples = {
  publishVersion: { ...version, checks },
  listVersions: {
    versions: [version, { ...versionSummary, runs: { count: 0, last: null } }],
    total: 2,
    next_cursor: 'c',
  },
  reportRun: { version_number: 1, ...run },
  getVersion: version,
  rollbackVersion: { ...version, checks },
  getPipeline: pipeline,
  listPipelines: { pipelines: [pipelineSummary], next_cursor: null },
  getFeed: { events: [event], next_cursor: null },
  getPublished: manifest,
  getDraft: draft,
  compareVersions: comparison,
  putFile: { path, version_id, etag, size },
  restoreDraft: restored,
  checkDraft: checks,
  freezePipeline: frozen,
  freezeNamespace: { ...frozen, effective_by: TIME },
  getNamespaceFreeze: { freeze: frozen },
  publishDespiteFreeze: { ...version, checks },
  rollbackDespiteFreeze: { ...version, checks },
  restoreDespiteFreeze: restored,
  getDraftManifest: { ...manifest, version_number: null },
  getMe: { name: 'ada', subject: 'a1', roles: [{ role: 'publisher', namespace: 'team_a' }] },
  getOpenApi: { openapi: '3.1.0' },
  getHealth: { status: 'ok' },
} satisfies { readonly [Op in keyof Operations]?: Operations[Op]['reply'] };
