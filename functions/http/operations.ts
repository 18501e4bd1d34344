// What a function needs of its route: where requests come in and what they carry. The rest of the row is in routes.ts, so
// that no function has it in its bundle. Each is an export of its own, so that a bundle has only those that it names.
import * as requests from './requests.ts';
import type { Operation } from './route.ts';

const MAX_FILE_BYTES = 1024 * 1024;
const PIPELINE = '/api/v1/pipelines/{namespace}/{layer}/{name}';
const NAMESPACE = '/api/v1/namespaces/{namespace}';

export const publishVersion = {
  operationId: 'publishVersion',
  method: 'POST',
  path: `${PIPELINE}/publish`,
  params: requests.pipelineParams,
  query: requests.noQuery,
  body: { schema: requests.publishBody, required: true },
  idempotent: true,
} as const satisfies Operation;

export const listVersions = {
  operationId: 'listVersions',
  method: 'GET',
  path: `${PIPELINE}/versions`,
  params: requests.pipelineParams,
  query: requests.versionsQuery,
} as const satisfies Operation;

export const getVersion = {
  operationId: 'getVersion',
  method: 'GET',
  path: `${PIPELINE}/versions/{version_number}`,
  params: requests.versionParams,
  query: requests.versionQuery,
  headers: requests.readHeaders,
} as const satisfies Operation;

export const reportRun = {
  operationId: 'reportRun',
  method: 'POST',
  path: `${PIPELINE}/runs`,
  params: requests.pipelineParams,
  query: requests.noQuery,
  body: { schema: requests.runBody, required: true },
} as const satisfies Operation;

export const rollbackVersion = {
  operationId: 'rollbackVersion',
  method: 'POST',
  path: `${PIPELINE}/versions/{version_number}/rollback`,
  params: requests.versionParams,
  query: requests.noQuery,
  body: { schema: requests.rollbackBody, required: false },
  idempotent: true,
} as const satisfies Operation;

export const getPipeline = {
  operationId: 'getPipeline',
  method: 'GET',
  path: PIPELINE,
  params: requests.pipelineParams,
  query: requests.pipelineQuery,
  headers: requests.readHeaders,
} as const satisfies Operation;

export const listPipelines = {
  operationId: 'listPipelines',
  method: 'GET',
  path: '/api/v1/pipelines',
  params: requests.noParams,
  query: requests.pipelinesQuery,
} as const satisfies Operation;

export const getFeed = {
  operationId: 'getFeed',
  method: 'GET',
  path: '/api/v1/feed',
  params: requests.noParams,
  query: requests.feedQuery,
} as const satisfies Operation;

export const getPublished = {
  operationId: 'getPublished',
  method: 'GET',
  path: `${PIPELINE}/published`,
  params: requests.pipelineParams,
  query: requests.publishedQuery,
  headers: requests.readHeaders,
} as const satisfies Operation;

export const getDraft = {
  operationId: 'getDraft',
  method: 'GET',
  path: `${PIPELINE}/draft`,
  params: requests.pipelineParams,
  query: requests.noQuery,
} as const satisfies Operation;

export const compareVersions = {
  operationId: 'compareVersions',
  method: 'GET',
  path: `${PIPELINE}/compare`,
  params: requests.pipelineParams,
  query: requests.compareQuery,
} as const satisfies Operation;

export const getFile = {
  operationId: 'getFile',
  method: 'GET',
  path: `${PIPELINE}/files/{path+}`,
  params: requests.fileParams,
  query: requests.fileQuery,
  headers: requests.readHeaders,
} as const satisfies Operation;

export const putFile = {
  operationId: 'putFile',
  method: 'PUT',
  path: `${PIPELINE}/files/{path+}`,
  params: requests.fileParams,
  query: requests.noQuery,
  headers: requests.saveHeaders,
  file: { maxBytes: MAX_FILE_BYTES },
} as const satisfies Operation;

