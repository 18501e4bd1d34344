// Lists that come in pages: whole, without gap or duplicate, however they are cut and whatever is written meanwhile.
import pMap from 'p-map';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SuccessBody } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { flagBecomes } from '../support/flag.ts';
import { numbersTo, readPages } from '../support/history.ts';
import { patience } from '../support/server-set.ts';
import { useServers } from '../support/servers.ts';
import { uniqueName, uniquePipeline } from '../support/unique-pipeline.ts';

const { api, drafts } = await useServers();

const publish = (params: object, message: string) => api.ok('publishVersion', { params, body: { message } });
const numbersOf = (pages: readonly SuccessBody<'listVersions'>[]) =>
  pages.flatMap(({ versions }) => versions.map(({ version_number }) => version_number));
const newestFirst = (from: number) => numbersTo(from).toReversed();

describe('a history of 120 versions', () => {
  const pipeline = uniquePipeline();
  beforeAll(async () => {
    await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
    await pMap(numbersTo(120), (number) => publish(pipeline, `Number ${number}`), { concurrency: 4 });
  }, patience(60_000));

  test.each([7, 40, 119, 120, 121, 200])('comes whole in pages of %i', async (limit) => {
    const pages = await readPages(api, pipeline, { limit });

    expect(pages).toHaveLength(Math.ceil(120 / limit));
    expect(pages.every(({ total }) => total === 120)).toBe(true);
    expect(numbersOf(pages)).toEqual(newestFirst(120));
  });

  test('comes in pages of 50 unless a limit is given', async () => {
    const { body } = await api.ok('listVersions', { params: pipeline });

    expect(numbersOf([body])).toEqual(newestFirst(120).slice(0, 50));
  });

  test('begins with the version that was current at a moment, and goes on with older ones', async () => {
    const { body: fortieth } = await api.ok('getVersion', { params: { ...pipeline, version_number: 40 } });
    const at = fortieth.created_at;

    const { body: page } = await api.ok('listVersions', { params: pipeline, query: { at, limit: 2 } });
    const query = { cursor: page.next_cursor ?? '', limit: 1 };
    const { body: next } = await api.ok('listVersions', { params: pipeline, query });

    const [newest] = page.versions;
    expect(newest?.created_at).toBe(at);
    expect(numbersOf([page, next])).toEqual(newestFirst(newest?.version_number ?? 0).slice(0, 3));
  });

  test('had no version before the first', async () => {
    const query = { at: '2020-01-01T01:00:00+01:00' };

    const { status, error } = await api.refused('listVersions', { params: pipeline, query });

    expect(status).toBe(404);
    expect(error).toMatchObject({
      code: 'VERSION_NOT_FOUND',
      details: { at: '2020-01-01T00:00:00.000Z', current_version: 120 },
    });
  });

  test.each([
    ['2026-11-20', undefined, 'must be a time such as 2026-11-20T10:00:00Z'],
    ['2026-11-20T10:00:00Z', 'eyJiZWxvdyI6NX0', 'cannot be sent together with a cursor'],
  ])('refuses at=%s with the cursor %s', async (at, cursor, problem) => {
    const query = { at, ...(cursor && { cursor }) };

    const { error } = await api.refused('listVersions', { params: pipeline, query });

    expect(JSON.stringify(error.details)).toContain(problem);
  });

  test('with fields=summary shows the same versions without their files', async () => {
    const [full] = await readPages(api, pipeline, { limit: 200 });
    const summaries = await readPages(api, pipeline, { limit: 33, fields: 'summary' });

    const without = full?.versions.map((version) => ({ ...version, published_versions: undefined }));
    expect(summaries.flatMap(({ versions }) => versions)).toEqual(without);
    expect(
      summaries.flatMap(({ versions }) => versions.map((version) => Object.keys(version))).flat(),
    ).not.toContain('published_versions');
  });

  test('is the same each time it is read, and each version is what its own route shows', async () => {
    const { body } = await api.ok('listVersions', { params: pipeline, query: { limit: 3 } });

    const one = await api.ok('getVersion', { params: { ...pipeline, version_number: 119 } });
    expect(body.versions[1]).toEqual(one.body);
  });

  test('stays without gap or duplicate while others publish between the pages', async () => {
    const before = await api.ok('getPipeline', { params: pipeline });
    const start = before.body.latest_version ?? 0;

    const pages = await readPages(api, pipeline, { limit: 25 }, () => publish(pipeline, 'In between'));

    expect(numbersOf(pages)).toEqual(newestFirst(start));
    expect(pages.at(-1)?.total).toBe(start + pages.length - 1);
  });
});

