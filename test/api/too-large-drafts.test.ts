// A draft with more files than a version may have, on every route that reads a whole draft.
import { beforeAll, describe, expect, test } from 'vitest';
import { displayName, keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import { MAX_FILES } from '../../functions/domain/snapshot.ts';
import { routeTable } from '../../functions/http/routes.ts';
import type { Refusal } from '../support/api.ts';
import { numbersTo } from '../support/history.ts';
import { createPatientPublisher } from '../support/patient-publisher.ts';
import { serverSet } from '../support/server-set.ts';
import { type Servers, useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';

const pipeline = uniquePipeline();
const body = { message: 'A version' };

const requests: Readonly<Record<string, (api: Servers['api'], params: Pipeline) => Promise<Refusal>>> = {
  publishVersion: (api, params) => api.refused('publishVersion', { params, body }),
  publishDespiteFreeze: (api, params) => api.refused('publishDespiteFreeze', { params, body }),
  getDraft: (api, params) => api.refused('getDraft', { params }),
  checkDraft: (api, params) => api.refused('checkDraft', { params }),
  getDraftManifest: (api, params) => api.refused('getDraftManifest', { params }),
  compareVersions: (api, params) => api.refused('compareVersions', { params }),
};

test('every route that can refuse a draft for its size has a request here', () => {
  const listed = routeTable.filter(({ errors }) => errors.includes('DRAFT_TOO_LARGE'));

  expect(Object.keys(requests).toSorted()).toEqual(listed.map(({ operationId }) => operationId).toSorted());
});

// The limit is this service's own: other servers would take minutes to say the same. A skipped describe is called all the
// same, so the servers are started out here.
const paths = ['pipeline.sql', ...numbersTo(MAX_FILES - 1).map((number) => `${number}.sql`)];
const keys = paths.map((path) => keyPrefix(pipeline) + path);
const servers = serverSet === 'embedded' ? await useServers(['--draft-runs'], keys) : null;

describe.skipIf(servers === null)(`of ${MAX_FILES} files and one more`, () => {
  const { api, drafts } = servers ?? ({} as Servers);
  let largest: { readonly file_count: number };

  beforeAll(async () => {
    // Ten lists of a busy server can outlast the 20 s that a publish may take.
    largest = (await createPatientPublisher(api, pipeline).publish(body.message)).version;
    await drafts.saveFile(pipeline, 'one-more.sql', '-');
  });

  test('those without the last one are published', () => {
    expect(largest.file_count).toBe(MAX_FILES);
  });

  test.for(Object.entries(requests))('%s refuses it, and says what to do', async ([_, request]) => {
    const { error } = await request(api, pipeline);

    expect(error).toMatchObject({ code: 'DRAFT_TOO_LARGE', details: { max_files: MAX_FILES } });
    expect(error.message).toContain(displayName(pipeline));
    expect(error.message).toMatch(`more than ${MAX_FILES} files; remove`);
  });

  test('all of it is counted and compared', async () => {
    const { body: before } = await api.ok('getPipeline', { params: pipeline, query: { refresh: true } });
    await drafts.saveFile(pipeline, 'zzz.sql', 'beyond the limit');
    const { body: after } = await api.ok('getPipeline', { params: pipeline, query: { refresh: true } });

    expect([before.draft?.file_count, after.draft?.file_count]).toEqual([MAX_FILES + 1, MAX_FILES + 2]);
    expect(after.draft?.fingerprint).not.toBe(before.draft?.fingerprint);
  });

  test('a restore brings it back', { timeout: 120_000 }, async () => {
    const restored = await untilInTime(() =>
      api.ok('restoreDraft', { params: pipeline, body: { version: 1 } }),
    );

    expect(restored.body).toMatchObject({
      ...{ written: [], removed: ['one-more.sql', 'zzz.sql'], draft_dirty: false },
    });
  });
});

/** Five lists of 10,000 files can outlast a request's time on a busy machine. The refusal says that nothing was stored. */
async function untilInTime<T>(request: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await request();
    } catch (failure) {
      if (attempt === 3 || !/stopped before anything was stored/.test(String(failure))) throw failure;
    }
  }
}
