// What the API takes and answers. Made by generate.ts from the OpenAPI document; do not edit.

/**
 * By operationId: what a request takes, and what a success answers.
 */
export interface Operations {
  publishVersion: {
    path: {
      namespace: string;
      layer: string;
      name: string;
    };
    query: undefined;
    body: PublishRequest;
    reply: MadeVersion;
  };
  listVersions: {
    path: {
      namespace: string;
      layer: string;
      name: string;
    };
    query: {
      /**
       * The most rows of the page
       */
      limit?: number;
      /**
       * The next_cursor of the page before
       */
      cursor?: string;
      /**
       * Without the pins of each version
       */
      fields?: 'summary';
      /**
       * Whether to add what executors reported of their runs
       */
      runs?: boolean;
      /**
       * Only versions that added, modified or removed this file, each with its `change`. A request looks at 200 versions at most, fewer of large ones, so a page may be empty and have a next one
       */
      path?: string;
      /**
       * Begin with the version that was current at this moment: RFC 3339, such as 2026-11-20T10:00:00Z
       */
      at?: string;
    };
    body: undefined;
    reply: PipelineVersionList;
  };
  getVersion: {
    path: {
      namespace: string;
      layer: string;
      name: string;
      version_number: number;
    };
    query: {
      /**
       * Whether to add what executors reported of their runs
       */
      runs?: boolean;
    };
    body: undefined;
    reply: PipelineVersion;
  };
  reportRun: {
    path: {
      namespace: string;
      layer: string;
      name: string;
    };
    query: undefined;
    body: RunReport;
    reply: ReportedRun;
  };
  rollbackVersion: {
    path: {
      namespace: string;
      layer: string;
      name: string;
      version_number: number;
    };
    query: undefined;
    body?: RollbackRequest;
    reply: MadeVersion;
  };
  getPipeline: {
    path: {
      namespace: string;
      layer: string;
      name: string;
    };
    query: {
      /**
       * Look at the draft now, instead of answering what was last seen
       */
      refresh?: boolean;
    };
    body: undefined;
    reply: Pipeline;
  };
  listPipelines: {
    path: undefined;
    query: {
      namespace?: string;
      layer?: string;
      /**
       * Only pipelines whose flag is this
       */
      draft_dirty?: boolean;
      /**
       * The most rows of the page
       */
      limit?: number;
      /**
       * The next_cursor of the page before
       */
      cursor?: string;
    };
    body: undefined;
    reply: PipelineList;
  };
  getFeed: {
    path: undefined;
    query: {
      /**
       * Only what happened in this namespace
       */
      namespace?: string;
      /**
       * The most rows of the page
       */
      limit?: number;
      /**
       * The next_cursor of the page before
       */
      cursor?: string;
    };
    body: undefined;
    reply: Feed;
  };
  getPublished: {
    path: {
      namespace: string;
      layer: string;
      name: string;
    };
    query: {
      /**
       * This version instead of the current one
       */
      version?: number;
      /**
       * Whether each file has a link that reads it without S3 credentials, until it expires
       */
      presign?: boolean;
    };
    body: undefined;
    reply: RunManifest;
  };
  getDraft: {
    path: {
      namespace: string;
      layer: string;
      name: string;
    };
    query: undefined;
    body: undefined;
    reply: Draft;
  };
  compareVersions: {
    path: {
      namespace: string;
      layer: string;
      name: string;
    };
    query: {
      /**
       * A version, `current` (the default) or `draft`
       */
      from?: string;
      /**
       * A version, `current` or `draft` (the default)
       */
      to?: string;
      /**
       * Whether to add what `git diff` would say of each file
       */
      patch?: boolean;
    };
    body: undefined;
    reply: Comparison;
  };
  getFile: {
    path: {
      namespace: string;
      layer: string;
      name: string;
      /**
       * Relative to the pipeline, percent-encoded once; slashes may be sent as they are
       */
      path: string;
    };
    query: {
      /**
       * Of a version instead of the draft
       */
      version?: number;
    };
    body: undefined;
    reply: Uint8Array;
  };
  putFile: {
    path: {
      namespace: string;
      layer: string;
      name: string;
      /**
       * Relative to the pipeline, percent-encoded once; slashes may be sent as they are
       */
      path: string;
    };
    query: undefined;
    body?: Uint8Array;
    reply: SavedFile;
  };
  deleteFile: {
    path: {
      namespace: string;
      layer: string;
      name: string;
      /**
       * Relative to the pipeline, percent-encoded once; slashes may be sent as they are
       */
      path: string;
    };
    query: undefined;
    body: undefined;
    reply: undefined;
  };
  deleteAnyFile: {
    path: {
      namespace: string;
      layer: string;
      name: string;
    };
    query: {
      /**
       * Relative to the pipeline, as it is in the bucket: `a//b.sql`. Percent-encoded once
       */
      path: string;
    };
    body: undefined;
    reply: undefined;
  };
  restoreDraft: {
    path: {
      namespace: string;
      layer: string;
      name: string;
    };
    query: undefined;
    body: RestoreRequest;
    reply: RestoredDraft;
  };
  checkDraft: {
    path: {
      namespace: string;
      layer: string;
      name: string;
    };
    query: {
      /**
       * All files of a version instead of the draft
       */
      version?: number;
    };
    body: undefined;
    reply: Checks;
  };
  freezePipeline: {
    path: {
      namespace: string;
      layer: string;
      name: string;
    };
    query: undefined;
    body: FreezeRequest;
    reply: Freeze;
  };
  unfreezePipeline: {
    path: {
      namespace: string;
      layer: string;
      name: string;
    };
    query: undefined;
    body: undefined;
    reply: undefined;
  };
  freezeNamespace: {
    path: {
      namespace: string;
    };
    query: undefined;
    body: FreezeRequest;
    reply: NamespaceFreeze;
  };
  unfreezeNamespace: {
    path: {
      namespace: string;
    };
    query: undefined;
    body: undefined;
    reply: undefined;
  };
  getNamespaceFreeze: {
    path: {
      namespace: string;
    };
    query: undefined;
    body: undefined;
    reply: FreezeOfNamespace;
  };
  getDraftManifest: {
    path: {
      namespace: string;
      layer: string;
      name: string;
    };
    query: {
      /**
       * Whether each file has a link that reads it without S3 credentials, until it expires
       */
      presign?: boolean;
    };
    body: undefined;
    reply: DraftManifest;
  };
  getMe: {
    path: undefined;
    query: undefined;
    body: undefined;
    reply: Caller;
  };
  getOpenApi: {
    path: undefined;
    query: undefined;
    body: undefined;
    reply: OpenApiDocument;
  };
  getHealth: {
    path: undefined;
    query: undefined;
    body: undefined;
    reply: Health;
  };
  publishDespiteFreeze: {
    path: {
      namespace: string;
      layer: string;
      name: string;
    };
    query: undefined;
    body: PublishRequest;
    reply: MadeVersion;
  };
  rollbackDespiteFreeze: {
    path: {
      namespace: string;
      layer: string;
      name: string;
      version_number: number;
    };
    query: undefined;
    body?: RollbackRequest;
    reply: MadeVersion;
  };
  restoreDespiteFreeze: {
    path: {
      namespace: string;
      layer: string;
      name: string;
    };
    query: undefined;
    body: RestoreRequest;
    reply: RestoredDraft;
  };
}
export interface PublishRequest {
  message: string;
  /**
   * Only on top of this version; 0: never published
   */
  expected_version?: number;
  /**
   * SHA-256 over the sorted (path, ETag, size): the same fingerprint, the same content
   */
  expected_draft?: string;
  /**
   * Answer 200 with the current version, making none, if it is this draft already
   */
  skip_unchanged?: boolean;
  /**
   * Publish although checks find errors, or the deployment’s own check does not answer; the version keeps saying `checks: "failed"` or `"skipped"`
   */
  allow_failed_checks?: boolean;
}
export interface MadeVersion {
  id: string;
  pipeline_id: string;
  version_number: number;
  message: string;
  created_at: string;
  /**
   * The author's name: of a token's bearer as its issuer says, of an IAM caller its ARN
   */
  created_by: string | null;
  /**
   * The author's `sub` at the issuer of tokens; left out for other callers, and for versions of earlier releases
   */
  created_by_subject?: string;
  rollback_of: number | null;
  overrode_freeze?: OverriddenFreeze;
  file_count: number;
  /**
   * SHA-256 over the sorted (path, ETag, size): the same fingerprint, the same content
   */
  fingerprint: string;
  /**
   * What it did to the file at `path`, by content; with path alone
   */
  change?: 'added' | 'modified' | 'removed';
  /**
   * S3 version ID of every file, by full key
   */
  published_versions: {
    [k: string]: string;
  };
  /**
   * Files that no directory can hold, so that a pull is refused or leaves them out: the first 100 by path. Left out if there are none
   */
  warnings?: UnusablePath[];
  checks: Checks;
}
/**
 * The freeze that this version was published over; left out if nothing was frozen
 *
 * This interface was referenced by `Operations`'s JSON-Schema
 * via the `definition` "OverriddenFreeze".
 */
