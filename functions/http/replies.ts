// What replies carry, as schemas and as OpenAPI components. present.ts makes them.
import * as z from 'zod';
import { MAX_FINDINGS } from '../domain/checks/report.ts';
import { SHOWN_VERDICTS } from '../domain/checks/verdict.ts';
import { FREEZE_SCOPES } from '../domain/freeze.ts';
import { NEWS_TYPES } from '../domain/news.ts';
import { ROLES } from '../domain/roles.ts';
import { KEPT_DAYS, RUN_STATES, SHOWN_RUNS } from '../domain/runs.ts';
import { SOURCE_TYPES } from '../domain/snapshot.ts';
import { MAX_WARNINGS } from '../domain/unusable-paths.ts';
import { errorReplies, FAMILIES, type ReplyCode } from './error-reply.ts';
import { fingerprintField, layerField } from './fields.ts';
import { PATCH_OMISSIONS } from './patches.ts';

const timeField = z.iso.datetime({ precision: 3 });

/** Without quotes. A client sends it back in a header. https://www.rfc-editor.org/rfc/rfc9110#field.etag */
const etagReply = z.string().regex(/^[\x21\x23-\x7e]+$/);

const versionNumber = z.int().min(1);
const verdict = z.enum(SHOWN_VERDICTS);
const pins = z
  .record(z.string(), z.string())
  .meta({ description: 'S3 version ID of every file, by full key' });

export const freeze = z
  .strictObject({
    reason: z.string(),
    frozen_by: z.string().nullable().meta({ description: 'As in created_by' }),
    frozen_at: timeField,
    until: timeField.meta({ description: 'When it ends by itself' }),
  })
  .meta({ id: 'Freeze' });

export const namespaceFreeze = freeze
  .extend({
    effective_by: timeField.meta({
      description: 'Requests that began before the freeze may still finish, and have ended by then',
    }),
  })
  .meta({ id: 'NamespaceFreeze' });

export const freezeOfNamespace = z
  .strictObject({ freeze: freeze.nullable().meta({ description: 'null: the namespace is not frozen' }) })
  .meta({ id: 'FreezeOfNamespace' });

const overriddenFreeze = z.strictObject({ scope: z.enum(FREEZE_SCOPES), reason: z.string() }).meta({
  id: 'OverriddenFreeze',
  description: 'The freeze that this version was published over; left out if nothing was frozen',
});

