// How the errors of the routes that read and edit drafts are provoked; for routes-and-errors.test.ts.
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import type { Api, Refusal } from '../support/api.ts';
import { type Servers, startServers } from '../support/servers.ts';

export interface ErrorCase {
  readonly provoke: (pipeline: Pipeline) => Promise<Refusal>;
  /** What the message must say besides the pipeline's name. */
  readonly says: RegExp;
  readonly details?: (pipeline: Pipeline) => object;
}

const SOURCE = 'pipeline.sql';
const MAX_FILE_BYTES = 4_700_000;
const keyOf = (pipeline: Pipeline) => keyPrefix(pipeline) + SOURCE;
const fileOf = (pipeline: Pipeline) => ({ ...pipeline, path: SOURCE });

const setVersioning = ({ s3, bucket: Bucket }: Servers, Status: 'Enabled' | 'Suspended') =>
  s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));

/** An edit on a service of its own, whose bucket's versioning is suspended after version 1; the draft is another. */
function suspended(edit: (api: Api, pipeline: Pipeline) => Promise<Refusal>): ErrorCase {
  return {
    says: /nothing was edited\. Ask those who run this service/,
    details: () => ({ versioning: 'suspended' }),
    async provoke(pipeline) {
      const servers = await startServers();
      try {
        await servers.drafts.saveFile(pipeline, SOURCE, 'SELECT 1');
        await servers.api.ok('publishVersion', { params: pipeline, body: { message: 'A version' } });
        await setVersioning(servers, 'Suspended');
        await servers.drafts.saveFile(pipeline, SOURCE, 'SELECT 2');
        return await edit(servers.api, pipeline);
      } finally {
        await setVersioning(servers, 'Enabled');
        await servers.stop();
      }
    },
  };
}

