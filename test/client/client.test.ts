// The client and the service, as they are.
import { expect, expectTypeOf, test } from 'vitest';
import { createClient } from '../../client/client.ts';
import type { RunManifest } from '../../client/types.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';

const { apiUrl } = await useServers();
const client = createClient({ baseUrl: apiUrl });
const bytes = (text: string) => new TextEncoder().encode(text);

test('a pipeline is made, published, compared and listed through the client alone', async () => {
  const path = uniquePipeline();
  await client.putFile({ path: { ...path, path: 'pipeline.sql' }, body: bytes('SELECT 1') });

  const published = await client.publishVersion({ path, body: { message: 'One' } });
  await client.putFile({ path: { ...path, path: 'pipeline.sql' }, body: bytes('SELECT 2') });
  const compared = await client.compareVersions({ path, query: { patch: true } });

  expect(published).toMatchObject({ status: 201, body: { version_number: 1, message: 'One' } });
  expect(compared.body.files).toMatchObject([{ path: 'pipeline.sql', change: 'modified' }]);
  expect(compared.body.files[0]?.patch).toContain('+SELECT 2');
});

test.each(['a b.sql', 'tests/quality/100%+?#&=.sql', 'ünï/ 🙂.sql'])(
  'a file called %s comes back byte for byte',
  async (name) => {
    const path = { ...uniquePipeline(), path: name };
    const body = Uint8Array.from({ length: 256 }, (_, index) => index);

    const saved = await client.putFile({ path, body, headers: { 'If-None-Match': '*' } });
    const read = await client.getFile({ path });
    const again = await client.getFile({ path, ifNoneMatch: `"${saved.body.etag}"` });

    expect(read.body).toEqual(body);
    expect(read.headers.get('etag')).toBe(`"${saved.body.etag}"`);
    expect(again.status).toBe(304);
    expect((await client.deleteFile({ path })).status).toBe(204);
  },
);

test('a read with the ETag of an earlier answer has no body until something changes', async () => {
  const path = uniquePipeline();
  const save = (text: string) =>
    client.putFile({ path: { ...path, path: 'pipeline.sql' }, body: bytes(text) });
  const publish = (message: string) => client.publishVersion({ path, body: { message } });
  await save('SELECT 1');
  await publish('One');
  const first = await client.getPublished({ path });
  const ifNoneMatch = first.headers.get('etag') ?? undefined;

  const same = await client.getPublished({ path, ifNoneMatch });
  await save('SELECT 2');
  await publish('Two');
  const changed = await client.getPublished({ path, ifNoneMatch });

  expect(ifNoneMatch).toMatch(/^".+"$/);
  expect(same).toMatchObject({ status: 304, body: undefined });
  expect(changed).toMatchObject({ status: 200, body: { version_number: 2 } });
  expectTypeOf(first.body).toEqualTypeOf<RunManifest>();
  expectTypeOf(same.body).toEqualTypeOf<RunManifest | undefined>();
});

test('a refusal has everything that the service says', async () => {
  const path = uniquePipeline();

  const refused = client.getVersion({ path: { ...path, version_number: 7 } });

  await expect(refused).rejects.toMatchObject({
    name: 'ApiError',
    status: 404,
    code: 'VERSION_NOT_FOUND',
    type: 'NOT_FOUND',
    message: expect.stringContaining(path.name),
    details: expect.objectContaining({ version_number: 7 }),
    requestId: expect.any(String),
  });
});