const run = z
  .strictObject({
    run_id: z.string(),
    state: z.enum(RUN_STATES),
    url: z
      .string()
      .regex(/^https?:\/\//)
      .optional()
      .meta({ description: 'Left out if nobody said it' }),
    reported_at: timeField.meta({ description: 'When the newest report came' }),
    reported_by: z.string().nullable().meta({ description: 'As in created_by' }),
  })
  .meta({ id: 'Run' });

export const reportedRun = z
  .strictObject({ version_number: versionNumber, ...run.shape })
  .meta({ id: 'ReportedRun' });

const runs = z
  .strictObject({
    count: z
      .int()
      .min(0)
      .meta({
        description: `Runs that were reported; 0 if nothing was within ${KEPT_DAYS} days`,
      }),
    last: run.nullable().meta({ description: 'The one that was reported last' }),
    recent: z
      .array(run)
      .optional()
      .meta({
        description: `At most ${SHOWN_RUNS}, by their newest report, newest first; left out of histories`,
      }),
  })
  .meta({
    id: 'Runs',
    description: 'What executors reported, with runs=true: a note that they may leave out',
  })
  .optional();

export const pipelineVersionSummary = z
  .strictObject({
    id: z.uuid({ version: 'v7' }),
    pipeline_id: z.uuid({ version: 'v5' }),
    version_number: versionNumber,
    message: z.string(),
    created_at: timeField,
    created_by: z.string().nullable().meta({
      description: "The author's name: of a token's bearer as its issuer says, of an IAM caller its ARN",
    }),
    created_by_subject: z.string().optional().meta({
      description:
        "The author's `sub` at the issuer of tokens; left out for other callers, and for versions of earlier releases",
    }),
    rollback_of: versionNumber.nullable(),
    overrode_freeze: overriddenFreeze.optional(),
    file_count: z.int().min(1),
    fingerprint: fingerprintField,
    checks: verdict.meta({
      description:
        'passed: no errors. incomplete: none were found, and not everything was looked at, as in versions of releases without checks. skipped: none were found, and the deployment’s own check did not answer. failed: published in spite of errors',
    }),
    runs,
    change: z
      .enum(['added', 'modified', 'removed'])
      .optional()
      .meta({ description: 'What it did to the file at `path`, by content; with path alone' }),
  })
  .meta({ id: 'PipelineVersionSummary' });

const release = z
  .strictObject({
    location: z.string().meta({ description: 'Of the files, ending in a slash, or of the archive' }),
    manifest: z.string(),
  })
  .meta({
    id: 'Release',
    description:
      'Where it is as plain objects, as s3:// URLs. Only `GET P/versions/{version_number}` says it, once they are there, where the deployment releases versions',
  });

export const pipelineVersion = pipelineVersionSummary
  .extend({ published_versions: pins, release: release.optional() })
  .meta({ id: 'PipelineVersion' });

const place = z.int().min(1).nullable();

const finding = z
  .strictObject({
    // A later release may have others: clients take any name.
    rule: z
      .string()
      .meta({ description: 'Its name in docs/checks.md, or a name of the deployment’s own check' }),
    line: place.meta({ description: 'null: the whole file' }),
    column: place.meta({ description: 'In UTF-16 code units' }),
    message: z.string(),
  })
  .meta({ id: 'Finding' });

const checkedFile = z
  .strictObject({ path: z.string(), errors: z.array(finding), warnings: z.array(finding) })
  .meta({ id: 'CheckedFile' });

export const checks = z
  .strictObject({
    verdict: verdict.meta({ description: 'What a version keeps as its `checks`' }),
    valid: z.boolean().meta({ description: 'Whether there are no errors' }),
    files: z.array(checkedFile).meta({
      description: `Files with findings: source, configuration, quality tests, then the rest, each by path. At most ${MAX_FINDINGS} findings, errors first. A repetition and a publish that changes nothing have none, a rollback those of the deployment’s own check: they read no file`,
    }),
    more: z.int().min(0).meta({ description: 'Findings that are not listed' }),
    message: z.string().optional().meta({
      description:
        'What the deployment’s own check says of the whole, or why it says nothing. Left out without',
    }),
  })
  .meta({ id: 'Checks' });

const warnings = z
  .array(z.strictObject({ path: z.string(), reason: z.string() }).meta({ id: 'UnusablePath' }))
  .optional()
  .meta({
    description: `Files that no directory can hold, so that a pull is refused or leaves them out: the first ${MAX_WARNINGS} by path. Left out if there are none`,
  });

export const madeVersion = pipelineVersion
  .omit({ checks: true, runs: true, release: true })
  .extend({ warnings, checks })
  .meta({ id: 'MadeVersion' });

export const versionList = z
  .strictObject({
    versions: z.array(z.union([pipelineVersion, pipelineVersionSummary])),
    total: z.int().min(0),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'PipelineVersionList' });

export const pipelineSummary = z
  .strictObject({
    id: z.uuid({ version: 'v5' }),
    namespace: z.string(),
    layer: layerField,
    name: z.string(),
    s3_path: z.string(),
    type: z.enum(SOURCE_TYPES).nullable().meta({ description: 'Of the source; null: there is none' }),
    draft_dirty: z.boolean().nullable().meta({ description: 'null before the first publish' }),
    latest_version: versionNumber.nullable(),
    message: z.string().nullable(),
    published_at: timeField.nullable(),
    published_by: z.string().nullable(),
    draft: z.strictObject({
      fingerprint: fingerprintField,
      file_count: z.int().min(0),
      observed_at: timeField,
    }),
  })
  .meta({ id: 'PipelineSummary' });

export const pipeline = pipelineSummary
  .extend({
    freeze: freeze.nullable().meta({ description: 'null: the pipeline is not frozen; its namespace may be' }),
  })
  .meta({ id: 'Pipeline' });

export const pipelineList = z
  .strictObject({ pipelines: z.array(pipelineSummary), next_cursor: z.string().nullable() })
  .meta({ id: 'PipelineList' });

export const news = z
  .strictObject({
    id: z.uuid({ version: 'v5' }).meta({ description: 'The same for each repetition' }),
    type: z.enum(NEWS_TYPES),
    time: timeField,
    namespace: z.string(),
    pipeline: z
      .string()
      .nullable()
      .meta({ description: 'namespace/layer/name; null: all pipelines of the namespace' }),
    version_number: versionNumber.nullable().meta({ description: 'null for freezes' }),
    message: z.string().nullable().meta({
      description: 'Of a version its message, of a freeze its reason; null where one was lifted',
    }),
    created_by: z.string().nullable().meta({ description: 'Who did it' }),
    rollback_of: versionNumber.nullable(),
    previous: versionNumber.nullable().meta({ description: 'The version that was current before' }),
    checks: verdict.nullable().meta({ description: 'Of a version; null for freezes' }),
    until: timeField
      .nullable()
      .meta({ description: 'When a freeze ends by itself, of which there is no event' }),
    url: z.string().meta({ description: 'Where it can be read, relative to this request' }),
  })
  .meta({ id: 'FeedEvent' });

export const feed = z
  .strictObject({ events: z.array(news), next_cursor: z.string().nullable() })
  .meta({ id: 'Feed' });

const file = z
  .strictObject({
    path: z.string(),
    key: z.string(),
    version_id: z.string(),
    etag: etagReply,
    size: z.int().min(0),
    url: z.url().optional().meta({ description: 'Reads this version of the object, for 15 minutes' }),
  })
  .meta({ id: 'File' });

export const runManifest = z
  .strictObject({
    pipeline_id: z.uuid({ version: 'v5' }),
    version_number: versionNumber,
    fingerprint: fingerprintField,
    bucket: z.string(),
    source: file,
    config: file.nullable(),
    quality_tests: z.array(file),
    files: z.array(file),
  })
  .meta({ id: 'RunManifest' });

export const draftManifest = runManifest
  .extend({ version_number: z.null().meta({ description: 'It is no version' }) })
  .meta({ id: 'DraftManifest' });

export const savedFile = z
  .strictObject({
    path: z.string(),
    version_id: z.string().nullable().meta({ description: 'null if the bucket is not versioned' }),
    etag: etagReply.meta({ description: 'Without quotes' }),
    size: z.int().min(0),
  })
  .meta({ id: 'SavedFile' });

export const restoredDraft = z
  .strictObject({
    restored_from: versionNumber,
    written: z.array(z.string()).meta({ description: 'Paths of the files that differed' }),
    removed: z.array(z.string()).meta({ description: 'Paths of the files that the version does not have' }),
    draft_dirty: z.boolean().nullable().meta({ description: 'As it was observed afterwards' }),
  })
  .meta({ id: 'RestoredDraft' });

const draftFile = file
  .omit({ url: true })
  .extend({
    version_id: z.string().nullable().meta({
      description: 'null if it was saved while the bucket was not versioned: it cannot be published',
    }),
    last_modified: timeField,
    change: z.enum(['added', 'modified', 'removed', 'unchanged']).meta({
      description: 'By content, against the current version; a removed file is shown as it is there',
    }),
  })
  .meta({ id: 'DraftFile' });

export const draft = z
  .strictObject({
    fingerprint: fingerprintField,
    file_count: z.int().min(0).meta({ description: 'Of the draft: without the removed files' }),
    current_version: versionNumber.nullable(),
    draft_dirty: z.boolean().nullable().meta({ description: 'null before the first publish' }),
    files: z.array(draftFile),
    warnings,
  })
  .meta({ id: 'Draft' });

const comparedSide = z
  .strictObject({
    kind: z.enum(['version', 'current', 'draft']),
    version_number: versionNumber.nullable().meta({
      description:
        'null for the draft, and for the current version before the first publish, which has no files',
    }),
    fingerprint: fingerprintField,
    file_count: z.int().min(0),
  })
  .meta({ id: 'ComparedSide' });

const comparedFile = z
  .strictObject({
    path: z.string(),
    version_id: z.string().nullable(),
    etag: etagReply,
    size: z.int().min(0),
  })
  .meta({ id: 'ComparedFile' });

const fileChange = z
  .strictObject({
    path: z.string().meta({ description: 'Where the file is now, or was, if it is removed' }),
    change: z.enum(['added', 'modified', 'removed', 'renamed']),
    from: comparedFile.nullable(),
    to: comparedFile.nullable(),
    patch: z.string().optional().meta({
      description: 'As git diff writes it, from the pinned bytes; empty if they are the same after all',
    }),
    patch_omitted: z.enum(PATCH_OMISSIONS).optional().meta({
      description: 'Why there is no patch, where patches were asked for',
    }),
  })
  .meta({ id: 'FileChange' });

const count = z.int().min(0);

export const comparison = z
  .strictObject({
    from: comparedSide,
    to: comparedSide,
    files: z.array(fileChange).meta({
      description: 'What differs: source, configuration, quality tests, then the rest, each by path',
    }),
    summary: z.strictObject({
      added: count,
      modified: count,
      removed: count,
      renamed: count,
      unchanged: count,
    }),
  })
  .meta({ id: 'Comparison' });

export const errorReply = z
  .strictObject({
    error: z.strictObject({
      code: z.enum(Object.keys(errorReplies) as ReplyCode[]),
      type: z.enum(FAMILIES),
      // Every refusal says what to do.
      message: z.string().regex(/\S/),
      details: z.record(z.string(), z.unknown()).optional(),
      request_id: z.string(),
    }),
  })
  .meta({ id: 'Error' });

const grant = z
  .strictObject({
    role: z.enum(ROLES),
    namespace: z.string().nullable().meta({ description: 'null: all namespaces' }),
  })
  .meta({ id: 'Grant' });

const layoutReply = z
  .strictObject({
    sources: z.array(z.string()).meta({
      description: 'Patterns of paths; the first that a file matches is what runs use',
    }),
    layers: z.array(z.string()),
    prefix: z.string().meta({ description: 'Where the files of a pipeline are in the bucket' }),
  })
  .meta({ id: 'Layout', description: 'What makes a directory a pipeline; earlier releases do not say it' })
  .optional();

export const caller = z
  .strictObject({
    name: z.string().nullable().meta({ description: 'As in created_by' }),
    subject: z
      .string()
      .nullable()
      .meta({ description: 'As in created_by_subject; null where no token is asked for' }),
    roles: z.array(grant).nullable().meta({
      description: 'null where no token is asked for: IAM policies decide, or nobody does',
    }),
    layout: layoutReply,
  })
  .meta({ id: 'Caller' });

const healthCause = z.enum(['versioning', 'lifecycle']);

export const health = z
  .strictObject({
    status: z.enum(['ok', 'degraded']),
    version: z
      .string()
      .optional()
      .meta({ description: "The service's own, as of its packages; earlier releases do not say it" }),
    layout: layoutReply,
    reason: z
      .string()
      .optional()
      .meta({ description: 'Of a degraded service: what is wrong, and what to do' }),
    causes: z.array(healthCause).optional().meta({
      description:
        'Of a degraded service. versioning: the bucket does not keep what is replaced; lifecycle: its rules harm pipelines',
    }),
    lifecycle_rules: z
      .array(
        z.strictObject({
          id: z.string().meta({ description: "The rule's name in the bucket" }),
          effects: z.array(z.enum(['deletes', 'archives', 'hides', 'unknown'])).meta({
            description:
              'deletes: old versions, pinned ones included; archives: where no run can read them; hides: files of the draft; unknown: an action that the service does not know',
          }),
        }),
      )
      .optional()
      .meta({ description: 'The enabled rules that can harm files of pipelines' }),
    not_checked: z
      .array(healthCause)
      .optional()
      .meta({ description: 'What the service may not look at, so that nobody knows' }),
  })
  .meta({ id: 'Health' });
export const openapiDocument = z.looseObject({ openapi: z.string() }).meta({ id: 'OpenApiDocument' });
