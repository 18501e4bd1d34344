// The feed over HTTP: what happened, newest first, in pages.
import { expect, test } from 'vitest';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import type { SuccessBody } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { until } from '../support/freezes.ts';
import { useServers } from '../support/servers.ts';
import { uniqueName, uniquePipeline } from '../support/unique-pipeline.ts';

const { api, drafts } = await useServers();

type Event = SuccessBody<'getFeed'>['events'][number];

const publish = (params: Pipeline, message: string) =>
  api.ok('publishVersion', { params, body: { message } });

/** The index follows the table in its own time. */
async function feedOf(namespace: string, count: number): Promise<readonly Event[]> {
  return eventually(async () => {
    const { events } = (await api.ok('getFeed', { query: { namespace } })).body;
    expect(events).toHaveLength(count);
    return events;
  });
}

test('publish, rollback and freeze of pipelines and of their namespace are in the feed of all', async () => {
  const namespace = uniqueName('feed');
  const params: Pipeline = { ...uniquePipeline(), namespace };
  const name = `${namespace}/${params.layer}/${params.name}`;
  await drafts.saveFile(params, 'pipeline.sql', 'SELECT 1');
  const { body: first } = await publish(params, 'One');
  await publish(params, 'Two');
  await api.ok('rollbackVersion', { params: { ...params, version_number: 1 } });
  await api.ok('freezePipeline', { params, body: { reason: 'Close', until: until(600) } });
  await api.ok('unfreezePipeline', { params });
  await api.ok('freezeNamespace', { params: { namespace }, body: { reason: 'All', until: until(600) } });
  await api.ok('unfreezeNamespace', { params: { namespace } });

  const events = await feedOf(namespace, 7);

  expect(events.map(({ type, pipeline, version_number }) => [type, pipeline, version_number])).toEqual([
    ['namespace.unfrozen', null, null],
    ['namespace.frozen', null, null],
    ['pipeline.unfrozen', name, null],
    ['pipeline.frozen', name, null],
    ['version.rolled_back', name, 3],
    ['version.published', name, 2],
    ['version.published', name, 1],
  ]);
  expect(events.at(-1)).toEqual({
    id: expect.any(String),
    ...{ type: 'version.published', time: first.created_at, namespace, pipeline: name, version_number: 1 },
    ...{ message: 'One', created_by: first.created_by, rollback_of: null, previous: null, checks: 'passed' },
    ...{ until: null, url: `pipelines/${name}/versions/1` },
  });
  expect(events[4]).toMatchObject({ rollback_of: 1, previous: 2 });
  expect(events[3]).toMatchObject({ message: 'Close', until: expect.any(String) });
});

test('pages of one join without gap or repetition, and each id is there once', async () => {
  const namespace = uniqueName('feed');
  const params: Pipeline = { ...uniquePipeline(), namespace };
  await drafts.saveFile(params, 'pipeline.sql', 'SELECT 1');
  for (const message of ['One', 'Two', 'Three']) await publish(params, message);
  const whole = await feedOf(namespace, 3);

  const pages: Event[] = [];
  const more: string[] = [];
  do {
    const query = { namespace, limit: 1, ...Object.fromEntries(more.map((cursor) => ['cursor', cursor])) };
    const { events, next_cursor } = (await api.ok('getFeed', { query })).body;
    pages.push(...events);
    more.splice(0, 1, ...(next_cursor === null ? [] : [next_cursor]));
  } while (more.length > 0);

  expect(pages).toEqual(whole);
  expect(new Set(pages.map(({ id }) => id)).size).toBe(3);
});

test('a cursor goes on with its own feed alone', async () => {
  const namespace = uniqueName('feed');
  const params: Pipeline = { ...uniquePipeline(), namespace };
  await drafts.saveFile(params, 'pipeline.sql', 'SELECT 1');
  await publish(params, 'One');
  await publish(params, 'Two');
  await feedOf(namespace, 2);
  const { body } = await api.ok('getFeed', { query: { namespace, limit: 1 } });

  const { status, error } = await api.refused('getFeed', { query: { cursor: body.next_cursor ?? '' } });

  expect([status, error.code]).toEqual([400, 'INVALID_REQUEST']);
});
