// How each operation is called. Made by generate.ts from the OpenAPI document; do not edit.

export const operations = {
  publishVersion: {
    method: 'POST',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/publish',
    reply: 'json',
    takesKey: true,
  },
  listVersions: {
    method: 'GET',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/versions',
    reply: 'json',
  },
  getVersion: {
    method: 'GET',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/versions/{version_number}',
    reply: 'json',
    takesETag: true,
  },
  reportRun: {
    method: 'POST',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/runs',
    reply: 'json',
    repeatable: true,
  },
  rollbackVersion: {
    method: 'POST',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/versions/{version_number}/rollback',
    reply: 'json',
    takesKey: true,
  },
  getPipeline: {
    method: 'GET',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}',
    reply: 'json',
    takesETag: true,
  },
  listPipelines: { method: 'GET', path: '/api/v1/pipelines', reply: 'json' },
  getFeed: { method: 'GET', path: '/api/v1/feed', reply: 'json' },
  getPublished: {
    method: 'GET',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/published',
    reply: 'json',
    takesETag: true,
  },
  getDraft: { method: 'GET', path: '/api/v1/pipelines/{namespace}/{layer}/{name}/draft', reply: 'json' },
  compareVersions: {
    method: 'GET',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/compare',
    reply: 'json',
  },
  getFile: {
    method: 'GET',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/files/{path}',
    reply: 'bytes',
    takesETag: true,
  },
  putFile: {
    method: 'PUT',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/files/{path}',
    reply: 'json',
  },
  deleteFile: {
    method: 'DELETE',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/files/{path}',
    reply: 'none',
  },
  deleteAnyFile: {
    method: 'DELETE',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/files',
    reply: 'none',
  },
  restoreDraft: {
    method: 'POST',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/draft/restore',
    reply: 'json',
  },
  checkDraft: { method: 'GET', path: '/api/v1/pipelines/{namespace}/{layer}/{name}/check', reply: 'json' },
  freezePipeline: {
    method: 'PUT',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/freeze',
    reply: 'json',
  },
  unfreezePipeline: {
    method: 'DELETE',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/freeze',
    reply: 'none',
  },
  freezeNamespace: { method: 'PUT', path: '/api/v1/namespaces/{namespace}/freeze', reply: 'json' },
  unfreezeNamespace: { method: 'DELETE', path: '/api/v1/namespaces/{namespace}/freeze', reply: 'none' },
  getNamespaceFreeze: { method: 'GET', path: '/api/v1/namespaces/{namespace}/freeze', reply: 'json' },
  getDraftManifest: {
    method: 'GET',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/draft/manifest',
    reply: 'json',
  },
  getMe: { method: 'GET', path: '/api/v1/me', reply: 'json' },
  getOpenApi: { method: 'GET', path: '/api/v1/openapi.json', reply: 'json' },
  getHealth: { method: 'GET', path: '/health', reply: 'json' },
  publishDespiteFreeze: {
    method: 'POST',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/publish/override',
    reply: 'json',
    takesKey: true,
  },
  rollbackDespiteFreeze: {
    method: 'POST',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/versions/{version_number}/rollback/override',
    reply: 'json',
    takesKey: true,
  },
  restoreDespiteFreeze: {
    method: 'POST',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/draft/restore/override',
    reply: 'json',
  },
} as const;
