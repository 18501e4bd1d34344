// THE route table. A route is added by one row here and one file in handlers/.
import * as replies from './replies.ts';
import * as requests from './requests.ts';
import type { Route } from './route.ts';

const PIPELINE = '/api/v1/pipelines/{namespace}/{layer}/{name}';
const REPLAYED = {
  'Idempotent-Replayed': 'true if this is the answer to an earlier request with the same key',
};
const LOCATION = { Location: 'Where the version is, relative to this request', ...REPLAYED };

export const routes = {
  publishVersion: {
    operationId: 'publishVersion',
    method: 'POST',
    path: `${PIPELINE}/publish`,
    summary: 'Pin the draft as the next version',
    handler: 'publish-version',
    params: requests.pipelineParams,
    query: requests.noQuery,
    body: { schema: requests.publishBody, required: true },
    idempotent: true,
    replies: {
      201: { description: 'The new version', schema: replies.pipelineVersion, headers: LOCATION },
      200: {
        description: 'The current version, which is this draft already (skip_unchanged)',
        schema: replies.pipelineVersion,
        headers: REPLAYED,
      },
    },
    errors: [
      'PIPELINE_NOT_FOUND',
      'VERSION_CONFLICT',
      'DRAFT_CHANGING',
      'PRECONDITION_FAILED',
      'EMPTY_DRAFT',
      'MISSING_SOURCE',
      'UNVERSIONED_FILES',
      'DRAFT_TOO_LARGE',
      'IDEMPOTENCY_KEY_REUSED',
    ],
    needs: { table: ['read', 'observe', 'publish'], bucket: ['list', 'head'] },
  },
  listVersions: {
    operationId: 'listVersions',
    method: 'GET',
    path: `${PIPELINE}/versions`,
    summary: 'The whole history, newest first',
    handler: 'list-versions',
    params: requests.pipelineParams,
    query: requests.versionsQuery,
    replies: {
      200: { description: 'A page of versions; it may hold fewer than limit', schema: replies.versionList },
    },
    errors: ['PIPELINE_NOT_FOUND'],
    needs: { table: ['read', 'observe'], bucket: ['list'] },
  },
  getVersion: {
    operationId: 'getVersion',
    method: 'GET',
    path: `${PIPELINE}/versions/{version_number}`,
    summary: 'One version',
    handler: 'get-version',
    params: requests.versionParams,
    query: requests.noQuery,
    replies: {
      200: {
        description: 'The version, which never changes',
        schema: replies.pipelineVersion,
        headers: { ETag: 'Stays the same for ever', 'Cache-Control': 'Lets it be kept' },
      },
      304: { description: 'The version that If-None-Match names; it has not changed' },
    },
    errors: ['VERSION_NOT_FOUND'],
    needs: { table: ['read'], bucket: [] },
  },
  rollbackVersion: {
    operationId: 'rollbackVersion',
    method: 'POST',
    path: `${PIPELINE}/versions/{version_number}/rollback`,
    summary: 'Publish an old snapshot again as a new version; the draft stays as it is',
    handler: 'rollback-version',
    params: requests.versionParams,
    query: requests.noQuery,
    body: { schema: requests.rollbackBody, required: false },
    idempotent: true,
    replies: { 201: { description: 'The new version', schema: replies.pipelineVersion, headers: LOCATION } },
    errors: [
      'VERSION_NOT_FOUND',
      'VERSION_CONFLICT',
      'PINNED_FILES_MISSING',
      'PRECONDITION_FAILED',
      'IDEMPOTENCY_KEY_REUSED',
    ],
    needs: { table: ['read', 'publish'], bucket: ['list', 'head'] },
  },
  getPipeline: {
    operationId: 'getPipeline',
    method: 'GET',
    path: PIPELINE,
    summary: 'A pipeline, and whether its draft differs from what runs use',
    handler: 'get-pipeline',
    params: requests.pipelineParams,
    query: requests.pipelineQuery,
    replies: { 200: { description: 'The pipeline', schema: replies.pipeline } },
    errors: ['PIPELINE_NOT_FOUND'],
    needs: { table: ['read', 'observe'], bucket: ['list'] },
  },
  listPipelines: {
    operationId: 'listPipelines',
    method: 'GET',
    path: '/api/v1/pipelines',
    summary: 'All pipelines; those of a namespace are sorted by layer and name',
    handler: 'list-pipelines',
    params: requests.noParams,
    query: requests.pipelinesQuery,
    replies: {
      200: { description: 'A page of pipelines; it may hold fewer than limit', schema: replies.pipelineList },
    },
    errors: [],
    needs: { table: ['list'], bucket: [] },
  },
  getPublished: {
    operationId: 'getPublished',
    method: 'GET',
    path: `${PIPELINE}/published`,
    summary: 'The run manifest: the files that runs use, each with its S3 version ID',
    handler: 'get-published',
    params: requests.pipelineParams,
    query: requests.publishedQuery,
    replies: {
      200: {
        description: 'The manifest of the current version, or of the one asked for',
        schema: replies.runManifest,
      },
    },
    errors: ['NOT_PUBLISHED', 'VERSION_NOT_FOUND'],
    needs: { table: ['read'], bucket: ['read'] },
  },
  getOpenApi: {
    operationId: 'getOpenApi',
    method: 'GET',
    path: '/api/v1/openapi.json',
    summary: 'This description, as OpenAPI 3.1',
    handler: 'get-openapi',
    params: requests.noParams,
    query: requests.noQuery,
    replies: { 200: { description: 'The OpenAPI document', schema: replies.openapiDocument } },
    errors: [],
    needs: { table: [], bucket: [] },
  },
  getHealth: {
    operationId: 'getHealth',
    method: 'GET',
    path: '/health',
    summary: 'Whether table and bucket can be reached',
    handler: 'get-health',
    params: requests.noParams,
    query: requests.noQuery,
    replies: { 200: { description: 'All of it works', schema: replies.health } },
    errors: [],
    needs: { table: ['read'], bucket: ['list'] },
  },
} as const satisfies Record<string, Route>;

export const routeTable: readonly Route[] = Object.values(routes);
