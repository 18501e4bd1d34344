// THE route table: what the deployment and the OpenAPI document have to know of each operation. A route is added by one
// row here, one operation in operations.ts and one file in handlers/.
import type { ErrorCode } from '../domain/errors.ts';
import * as operations from './operations.ts';
import * as replies from './replies.ts';
import type { Route } from './route.ts';

const REPLAYED = {
  'Idempotent-Replayed': 'true if this is the answer to an earlier request with the same key',
};
const KEPT_HEADERS = { ETag: 'What If-None-Match takes' };
const FILE_HEADERS = {
  ETag: 'What If-Match and If-None-Match take',
  'X-Version-Id': 'The S3 version ID; left out if the file was saved while the bucket was not versioned',
};
const LOCATION = { Location: 'Where the version is, relative to this request', ...REPLAYED };

/** Of the function that all rows of freezes share. */
const FREEZE_NEEDS = { table: ['read', 'observe', 'freeze'], bucket: ['list'] } as const;

/** Of the function that shows a version and takes reports of its runs. */
const VERSION_NEEDS = { table: ['read', 'runs'], bucket: [] } as const;

/** Of the function that both lists share. */
const LIST_NEEDS = { table: ['list', 'news'], bucket: [] } as const;

const rows = {
  publishVersion: {
    ...operations.publishVersion,
    summary: 'Pin the draft as the next version',
    handler: 'publish-version',
    role: 'publisher',
    replies: {
      201: { description: 'The new version', schema: replies.madeVersion, headers: LOCATION },
      200: {
        description: 'The current version, which is this draft already (skip_unchanged)',
        schema: replies.madeVersion,
        headers: REPLAYED,
      },
    },
    errors: [
      'PIPELINE_NOT_FOUND',
      'VERSION_CONFLICT',
      'DRAFT_CHANGING',
      'FROZEN',
      'PRECONDITION_FAILED',
      'EMPTY_DRAFT',
      'MISSING_SOURCE',
      'UNVERSIONED_FILES',
      'DRAFT_TOO_LARGE',
      'CHECKS_FAILED',
      'CHECK_UNAVAILABLE',
      'IDEMPOTENCY_KEY_REUSED',
    ],
    needs: { table: ['read', 'observe', 'publish'], bucket: ['list', 'head', 'read'] },
  },
  listVersions: {
    ...operations.listVersions,
    summary: 'The whole history, newest first',
    handler: 'list-versions',
    role: 'reader',
    replies: {
      200: { description: 'A page of versions; it may hold fewer than limit', schema: replies.versionList },
    },
    errors: ['PIPELINE_NOT_FOUND', 'VERSION_NOT_FOUND'],
    needs: { table: ['read', 'observe'], bucket: ['list'] },
  },
  getVersion: {
    ...operations.getVersion,
    summary: 'One version',
    handler: 'get-version',
    role: 'reader',
    replies: {
      200: {
        description: 'The version, which never changes; with runs=true beside what does',
        schema: replies.pipelineVersion,
        headers: {
          ETag: 'Never changes without runs=true',
          'Cache-Control': 'Lets it be kept; with runs=true to be asked about each time',
        },
      },
      304: { description: 'The version that If-None-Match names; it has not changed' },
    },
    errors: ['VERSION_NOT_FOUND'],
    needs: VERSION_NEEDS,
  },
  reportRun: {
    ...operations.reportRun,
    summary: 'Note a run of a version, which people see beside it; nothing waits for it',
    handler: 'get-version',
    role: 'reader',
    repeatable: true,
    replies: { 200: { description: 'The run as it is noted now', schema: replies.reportedRun } },
    errors: ['VERSION_NOT_FOUND'],
    needs: VERSION_NEEDS,
  },
  rollbackVersion: {
    ...operations.rollbackVersion,
    summary: 'Publish an old snapshot again as a new version; the draft stays as it is',
    handler: 'rollback-version',
    role: 'publisher',
    replies: { 201: { description: 'The new version', schema: replies.madeVersion, headers: LOCATION } },
    errors: [
      'VERSION_NOT_FOUND',
      'VERSION_CONFLICT',
      'PINNED_FILES_MISSING',
      'FROZEN',
      'PRECONDITION_FAILED',
      'CHECKS_FAILED',
      'CHECK_UNAVAILABLE',
      'IDEMPOTENCY_KEY_REUSED',
    ],
    needs: { table: ['read', 'publish'], bucket: ['list', 'head'] },
  },
  getPipeline: {
    ...operations.getPipeline,
    summary: 'A pipeline, and whether its draft differs from what runs use',
    handler: 'get-pipeline',
    role: 'reader',
    replies: {
      200: { description: 'The pipeline', schema: replies.pipeline, headers: KEPT_HEADERS },
      304: { description: 'The pipeline that If-None-Match names; it has not changed' },
    },
    errors: ['PIPELINE_NOT_FOUND'],
    needs: { table: ['read', 'observe'], bucket: ['list'] },
  },
  listPipelines: {
    ...operations.listPipelines,
    summary: 'All pipelines; those of a namespace are sorted by layer and name',
    handler: 'list-pipelines',
    role: 'reader',
    replies: {
      200: { description: 'A page of pipelines; it may hold fewer than limit', schema: replies.pipelineList },
    },
    errors: [],
    needs: LIST_NEEDS,
  },
  getFeed: {
    ...operations.getFeed,
    summary: 'What happened, over all pipelines, newest first',
    handler: 'list-pipelines',
    role: 'reader',
    replies: {
      200: { description: 'A page of events; it may hold fewer than limit', schema: replies.feed },
    },
    errors: [],
    needs: LIST_NEEDS,
  },
  getPublished: {
    ...operations.getPublished,
    summary: 'The run manifest: the files that runs use, each with its S3 version ID',
    handler: 'get-published',
    role: 'reader',
    replies: {
      200: {
        description: 'The manifest of the current version, or of the one asked for',
        schema: replies.runManifest,
        headers: { ETag: `${KEPT_HEADERS.ETag}; left out with presign=true, since links expire` },
      },
      304: { description: 'The manifest that If-None-Match names; it has not changed' },
    },
    errors: ['NOT_PUBLISHED', 'VERSION_NOT_FOUND'],
    needs: { table: ['read'], bucket: ['read'] },
  },
  getDraft: {
    ...operations.getDraft,
    summary: 'The draft as it is now, file by file, with its changes against the current version',
    handler: 'get-draft',
    role: 'reader',
    replies: { 200: { description: 'The draft', schema: replies.draft } },
    errors: ['PIPELINE_NOT_FOUND', 'DRAFT_CHANGING', 'DRAFT_TOO_LARGE'],
    needs: { table: ['read'], bucket: ['list', 'head'] },
  },
  compareVersions: {
    ...operations.compareVersions,
    summary: 'What differs between two versions, or between a version and the draft',
    handler: 'compare-versions',
    role: 'reader',
    replies: { 200: { description: 'The files that differ', schema: replies.comparison } },
    errors: [
      'PIPELINE_NOT_FOUND',
      'VERSION_NOT_FOUND',
      'NOT_PUBLISHED',
      'DRAFT_CHANGING',
      'DRAFT_TOO_LARGE',
      'PINNED_FILES_MISSING',
    ],
    needs: { table: ['read'], bucket: ['list', 'head', 'read'] },
  },
  getFile: {
    ...operations.getFile,
    summary: 'A file of the draft or of a version, byte for byte',
    handler: 'get-file',
    role: 'reader',
    replies: {
      200: {
        description: 'The bytes, to be kept and not to be shown as a page',
        isFile: true,
        headers: FILE_HEADERS,
      },
      304: { description: 'The file that If-None-Match names; it has not changed', headers: FILE_HEADERS },
    },
    errors: ['FILE_NOT_FOUND', 'FILE_TOO_LARGE', 'VERSION_NOT_FOUND', 'PINNED_FILES_MISSING'],
    needs: { table: ['read'], bucket: ['read', 'read-draft'] },
  },
  putFile: {
    ...operations.putFile,
    summary: 'Save a file of the draft; the first one makes the pipeline',
    handler: 'put-file',
    role: 'editor',
    replies: {
      200: { description: 'The file as it was saved', schema: replies.savedFile, headers: FILE_HEADERS },
    },
    errors: ['PATH_CONFLICT', 'PRECONDITION_FAILED', 'BUCKET_NOT_VERSIONED'],
    needs: { table: [], bucket: ['list', 'head', 'write'] },
  },
  deleteFile: {
    ...operations.deleteFile,
    summary: 'Delete a file of the draft; its old versions stay',
    handler: 'delete-file',
    role: 'editor',
    replies: { 204: { description: 'The file is deleted' } },
    errors: ['FILE_NOT_FOUND', 'PRECONDITION_FAILED', 'BUCKET_NOT_VERSIONED'],
    needs: { table: [], bucket: ['delete'] },
  },
  deleteAnyFile: {
    ...operations.deleteAnyFile,
    summary: 'Delete a file of the draft whose path no directory can hold; its old versions stay',
    handler: 'delete-any-file',
    role: 'editor',
    replies: { 204: { description: 'The file is deleted' } },
    errors: ['FILE_NOT_FOUND', 'PRECONDITION_FAILED', 'BUCKET_NOT_VERSIONED'],
    needs: { table: [], bucket: ['delete'] },
  },
  restoreDraft: {
    ...operations.restoreDraft,
    summary: "Make the draft a version's files again; old versions of its own stay",
    handler: 'restore-draft',
    role: 'editor',
    replies: { 200: { description: 'What was edited', schema: replies.restoredDraft } },
    errors: [
      'PIPELINE_NOT_FOUND',
      'VERSION_NOT_FOUND',
      'FROZEN',
      'PRECONDITION_FAILED',
      'PINNED_FILES_MISSING',
      'PATH_CONFLICT',
      'BUCKET_NOT_VERSIONED',
      'DRAFT_CHANGING',
    ],
    needs: { table: ['read', 'observe'], bucket: ['list', 'head', 'copy', 'delete'] },
  },
  checkDraft: {
    ...operations.checkDraft,
    summary:
      'What is wrong with the draft, in the files that differ from the current version, or with a version',
    handler: 'check-draft',
    role: 'reader',
    replies: { 200: { description: 'What is wrong, file by file', schema: replies.checks } },
    errors: ['PIPELINE_NOT_FOUND', 'VERSION_NOT_FOUND', 'DRAFT_CHANGING', 'DRAFT_TOO_LARGE'],
    needs: { table: ['read'], bucket: ['list', 'head', 'read'] },
  },
  freezePipeline: {
    ...operations.freezePipeline,
    summary: 'Keep versions from becoming visible, and drafts from being restored, until a moment',
    handler: 'freeze',
    role: 'operator',
    replies: { 200: { description: 'The freeze, which replaces any other', schema: replies.freeze } },
    errors: ['PIPELINE_NOT_FOUND'],
    needs: FREEZE_NEEDS,
  },
  unfreezePipeline: {
    ...operations.unfreezePipeline,
    summary: 'Lift the freeze of a pipeline',
    handler: 'freeze',
    role: 'operator',
    replies: { 204: { description: 'The pipeline has no freeze of its own' } },
    errors: ['PIPELINE_NOT_FOUND'],
    needs: FREEZE_NEEDS,
  },
  freezeNamespace: {
    ...operations.freezeNamespace,
    summary: 'Freeze all pipelines of a namespace, those to come included',
    handler: 'freeze',
    role: 'operator',
    replies: {
      200: { description: 'The freeze, which replaces any other', schema: replies.namespaceFreeze },
    },
    errors: [],
    needs: FREEZE_NEEDS,
  },
  unfreezeNamespace: {
    ...operations.unfreezeNamespace,
    summary: 'Lift the freeze of a namespace; pipelines keep their own',
    handler: 'freeze',
    role: 'operator',
    replies: { 204: { description: 'The namespace has no freeze' } },
    errors: [],
    needs: FREEZE_NEEDS,
  },
  getNamespaceFreeze: {
    ...operations.getNamespaceFreeze,
    summary: 'Whether a namespace is frozen',
    handler: 'freeze',
    role: 'reader',
    replies: { 200: { description: 'The freeze, if there is one', schema: replies.freezeOfNamespace } },
    errors: [],
    needs: FREEZE_NEEDS,
  },
  getDraftManifest: {
    ...operations.getDraftManifest,
    summary: 'A run manifest of the draft, pinned as of now, where runs may use drafts',
    handler: 'get-draft-manifest',
    role: 'reader',
    replies: { 200: { description: 'The manifest', schema: replies.draftManifest } },
    errors: [
      'DRAFT_RUNS_DISABLED',
      'PIPELINE_NOT_FOUND',
      'DRAFT_CHANGING',
      'EMPTY_DRAFT',
      'MISSING_SOURCE',
      'UNVERSIONED_FILES',
      'DRAFT_TOO_LARGE',
    ],
    needs: { table: ['read'], bucket: ['list', 'head', 'read'] },
  },
  getMe: {
    ...operations.getMe,
    summary: 'Who the caller is, what its token lets it do, and what makes a directory a pipeline',
    handler: 'get-me',
    role: 'reader',
    replies: { 200: { description: 'The caller', schema: replies.caller } },
    errors: [],
    needs: { table: [], bucket: [] },
  },
  getOpenApi: {
    ...operations.getOpenApi,
    summary: 'This description, as OpenAPI 3.1',
    handler: 'get-openapi',
    role: 'reader',
    replies: { 200: { description: 'The OpenAPI document', schema: replies.openapiDocument } },
    errors: [],
    needs: { table: [], bucket: [] },
  },
  getHealth: {
    ...operations.getHealth,
    summary: 'Whether table and bucket can be reached, and the bucket keeps what versions pin',
    handler: 'get-health',
    role: 'operator',
    replies: {
      200: { description: 'It works, or is degraded for the causes named', schema: replies.health },
    },
    errors: [],
    needs: { table: ['read'], bucket: ['versioning', 'lifecycle'] },
  },
} as const satisfies Record<string, Route>;

export const routes = {
  ...rows,
  publishDespiteFreeze: {
    ...rows.publishVersion,
    ...operations.publishDespiteFreeze,
    summary: 'Publish although the pipeline or its namespace is frozen; the version says so',
    role: 'operator',
    errors: withoutFrozen(rows.publishVersion.errors),
  },
  rollbackDespiteFreeze: {
    ...rows.rollbackVersion,
    ...operations.rollbackDespiteFreeze,
    summary: 'Roll back although the pipeline or its namespace is frozen; the version says so',
    role: 'operator',
    errors: withoutFrozen(rows.rollbackVersion.errors),
  },
  restoreDespiteFreeze: {
    ...rows.restoreDraft,
    ...operations.restoreDespiteFreeze,
    summary: 'Restore the draft although the pipeline or its namespace is frozen',
    role: 'operator',
    errors: withoutFrozen(rows.restoreDraft.errors),
  },
} as const satisfies Record<string, Route>;

export const routeTable: readonly Route[] = Object.values(routes);

function withoutFrozen(errors: readonly ErrorCode[]): readonly ErrorCode[] {
  return errors.filter((code) => code !== 'FROZEN');
}