export interface OverriddenFreeze {
  scope: 'pipeline' | 'namespace';
  reason: string;
}
export interface UnusablePath {
  path: string;
  reason: string;
}
export interface Checks {
  /**
   * What a version keeps as its `checks`
   */
  verdict: 'passed' | 'incomplete' | 'skipped' | 'failed';
  /**
   * Whether there are no errors
   */
  valid: boolean;
  /**
   * Files with findings: source, configuration, quality tests, then the rest, each by path. At most 100 findings, errors first. A repetition and a publish that changes nothing have none, a rollback those of the deployment’s own check: they read no file
   */
  files: CheckedFile[];
  /**
   * Findings that are not listed
   */
  more: number;
  /**
   * What the deployment’s own check says of the whole, or why it says nothing. Left out without
   */
  message?: string;
}
export interface CheckedFile {
  path: string;
  errors: Finding[];
  warnings: Finding[];
}
export interface Finding {
  /**
   * Its name in docs/checks.md, or a name of the deployment’s own check
   */
  rule: string;
  /**
   * null: the whole file
   */
  line: number | null;
  /**
   * In UTF-16 code units
   */
  column: number | null;
  message: string;
}
export interface PipelineVersionList {
  versions: (PipelineVersion | PipelineVersionSummary)[];
  total: number;
  next_cursor: string | null;
}
export interface PipelineVersion {
  id: string;
  pipeline_id: string;
  version_number: number;
  message: string;
  created_at: string;
  /**
   * The author's name: of a token's bearer as its issuer says, of an IAM caller its ARN
   */
  created_by: string | null;
  /**
   * The author's `sub` at the issuer of tokens; left out for other callers, and for versions of earlier releases
   */
  created_by_subject?: string;
  rollback_of: number | null;
  overrode_freeze?: OverriddenFreeze;
  file_count: number;
  /**
   * SHA-256 over the sorted (path, ETag, size): the same fingerprint, the same content
   */
  fingerprint: string;
  /**
   * passed: no errors. incomplete: none were found, and not everything was looked at, as in versions of releases without checks. skipped: none were found, and the deployment’s own check did not answer. failed: published in spite of errors
   */
  checks: 'passed' | 'incomplete' | 'skipped' | 'failed';
  runs?: Runs;
  /**
   * What it did to the file at `path`, by content; with path alone
   */
  change?: 'added' | 'modified' | 'removed';
  /**
   * S3 version ID of every file, by full key
   */
  published_versions: {
    [k: string]: string;
  };
  release?: Release;
}
/**
 * What executors reported, with runs=true: a note that they may leave out
 *
 * This interface was referenced by `Operations`'s JSON-Schema
 * via the `definition` "Runs".
 */