export const deleteFile = {
  operationId: 'deleteFile',
  method: 'DELETE',
  path: `${PIPELINE}/files/{path+}`,
  params: requests.fileParams,
  query: requests.noQuery,
  headers: requests.deleteHeaders,
} as const satisfies Operation;

export const deleteAnyFile = {
  operationId: 'deleteAnyFile',
  method: 'DELETE',
  path: `${PIPELINE}/files`,
  params: requests.pipelineParams,
  query: requests.anyFileQuery,
  headers: requests.deleteHeaders,
} as const satisfies Operation;

export const restoreDraft = {
  operationId: 'restoreDraft',
  method: 'POST',
  path: `${PIPELINE}/draft/restore`,
  params: requests.pipelineParams,
  query: requests.noQuery,
  body: { schema: requests.restoreBody, required: true },
} as const satisfies Operation;

export const checkDraft = {
  operationId: 'checkDraft',
  method: 'GET',
  path: `${PIPELINE}/check`,
  params: requests.pipelineParams,
  query: requests.checkQuery,
} as const satisfies Operation;

export const freezePipeline = {
  operationId: 'freezePipeline',
  method: 'PUT',
  path: `${PIPELINE}/freeze`,
  params: requests.pipelineParams,
  query: requests.noQuery,
  body: { schema: requests.freezeBody, required: true },
} as const satisfies Operation;

export const unfreezePipeline = {
  operationId: 'unfreezePipeline',
  method: 'DELETE',
  path: `${PIPELINE}/freeze`,
  params: requests.pipelineParams,
  query: requests.noQuery,
} as const satisfies Operation;

export const freezeNamespace = {
  operationId: 'freezeNamespace',
  method: 'PUT',
  path: `${NAMESPACE}/freeze`,
  params: requests.namespaceParams,
  query: requests.noQuery,
  body: { schema: requests.freezeBody, required: true },
} as const satisfies Operation;

export const unfreezeNamespace = {
  operationId: 'unfreezeNamespace',
  method: 'DELETE',
  path: `${NAMESPACE}/freeze`,
  params: requests.namespaceParams,
  query: requests.noQuery,
} as const satisfies Operation;

export const getNamespaceFreeze = {
  operationId: 'getNamespaceFreeze',
  method: 'GET',
  path: `${NAMESPACE}/freeze`,
  params: requests.namespaceParams,
  query: requests.noQuery,
} as const satisfies Operation;

export const getDraftManifest = {
  operationId: 'getDraftManifest',
  method: 'GET',
  path: `${PIPELINE}/draft/manifest`,
  params: requests.pipelineParams,
  query: requests.draftManifestQuery,
} as const satisfies Operation;

export const getMe = {
  operationId: 'getMe',
  method: 'GET',
  path: '/api/v1/me',
  params: requests.noParams,
  query: requests.noQuery,
} as const satisfies Operation;

export const getOpenApi = {
  operationId: 'getOpenApi',
  method: 'GET',
  path: '/api/v1/openapi.json',
  params: requests.noParams,
  query: requests.noQuery,
} as const satisfies Operation;

export const getHealth = {
  operationId: 'getHealth',
  method: 'GET',
  path: '/health',
  params: requests.noParams,
  query: requests.noQuery,
} as const satisfies Operation;

// An override shares its function with the operation that it overrides, and its path ends in /override. The word does not
// come earlier in the path: `*` in an IAM policy matches slashes too, so a policy that allows POST …/*/publish would also
// allow POST …/override/publish.
export const publishDespiteFreeze = /* @__PURE__ */ overriding(publishVersion, 'publishDespiteFreeze');
export const rollbackDespiteFreeze = /* @__PURE__ */ overriding(rollbackVersion, 'rollbackDespiteFreeze');
export const restoreDespiteFreeze = /* @__PURE__ */ overriding(restoreDraft, 'restoreDespiteFreeze');

function overriding<const O extends Operation>(operation: O, operationId: string) {
  return { ...operation, operationId, path: `${operation.path}/override` };
}