test(
  'a page ends before its answer outgrows what a Lambda may return, and the pages together are whole',
  async () => {
    const pipeline = uniquePipeline();
    const count = 16;
    await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
    // A character that takes one byte in a key and seven in a JSON text inside a JSON text.
    // 900 characters that take 6 bytes each in JSON; MinIO takes no more than 255 between two slashes.
    const longName = `${'\u0001'.repeat(224)}/`.repeat(4);
    const paths = numbersTo(60).map((number) => `${longName}${number}`);
    await pMap(paths, (path) => drafts.saveFile(pipeline, path, '-'), { concurrency: 8 });
    for (const number of numbersTo(count)) await publish(pipeline, `Number ${number}`);

    const query = { limit: 200 };
    const first = await api.ok('listVersions', { params: pipeline, query });
    const pages = await readPages(api, pipeline, query);

    expect(first.body.versions.length).toBeLessThan(count);
    expect(first.body.versions.length).toBeGreaterThan(count / 2);
    expect(first.body.next_cursor).not.toBeNull();
    expect(Buffer.byteLength(JSON.stringify(first.text))).toBeLessThan(6_000_000);
    expect(numbersOf(pages)).toEqual(newestFirst(count));
    const summaries = await api.ok('listVersions', {
      params: pipeline,
      query: { ...query, fields: 'summary' },
    });
    expect(summaries.body.versions).toHaveLength(count);
  },
  patience(60_000),
);

describe('the list of pipelines', () => {
  const namespace = uniqueName('list');
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  type Query = Readonly<Record<string, string | number | boolean>>;
  const allPipelines = async (query: Query) => {
    const pages: SuccessBody<'listPipelines'>[] = [];
    for (let cursor: string | null = ''; cursor !== null; cursor = pages.at(-1)?.next_cursor ?? null) {
      const request = { query: { ...query, ...(cursor !== '' && { cursor }) } };
      pages.push((await api.ok('listPipelines', request)).body);
    }
    return pages.flatMap(({ pipelines }) => pipelines);
  };
  const listed = async (query: Query) =>
    (await allPipelines(query)).map(({ layer, name }) => `${layer}/${name}`);

  beforeAll(async () => {
    for (const name of names)
      await drafts.saveFile({ namespace, layer: 'silver', name }, 'pipeline.sql', name);
    await drafts.saveFile({ namespace, layer: 'gold', name: 'a' }, 'pipeline.py', 'a');
    await drafts.saveFile({ namespace: `${namespace}_eu`, layer: 'silver', name: 'a' }, 'pipeline.sql', 'a');
    for (const name of ['a', 'b', 'c']) await publish({ namespace, layer: 'silver', name }, 'Published');
    await drafts.saveFile({ namespace, layer: 'silver', name: 'b' }, 'pipeline.sql', 'edited');
    await drafts.deleteFile({ namespace, layer: 'silver', name: 'c' }, 'pipeline.sql');
    await drafts.deleteFile({ namespace, layer: 'silver', name: 'g' }, 'pipeline.sql');
    await flagBecomes(api, { namespace, layer: 'silver', name: 'b' }, true);
    await flagBecomes(api, { namespace, layer: 'silver', name: 'c' }, true);
    await flagBecomes(api, { namespace, layer: 'gold', name: 'a' }, null);
  });

  test('shows, sorted, those that have files or versions, and not one whose files went before it was published', async () => {
    const expected = ['gold/a', 'silver/a', 'silver/b', 'silver/c', 'silver/d', 'silver/e', 'silver/f'];

    // Those that nobody has asked for yet are there when their events have been handled.
    await eventually(async () => expect(await listed({ namespace })).toEqual(expected));
    for (const limit of [1, 2, 3, 7, 50]) expect(await listed({ namespace, limit })).toEqual(expected);
    const refused = await api.refused('getPipeline', { params: { namespace, layer: 'silver', name: 'g' } });
    expect(refused.error.code).toBe('PIPELINE_NOT_FOUND');
  });

  test('is filtered by layer and by flag, page by page', async () => {
    for (const limit of [1, 50]) {
      expect(await listed({ namespace, layer: 'gold', limit })).toEqual(['gold/a']);
      expect(await listed({ namespace, layer: 'bronze', limit })).toEqual([]);
      expect(await listed({ namespace, draft_dirty: true, limit })).toEqual(['silver/b', 'silver/c']);
      expect(await listed({ namespace, draft_dirty: false, limit })).toEqual(['silver/a']);
      expect(await listed({ namespace, layer: 'gold', draft_dirty: true, limit })).toEqual([]);
    }
  });

  test('without a namespace shows those of all, each once', async () => {
    // Nobody has asked for this one yet: it is there when its event has been handled.
    await eventually(async () =>
      expect(await listed({ namespace: `${namespace}_eu` })).toEqual(['silver/a']),
    );
    for (const query of [{ limit: 2 }, { layer: 'silver', limit: 3 }]) {
      const all = (await allPipelines(query)).filter(({ layer, name }) => layer === 'silver' && name === 'a');
      // Other tests have pipelines at the same service.
      const own = all.map((one) => one.namespace).filter((other) => other.startsWith(namespace));
      expect(own.toSorted()).toEqual([namespace, `${namespace}_eu`]);
    }
    expect(await listed({ namespace: uniqueName('none') })).toEqual([]);
  });

  test('shows of each what its own route shows, but for its freeze', async () => {
    const { body } = await api.ok('listPipelines', { query: { namespace, draft_dirty: true } });

    const params = { namespace, layer: 'silver', name: 'b' };
    const { body: one } = await api.ok('getPipeline', { params });
    expect({ ...body.pipelines[0], freeze: null }).toEqual(one);
  });
});