export interface Runs {
  /**
   * Runs that were reported; 0 if nothing was within 90 days
   */
  count: number;
  /**
   * The one that was reported last
   */
  last: Run | null;
  /**
   * At most 20, by their newest report, newest first; left out of histories
   */
  recent?: Run[];
}
export interface Run {
  run_id: string;
  state: 'running' | 'succeeded' | 'failed' | 'cancelled';
  /**
   * Left out if nobody said it
   */
  url?: string;
  /**
   * When the newest report came
   */
  reported_at: string;
  /**
   * As in created_by
   */
  reported_by: string | null;
}
/**
 * Where it is as plain objects, as s3:// URLs. Only `GET P/versions/{version_number}` says it, once they are there, where the deployment releases versions
 *
 * This interface was referenced by `Operations`'s JSON-Schema
 * via the `definition` "Release".
 */
export interface Release {
  /**
   * Of the files, ending in a slash, or of the archive
   */
  location: string;
  manifest: string;
}
export interface PipelineVersionSummary {
  id: string;
  pipeline_id: string;
  version_number: number;
  message: string;
  created_at: string;
  /**
   * The author's name: of a token's bearer as its issuer says, of an IAM caller its ARN
   */
  created_by: string | null;
  /**
   * The author's `sub` at the issuer of tokens; left out for other callers, and for versions of earlier releases
   */
  created_by_subject?: string;
  rollback_of: number | null;
  overrode_freeze?: OverriddenFreeze;
  file_count: number;
  /**
   * SHA-256 over the sorted (path, ETag, size): the same fingerprint, the same content
   */
  fingerprint: string;
  /**
   * passed: no errors. incomplete: none were found, and not everything was looked at, as in versions of releases without checks. skipped: none were found, and the deployment’s own check did not answer. failed: published in spite of errors
   */
  checks: 'passed' | 'incomplete' | 'skipped' | 'failed';
  runs?: Runs;
  /**
   * What it did to the file at `path`, by content; with path alone
   */
  change?: 'added' | 'modified' | 'removed';
}
export interface RunReport {
  /**
   * What the run takes its files from
   */
  version_number: number;
  /**
   * The executor's own name of the run; reports with the same one are of one run
   */
  run_id: string;
  /**
   * A run that has ended is not made running again: reports may overtake each other
   */
  state: 'running' | 'succeeded' | 'failed' | 'cancelled';
  /**
   * Where people see the run
   */
  url?: string;
}
export interface ReportedRun {
  version_number: number;
  run_id: string;
  state: 'running' | 'succeeded' | 'failed' | 'cancelled';
  /**
   * Left out if nobody said it
   */
  url?: string;
  /**
   * When the newest report came
   */
  reported_at: string;
  /**
   * As in created_by
   */
  reported_by: string | null;
}
export interface RollbackRequest {
  message?: string;
  /**
   * Only on top of this version; 0: never published
   */
  expected_version?: number;
  /**
   * Publish although checks find errors, or the deployment’s own check does not answer; the version keeps saying `checks: "failed"` or `"skipped"`
   */
  allow_failed_checks?: boolean;
}
export interface Pipeline {
  id: string;
  namespace: string;
  layer: string;
  name: string;
  s3_path: string;
  /**
   * Of the source; null: there is none
   */
  type: ('sql' | 'python' | 'notebook' | 'yaml' | 'other') | null;
  /**
   * null before the first publish
   */
  draft_dirty: boolean | null;
  latest_version: number | null;
  message: string | null;
  published_at: string | null;
  published_by: string | null;
  draft: {
    /**
     * SHA-256 over the sorted (path, ETag, size): the same fingerprint, the same content
     */
    fingerprint: string;
    file_count: number;
    observed_at: string;
  };
  /**
   * null: the pipeline is not frozen; its namespace may be
   */
  freeze: Freeze | null;
}
export interface Freeze {
  reason: string;
  /**
   * As in created_by
   */
  frozen_by: string | null;
  frozen_at: string;
  /**
   * When it ends by itself
   */
  until: string;
}
export interface PipelineList {
  pipelines: PipelineSummary[];
  next_cursor: string | null;
}
export interface PipelineSummary {
  id: string;
  namespace: string;
  layer: string;
  name: string;
  s3_path: string;
  /**
   * Of the source; null: there is none
   */
  type: ('sql' | 'python' | 'notebook' | 'yaml' | 'other') | null;
  /**
   * null before the first publish
   */
  draft_dirty: boolean | null;
  latest_version: number | null;
  message: string | null;
  published_at: string | null;
  published_by: string | null;
  draft: {
    /**
     * SHA-256 over the sorted (path, ETag, size): the same fingerprint, the same content
     */
    fingerprint: string;
    file_count: number;
    observed_at: string;
  };
}
export interface Feed {
  events: FeedEvent[];
  next_cursor: string | null;
}
export interface FeedEvent {
  /**
   * The same for each repetition
   */
  id: string;
  type:
    | 'version.published'
    | 'version.rolled_back'
    | 'pipeline.frozen'
    | 'pipeline.unfrozen'
    | 'namespace.frozen'
    | 'namespace.unfrozen';
  time: string;
  namespace: string;
  /**
   * namespace/layer/name; null: all pipelines of the namespace
   */
  pipeline: string | null;
  /**
   * null for freezes
   */
  version_number: number | null;
  /**
   * Of a version its message, of a freeze its reason; null where one was lifted
   */
  message: string | null;
  /**
   * Who did it
   */
  created_by: string | null;
  rollback_of: number | null;
  /**
   * The version that was current before
   */
  previous: number | null;
  /**
   * Of a version; null for freezes
   */
  checks: ('passed' | 'incomplete' | 'skipped' | 'failed') | null;
  /**
   * When a freeze ends by itself, of which there is no event
   */
  until: string | null;
  /**
   * Where it can be read, relative to this request
   */
  url: string;
}
export interface RunManifest {
  pipeline_id: string;
  version_number: number;
  /**
   * SHA-256 over the sorted (path, ETag, size): the same fingerprint, the same content
   */
  fingerprint: string;
  bucket: string;
  source: File;
  config: File | null;
  quality_tests: File[];
  files: File[];
}
export interface File {
  path: string;
  key: string;
  version_id: string;
  etag: string;
  size: number;
  /**
   * Reads this version of the object, for 15 minutes
   */
  url?: string;
}
export interface Draft {
  /**
   * SHA-256 over the sorted (path, ETag, size): the same fingerprint, the same content
   */
  fingerprint: string;
  /**
   * Of the draft: without the removed files
   */
  file_count: number;
  current_version: number | null;
  /**
   * null before the first publish
   */
  draft_dirty: boolean | null;
  files: DraftFile[];
  /**
   * Files that no directory can hold, so that a pull is refused or leaves them out: the first 100 by path. Left out if there are none
   */
  warnings?: UnusablePath[];
}
export interface DraftFile {
  path: string;
  key: string;
  /**
   * null if it was saved while the bucket was not versioned: it cannot be published
   */
  version_id: string | null;
  etag: string;
  size: number;
  last_modified: string;
  /**
   * By content, against the current version; a removed file is shown as it is there
   */
  change: 'added' | 'modified' | 'removed' | 'unchanged';
}
export interface Comparison {
  from: ComparedSide;
  to: ComparedSide;
  /**
   * What differs: source, configuration, quality tests, then the rest, each by path
   */
  files: FileChange[];
  summary: {
    added: number;
    modified: number;
    removed: number;
    renamed: number;
    unchanged: number;
  };
}
export interface ComparedSide {
  kind: 'version' | 'current' | 'draft';
  /**
   * null for the draft, and for the current version before the first publish, which has no files
   */
  version_number: number | null;
  /**
   * SHA-256 over the sorted (path, ETag, size): the same fingerprint, the same content
   */
  fingerprint: string;
  file_count: number;
}
export interface FileChange {
  /**
   * Where the file is now, or was, if it is removed
   */
  path: string;
  change: 'added' | 'modified' | 'removed' | 'renamed';
  from: ComparedFile | null;
  to: ComparedFile | null;
  /**
   * As git diff writes it, from the pinned bytes; empty if they are the same after all
   */
  patch?: string;
  /**
   * Why there is no patch, where patches were asked for
   */
  patch_omitted?: 'binary' | 'too_large' | 'too_different' | 'unversioned' | 'out_of_time' | 'answer_full';
}
export interface ComparedFile {
  path: string;
  version_id: string | null;
  etag: string;
  size: number;
}
export interface SavedFile {
  path: string;
  /**
   * null if the bucket is not versioned
   */
  version_id: string | null;
  /**
   * Without quotes
   */
  etag: string;
  size: number;
}
export interface RestoreRequest {
  version: number;
  /**
   * SHA-256 over the sorted (path, ETag, size): the same fingerprint, the same content
   */
  expected_draft?: string;
}
export interface RestoredDraft {
  restored_from: number;
  /**
   * Paths of the files that differed
   */
  written: string[];
  /**
   * Paths of the files that the version does not have
   */
  removed: string[];
  /**
   * As it was observed afterwards
   */
  draft_dirty: boolean | null;
}
export interface FreezeRequest {
  reason: string;
  until: string;
}
export interface NamespaceFreeze {
  reason: string;
  /**
   * As in created_by
   */
  frozen_by: string | null;
  frozen_at: string;
  /**
   * When it ends by itself
   */
  until: string;
  /**
   * Requests that began before the freeze may still finish, and have ended by then
   */
  effective_by: string;
}
export interface FreezeOfNamespace {
  /**
   * null: the namespace is not frozen
   */
  freeze: Freeze | null;
}
export interface DraftManifest {
  pipeline_id: string;
  /**
   * It is no version
   */
  version_number: null;
  /**
   * SHA-256 over the sorted (path, ETag, size): the same fingerprint, the same content
   */
  fingerprint: string;
  bucket: string;
  source: File;
  config: File | null;
  quality_tests: File[];
  files: File[];
}
export interface Caller {
  /**
   * As in created_by
   */
  name: string | null;
  /**
   * As in created_by_subject; null where no token is asked for
   */
  subject: string | null;
  /**
   * null where no token is asked for: IAM policies decide, or nobody does
   */
  roles: Grant[] | null;
  layout?: Layout;
}
export interface Grant {
  role: 'reader' | 'editor' | 'publisher' | 'operator';
  /**
   * null: all namespaces
   */
  namespace: string | null;
}
/**
 * What makes a directory a pipeline; earlier releases do not say it
 *
 * This interface was referenced by `Operations`'s JSON-Schema
 * via the `definition` "Layout".
 */