export function draftErrorCases({ api, drafts }: Servers): Readonly<Record<string, ErrorCase>> {
  const save = (pipeline: Pipeline, text = 'SELECT 1') => drafts.saveFile(pipeline, SOURCE, text);
  const publish = (params: Pipeline) => api.ok('publishVersion', { params, body: { message: 'A version' } });
  const refusedRead = (pipeline: Pipeline, query: Readonly<Record<string, number>> = {}) =>
    api.refused('getFile', { params: fileOf(pipeline), query });
  const refusedRestore = (params: Pipeline, version: number, more: object = {}) =>
    api.refused('restoreDraft', { params, body: { version, ...more } });

  async function lostPin(pipeline: Pipeline): Promise<void> {
    const pinned = await save(pipeline);
    await publish(pipeline);
    await save(pipeline, 'SELECT 2');
    await drafts.deleteFile(pipeline, SOURCE, pinned);
  }

  return {
    'getFile FILE_NOT_FOUND': {
      provoke: (pipeline) => refusedRead(pipeline),
      says: /has no file pipeline\.sql; look at what it has/,
      details: (pipeline) => ({ path: SOURCE, key: keyOf(pipeline) }),
    },
    'getFile FILE_TOO_LARGE': {
      async provoke(pipeline) {
        await save(pipeline, 'x'.repeat(MAX_FILE_BYTES + 1));
        return refusedRead(pipeline);
      },
      says: /published\?presign=true/,
      details: (pipeline) => ({
        path: SOURCE,
        key: keyOf(pipeline),
        file_bytes: MAX_FILE_BYTES + 1,
        max_file_bytes: MAX_FILE_BYTES,
      }),
    },
    'getFile VERSION_NOT_FOUND': {
      async provoke(pipeline) {
        await save(pipeline);
        await publish(pipeline);
        return refusedRead(pipeline, { version: 2 });
      },
      says: /its versions are 1 to 1/,
    },
    'getFile PINNED_FILES_MISSING': {
      async provoke(pipeline) {
        await lostPin(pipeline);
        return refusedRead(pipeline, { version: 1 });
      },
      says: /Choose another version/,
      details: (pipeline) => ({ keys: [keyOf(pipeline)] }),
    },
    'putFile PATH_CONFLICT': {
      async provoke(pipeline) {
        await save(pipeline);
        const params = { ...pipeline, path: `${SOURCE}/more.sql` };
        return api.refused('putFile', { params, body: 'SELECT 2' });
      },
      says: /no file system can hold both\. Delete pipeline\.sql first/,
      details: () => ({ path: `${SOURCE}/more.sql`, other_path: SOURCE }),
    },
    'putFile PRECONDITION_FAILED': {
      async provoke(pipeline) {
        await save(pipeline);
        const headers = { 'If-None-Match': '*' };
        return api.refused('putFile', { params: fileOf(pipeline), body: 'SELECT 2', headers });
      },
      says: /is there already; read what is there now/,
    },
    'putFile BUCKET_NOT_VERSIONED': suspended((api, pipeline) =>
      api.refused('putFile', { params: fileOf(pipeline), body: 'SELECT 2' }),
    ),
    'deleteFile BUCKET_NOT_VERSIONED': suspended((api, pipeline) =>
      api.refused('deleteFile', { params: fileOf(pipeline) }),
    ),
    'restoreDraft BUCKET_NOT_VERSIONED': suspended((api, params) =>
      api.refused('restoreDraft', { params, body: { version: 1 } }),
    ),
    'deleteFile FILE_NOT_FOUND': {
      async provoke(pipeline) {
        await save(pipeline);
        await drafts.deleteFile(pipeline, SOURCE);
        return api.refused('deleteFile', { params: fileOf(pipeline) });
      },
      says: /has no file pipeline\.sql/,
    },
    'deleteFile PRECONDITION_FAILED': {
      async provoke(pipeline) {
        await save(pipeline);
        return api.refused('deleteFile', { params: fileOf(pipeline), headers: { 'If-Match': '"0"' } });
      },
      says: /not the one you have seen; read what is there now/,
    },
    'deleteAnyFile BUCKET_NOT_VERSIONED': suspended((api, params) =>
      api.refused('deleteAnyFile', { params, query: { path: SOURCE } }),
    ),
    'deleteAnyFile FILE_NOT_FOUND': {
      async provoke(pipeline) {
        await save(pipeline);
        return api.refused('deleteAnyFile', { params: pipeline, query: { path: 'a//b.sql' } });
      },
      says: /has no file a\/\/b\.sql/,
    },
    'deleteAnyFile PRECONDITION_FAILED': {
      async provoke(pipeline) {
        await save(pipeline);
        const headers = { 'If-Match': '"0"' };
        return api.refused('deleteAnyFile', { params: pipeline, query: { path: SOURCE }, headers });
      },
      says: /not the one you have seen; read what is there now/,
    },
    'restoreDraft PIPELINE_NOT_FOUND': {
      provoke: (pipeline) => refusedRestore(pipeline, 1),
      says: /save a file/,
    },
    'restoreDraft VERSION_NOT_FOUND': {
      async provoke(pipeline) {
        await save(pipeline);
        return refusedRestore(pipeline, 1);
      },
      says: /never been published/,
    },
    'restoreDraft PRECONDITION_FAILED': {
      async provoke(pipeline) {
        await save(pipeline);
        await publish(pipeline);
        return refusedRestore(pipeline, 1, { expected_draft: '0'.repeat(64) });
      },
      says: /look at what changed/,
    },
    'restoreDraft PINNED_FILES_MISSING': {
      async provoke(pipeline) {
        await lostPin(pipeline);
        return refusedRestore(pipeline, 1);
      },
      says: /Choose another version/,
      details: (pipeline) => ({ keys: [keyOf(pipeline)] }),
    },
    'getDraftManifest DRAFT_RUNS_DISABLED': {
      async provoke(pipeline) {
        await save(pipeline);
        return api.refused('getDraftManifest', { params: pipeline });
      },
      says: /publish it, and run the version/,
    },
  };
}

/** What a draft has to be, where runs may use drafts: of a service that lets them. */
export function draftRunErrorCases(servers: Servers): Readonly<Record<string, ErrorCase>> {
  const { api, drafts } = servers;
  const refused = (prepare: (pipeline: Pipeline) => Promise<unknown>, says: RegExp) => ({
    says,
    async provoke(pipeline: Pipeline) {
      await prepare(pipeline);
      return api.refused('getDraftManifest', { params: pipeline });
    },
  });

  return {
    'getDraftManifest PIPELINE_NOT_FOUND': refused(async () => {}, /save a file/),
    'getDraftManifest MISSING_SOURCE': refused(
      (pipeline) => drafts.saveFile(pipeline, 'config.yaml', '-'),
      /pipeline\.sql nor pipeline\.py/,
    ),
    'getDraftManifest EMPTY_DRAFT': refused(async (params) => {
      await drafts.saveFile(params, SOURCE, '-');
      await api.ok('publishVersion', { params, body: { message: 'A version' } });
      await drafts.deleteFile(params, SOURCE);
    }, /save some/),
    'getDraftManifest UNVERSIONED_FILES': refused(
      (pipeline) => saveUnversioned(servers, pipeline, SOURCE),
      /save them again/,
    ),
  };
}

/** A file that has no version, as if the bucket's versioning had been switched on later. */
export async function saveUnversioned(servers: Servers, pipeline: Pipeline, path: string): Promise<void> {
  await setVersioning(servers, 'Suspended');
  await servers.drafts.saveFile(pipeline, path, '-');
  await setVersioning(servers, 'Enabled');
}
