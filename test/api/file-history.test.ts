// The versions that changed one file, over HTTP.
import { expect, test } from 'vitest';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';

const { api, drafts } = await useServers();
const PATH = 'tests/quality/größe & more.sql';

async function edited() {
  const params = uniquePipeline();
  const publish = async () => api.ok('publishVersion', { params, body: { message: 'A version' } });
  await drafts.saveFile(params, 'pipeline.sql', 'SELECT 1');
  await publish();
  await drafts.saveFile(params, PATH, 'SELECT 1');
  await publish();
  await drafts.saveFile(params, 'pipeline.sql', 'SELECT 2');
  await publish();
  await drafts.saveFile(params, PATH, 'SELECT 2');
  await publish();
  return params;
}

test('are listed with what they did to it, in pages, as summaries or with their pins', async () => {
  const params = await edited();
  const list = async (query: Readonly<Record<string, string | number>>) =>
    (await api.ok('listVersions', { params, query })).body;

  const whole = await list({ path: PATH, fields: 'summary' });
  const first = await list({ path: PATH, fields: 'summary', limit: 1 });
  const second = await list({ path: PATH, fields: 'summary', limit: 1, cursor: first.next_cursor ?? '' });
  const pinned = await list({ path: PATH, at: (await list({})).versions[1]?.created_at ?? '' });
  const none = await list({ path: 'none.sql' });

  const changes = whole.versions.map(({ version_number, change }) => [version_number, change]);
  expect(changes).toEqual([
    [4, 'modified'],
    [2, 'added'],
  ]);
  expect(whole).toMatchObject({ total: 4, next_cursor: null });
  expect([first.versions, second.versions].flat()).toEqual(whole.versions);
  expect(pinned.versions).toMatchObject([{ version_number: 2, change: 'added' }]);
  expect(Object.keys(pinned.versions[0] ?? {})).toContain('published_versions');
  expect(none).toEqual({ versions: [], total: 4, next_cursor: null });
});

test('an empty path is refused, and without one nothing says what changed', async () => {
  const params = await edited();

  const refusal = await api.refused('listVersions', { params, query: { path: '' } });
  const { body } = await api.ok('listVersions', { params, query: { fields: 'summary' } });

  expect(refusal).toMatchObject({ status: 400, error: { code: 'INVALID_REQUEST' } });
  expect(body.versions.some((version) => 'change' in version)).toBe(false);
});