export interface Layout {
  /**
   * Patterns of paths; the first that a file matches is what runs use
   */
  sources: string[];
  layers: string[];
  /**
   * Where the files of a pipeline are in the bucket
   */
  prefix: string;
}
export interface OpenApiDocument {
  openapi: string;
  [k: string]: unknown;
}
export interface Health {
  status: 'ok' | 'degraded';
  /**
   * The service's own, as of its packages; earlier releases do not say it
   */
  version?: string;
  layout?: Layout;
  /**
   * Of a degraded service: what is wrong, and what to do
   */
  reason?: string;
  /**
   * Of a degraded service. versioning: the bucket does not keep what is replaced; lifecycle: its rules harm pipelines
   */
  causes?: ('versioning' | 'lifecycle')[];
  /**
   * The enabled rules that can harm files of pipelines
   */
  lifecycle_rules?: {
    /**
     * The rule's name in the bucket
     */
    id: string;
    /**
     * deletes: old versions, pinned ones included; archives: where no run can read them; hides: files of the draft; unknown: an action that the service does not know
     */
    effects: ('deletes' | 'archives' | 'hides' | 'unknown')[];
  }[];
  /**
   * What the service may not look at, so that nobody knows
   */
  not_checked?: ('versioning' | 'lifecycle')[];
}
export interface Error {
  error: {
    code:
      | 'UNAUTHENTICATED'
      | 'FORBIDDEN'
      | 'INVALID_REQUEST'
      | 'ROUTE_NOT_FOUND'
      | 'METHOD_NOT_ALLOWED'
      | 'BODY_TOO_LARGE'
      | 'UNSUPPORTED_ENCODING'
      | 'PIPELINE_NOT_FOUND'
      | 'VERSION_NOT_FOUND'
      | 'FILE_NOT_FOUND'
      | 'NOT_PUBLISHED'
      | 'VERSION_CONFLICT'
      | 'DRAFT_CHANGING'
      | 'PINNED_FILES_MISSING'
      | 'BUCKET_NOT_VERSIONED'
      | 'PATH_CONFLICT'
      | 'PRECONDITION_FAILED'
      | 'FROZEN'
      | 'EMPTY_DRAFT'
      | 'MISSING_SOURCE'
      | 'UNVERSIONED_FILES'
      | 'DRAFT_TOO_LARGE'
      | 'CHECKS_FAILED'
      | 'CHECK_UNAVAILABLE'
      | 'FILE_TOO_LARGE'
      | 'IDEMPOTENCY_KEY_REUSED'
      | 'DRAFT_RUNS_DISABLED'
      | 'THROTTLED'
      | 'UNAVAILABLE'
      | 'ANSWER_TOO_LARGE'
      | 'INTERNAL';
    type:
      | 'VALIDATION'
      | 'AUTHENTICATION'
      | 'AUTHORIZATION'
      | 'NOT_FOUND'
      | 'CONFLICT'
      | 'RATE_LIMIT'
      | 'INTERNAL'
      | 'UNAVAILABLE';
    message: string;
    details?: {
      [k: string]: unknown;
    };
    request_id: string;
  };
}
