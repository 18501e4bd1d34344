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
    takesKey: false,
  },
  getVersion: {
    method: 'GET',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/versions/{version_number}',
    reply: 'json',
    takesKey: false,
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
    takesKey: false,
  },
  listPipelines: { method: 'GET', path: '/api/v1/pipelines', reply: 'json', takesKey: false },
  getPublished: {
    method: 'GET',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/published',
    reply: 'json',
    takesKey: false,
  },
  getDraft: {
    method: 'GET',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/draft',
    reply: 'json',
    takesKey: false,
  },
  compareVersions: {
    method: 'GET',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/compare',
    reply: 'json',
    takesKey: false,
  },
  getFile: {
    method: 'GET',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/files/{path}',
    reply: 'bytes',
    takesKey: false,
  },
  putFile: {
    method: 'PUT',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/files/{path}',
    reply: 'json',
    takesKey: false,
  },
  deleteFile: {
    method: 'DELETE',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/files/{path}',
    reply: 'none',
    takesKey: false,
  },
  deleteAnyFile: {
    method: 'DELETE',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/files',
    reply: 'none',
    takesKey: false,
  },
  restoreDraft: {
    method: 'POST',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/draft/restore',
    reply: 'json',
    takesKey: false,
  },
  getDraftManifest: {
    method: 'GET',
    path: '/api/v1/pipelines/{namespace}/{layer}/{name}/draft/manifest',
    reply: 'json',
    takesKey: false,
  },
  getOpenApi: { method: 'GET', path: '/api/v1/openapi.json', reply: 'json', takesKey: false },
  getHealth: { method: 'GET', path: '/health', reply: 'json', takesKey: false },
} as const;
