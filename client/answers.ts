// What each operation answers, as schemas. Made by generate.ts from the OpenAPI document; do not edit.
import * as v from 'valibot';
import type { Operations } from './types.ts';

const matches = (pattern: string) => v.regex(new RegExp(pattern, 'u'));
const value1 = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const value2 = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const value3 = v.pipe(
  v.string(),
  matches('^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12})$'),
);
const value4 = v.pipe(
  v.string(),
  matches('^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-5[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12})$'),
);
const value5 = v.pipe(
  v.string(),
  matches(
    '^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}(?:Z))$',
  ),
);
const value6 = v.pipe(v.string(), matches('^[0-9a-f]{64}$'));
const value7 = v.pipe(v.string(), matches('^https?:\\/\\/'));
const value8 = v.pipe(v.string(), matches('^[\\x21\\x23-\\x7e]+$'));
const value9 = v.pipe(v.string(), v.url());
const value10 = v.pipe(v.string(), matches('\\S'));

const OverriddenFreeze = v.object({ scope: v.picklist(['pipeline', 'namespace']), reason: v.string() });
const UnusablePath = v.object({ path: v.string(), reason: v.string() });
const Finding = v.object({
  rule: v.string(),
  line: v.nullable(value1),
  column: v.nullable(value1),
  message: v.string(),
});
const CheckedFile = v.object({ path: v.string(), errors: v.array(Finding), warnings: v.array(Finding) });
const Checks = v.object({
  verdict: v.picklist(['passed', 'incomplete', 'skipped', 'failed']),
  valid: v.boolean(),
  files: v.array(CheckedFile),
  more: value2,
  message: v.exactOptional(v.string()),
});
const MadeVersion = v.object({
  id: value3,
  pipeline_id: value4,
  version_number: value1,
  message: v.string(),
  created_at: value5,
  created_by: v.nullable(v.string()),
  created_by_subject: v.exactOptional(v.string()),
  rollback_of: v.nullable(value1),
  overrode_freeze: v.exactOptional(OverriddenFreeze),
  file_count: value1,
  fingerprint: value6,
  change: v.exactOptional(v.picklist(['added', 'modified', 'removed'])),
  published_versions: v.record(v.string(), v.string()),
  warnings: v.exactOptional(v.array(UnusablePath)),
  checks: Checks,
});
const Run = v.object({
  run_id: v.string(),
  state: v.picklist(['running', 'succeeded', 'failed', 'cancelled']),
  url: v.exactOptional(value7),
  reported_at: value5,
  reported_by: v.nullable(v.string()),
});
const Runs = v.object({ count: value2, last: v.nullable(Run), recent: v.exactOptional(v.array(Run)) });
const Release = v.object({ location: v.string(), manifest: v.string() });
const PipelineVersion = v.object({
  id: value3,
  pipeline_id: value4,
  version_number: value1,
  message: v.string(),
  created_at: value5,
  created_by: v.nullable(v.string()),
  created_by_subject: v.exactOptional(v.string()),
  rollback_of: v.nullable(value1),
  overrode_freeze: v.exactOptional(OverriddenFreeze),
  file_count: value1,
  fingerprint: value6,
  checks: v.picklist(['passed', 'incomplete', 'skipped', 'failed']),
  runs: v.exactOptional(Runs),
  change: v.exactOptional(v.picklist(['added', 'modified', 'removed'])),
  published_versions: v.record(v.string(), v.string()),
  release: v.exactOptional(Release),
});
const PipelineVersionSummary = v.object({
  id: value3,
  pipeline_id: value4,
  version_number: value1,
  message: v.string(),
  created_at: value5,
  created_by: v.nullable(v.string()),
  created_by_subject: v.exactOptional(v.string()),
  rollback_of: v.nullable(value1),
  overrode_freeze: v.exactOptional(OverriddenFreeze),
  file_count: value1,
  fingerprint: value6,
  checks: v.picklist(['passed', 'incomplete', 'skipped', 'failed']),
  runs: v.exactOptional(Runs),
  change: v.exactOptional(v.picklist(['added', 'modified', 'removed'])),
});
const PipelineVersionList = v.object({
  versions: v.array(v.union([PipelineVersion, PipelineVersionSummary])),
  total: value2,
  next_cursor: v.nullable(v.string()),
});
const ReportedRun = v.object({
  version_number: value1,
  run_id: v.string(),
  state: v.picklist(['running', 'succeeded', 'failed', 'cancelled']),
  url: v.exactOptional(value7),
  reported_at: value5,
  reported_by: v.nullable(v.string()),
});
const Freeze = v.object({
  reason: v.string(),
  frozen_by: v.nullable(v.string()),
  frozen_at: value5,
  until: value5,
});
const Pipeline = v.object({
  id: value4,
  namespace: v.string(),
  layer: v.string(),
  name: v.string(),
  s3_path: v.string(),
  type: v.nullable(v.picklist(['sql', 'python', 'notebook', 'yaml', 'other'])),
  draft_dirty: v.nullable(v.boolean()),
  latest_version: v.nullable(value1),
  message: v.nullable(v.string()),
  published_at: v.nullable(value5),
  published_by: v.nullable(v.string()),
  draft: v.object({ fingerprint: value6, file_count: value2, observed_at: value5 }),
  freeze: v.nullable(Freeze),
});
const PipelineSummary = v.object({
  id: value4,
  namespace: v.string(),
  layer: v.string(),
  name: v.string(),
  s3_path: v.string(),
  type: v.nullable(v.picklist(['sql', 'python', 'notebook', 'yaml', 'other'])),
  draft_dirty: v.nullable(v.boolean()),
  latest_version: v.nullable(value1),
  message: v.nullable(v.string()),
  published_at: v.nullable(value5),
  published_by: v.nullable(v.string()),
  draft: v.object({ fingerprint: value6, file_count: value2, observed_at: value5 }),
});
const PipelineList = v.object({ pipelines: v.array(PipelineSummary), next_cursor: v.nullable(v.string()) });
const FeedEvent = v.object({
  id: value4,
  type: v.picklist([
    'version.published',
    'version.rolled_back',
    'pipeline.frozen',
    'pipeline.unfrozen',
    'namespace.frozen',
    'namespace.unfrozen',
  ]),
  time: value5,
  namespace: v.string(),
  pipeline: v.nullable(v.string()),
  version_number: v.nullable(value1),
  message: v.nullable(v.string()),
  created_by: v.nullable(v.string()),
  rollback_of: v.nullable(value1),
  previous: v.nullable(value1),
  checks: v.nullable(v.picklist(['passed', 'incomplete', 'skipped', 'failed'])),
  until: v.nullable(value5),
  url: v.string(),
});
const Feed = v.object({ events: v.array(FeedEvent), next_cursor: v.nullable(v.string()) });
const File = v.object({
  path: v.string(),
  key: v.string(),
  version_id: v.string(),
  etag: value8,
  size: value2,
  url: v.exactOptional(value9),
});
const RunManifest = v.object({
  pipeline_id: value4,
  version_number: value1,
  fingerprint: value6,
  bucket: v.string(),
  source: File,
  config: v.nullable(File),
  quality_tests: v.array(File),
  files: v.array(File),
});
const DraftFile = v.object({
  path: v.string(),
  key: v.string(),
  version_id: v.nullable(v.string()),
  etag: value8,
  size: value2,
  last_modified: value5,
  change: v.picklist(['added', 'modified', 'removed', 'unchanged']),
});
const Draft = v.object({
  fingerprint: value6,
  file_count: value2,
  current_version: v.nullable(value1),
  draft_dirty: v.nullable(v.boolean()),
  files: v.array(DraftFile),
  warnings: v.exactOptional(v.array(UnusablePath)),
});
const ComparedSide = v.object({
  kind: v.picklist(['version', 'current', 'draft']),
  version_number: v.nullable(value1),
  fingerprint: value6,
  file_count: value2,
});
const ComparedFile = v.object({
  path: v.string(),
  version_id: v.nullable(v.string()),
  etag: value8,
  size: value2,
});
const FileChange = v.object({
  path: v.string(),
  change: v.picklist(['added', 'modified', 'removed', 'renamed']),
  from: v.nullable(ComparedFile),
  to: v.nullable(ComparedFile),
  patch: v.exactOptional(v.string()),
  patch_omitted: v.exactOptional(
    v.picklist(['binary', 'too_large', 'too_different', 'unversioned', 'out_of_time', 'answer_full']),
  ),
});
const Comparison = v.object({
  from: ComparedSide,
  to: ComparedSide,
  files: v.array(FileChange),
  summary: v.object({ added: value2, modified: value2, removed: value2, renamed: value2, unchanged: value2 }),
});
const SavedFile = v.object({
  path: v.string(),
  version_id: v.nullable(v.string()),
  etag: value8,
  size: value2,
});
const RestoredDraft = v.object({
  restored_from: value1,
  written: v.array(v.string()),
  removed: v.array(v.string()),
  draft_dirty: v.nullable(v.boolean()),
});
const NamespaceFreeze = v.object({
  reason: v.string(),
  frozen_by: v.nullable(v.string()),
  frozen_at: value5,
  until: value5,
  effective_by: value5,
});
const FreezeOfNamespace = v.object({ freeze: v.nullable(Freeze) });
const DraftManifest = v.object({
  pipeline_id: value4,
  version_number: v.null(),
  fingerprint: value6,
  bucket: v.string(),
  source: File,
  config: v.nullable(File),
  quality_tests: v.array(File),
  files: v.array(File),
});
const Grant = v.object({
  role: v.picklist(['reader', 'editor', 'publisher', 'operator']),
  namespace: v.nullable(v.string()),
});
const Layout = v.object({ sources: v.array(v.string()), layers: v.array(v.string()), prefix: v.string() });
const Caller = v.object({
  name: v.nullable(v.string()),
  subject: v.nullable(v.string()),
  roles: v.nullable(v.array(Grant)),
  layout: v.exactOptional(Layout),
});
const OpenApiDocument = v.looseObject({ openapi: v.string() });
const Health = v.object({
  status: v.picklist(['ok', 'degraded']),
  version: v.exactOptional(v.string()),
  layout: v.exactOptional(Layout),
  reason: v.exactOptional(v.string()),
  causes: v.exactOptional(v.array(v.picklist(['versioning', 'lifecycle']))),
  lifecycle_rules: v.exactOptional(
    v.array(
      v.object({ id: v.string(), effects: v.array(v.picklist(['deletes', 'archives', 'hides', 'unknown'])) }),
    ),
  ),
  not_checked: v.exactOptional(v.array(v.picklist(['versioning', 'lifecycle']))),
});
export const refusal = v.object({
  error: v.object({
    code: v.string(),
    type: v.string(),
    message: value10,
    details: v.exactOptional(v.record(v.string(), v.unknown())),
    request_id: v.string(),
  }),
});

export const answers = {
  publishVersion: MadeVersion,
  listVersions: PipelineVersionList,
  getVersion: PipelineVersion,
  reportRun: ReportedRun,
  rollbackVersion: MadeVersion,
  getPipeline: Pipeline,
  listPipelines: PipelineList,
  getFeed: Feed,
  getPublished: RunManifest,
  getDraft: Draft,
  compareVersions: Comparison,
  putFile: SavedFile,
  restoreDraft: RestoredDraft,
  checkDraft: Checks,
  freezePipeline: Freeze,
  freezeNamespace: NamespaceFreeze,
  getNamespaceFreeze: FreezeOfNamespace,
  getDraftManifest: DraftManifest,
  getMe: Caller,
  getOpenApi: OpenApiDocument,
  getHealth: Health,
  publishDespiteFreeze: MadeVersion,
  rollbackDespiteFreeze: MadeVersion,
  restoreDespiteFreeze: RestoredDraft,
} satisfies { readonly [Op in keyof Operations]?: v.GenericSchema<unknown, Operations[Op]['reply']> };
