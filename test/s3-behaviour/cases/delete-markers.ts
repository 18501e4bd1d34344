// What a DELETE does, and what is seen of its marker.
import type { Area } from '../case.ts';
import { history, listedObjects, listObjects } from '../outcomes.ts';
import { api, guide, recorded } from '../sources.ts';

const MARKER = ['x-amz-delete-marker', 'x-amz-version-id'] as const;

export const deleteMarkers: Area = {
  name: 'Delete markers',
  cases: [
    {
      rule: 'A DELETE without a version ID puts a delete marker on top and names it.',
      source: guide('DeletingObjectVersions'),
      expected: '204, x-amz-delete-marker: true, x-amz-version-id: m1; v1, m1 current',
      run: async (s3) => {
        await s3.put();
        const reply = await s3.raw('DELETE', 'key');
        s3.note('m', String(reply.headers['x-amz-version-id']));
        return `${s3.answer(reply, ...MARKER)}; ${await history(s3)}`;
      },
    },
    {
      rule: 'A DELETE of a key that never existed makes a delete marker, too.',
      source: recorded('test_s3_api', 'test_delete_object_versioned'),
      expected: '204, marker named; m1 current',
      minio: { outcome: '204, no marker; nothing', why: 'It makes no marker where nothing is.' },
      run: async (s3) => {
        const { DeleteMarker, VersionId, $metadata } = await s3.remove('never');
        return `${$metadata.httpStatusCode}, ${DeleteMarker && VersionId ? 'marker named' : 'no marker'}; ${await history(s3)}`;
      },
    },
    {
      rule: 'A DELETE where a marker is current adds another marker.',
      source: guide('ManagingDelMarkers'),
      expected: 'v1, m2 current, m1',
      minio: { outcome: 'v1, m1 current', why: 'It makes no second marker.' },
      run: async (s3) => {
        await s3.put();
        await s3.remove();
        await s3.remove();
        return history(s3);
      },
    },
    {
      rule: 'A key whose current version is a marker is not found; the answer says that there is a marker.',
      source: api('GetObject'),
      expected: '404 NoSuchKey, x-amz-delete-marker: true, x-amz-version-id: m1',
      run: async (s3) => {
        await s3.put();
        await s3.remove();
        return s3.ask('GET', 'key', ...MARKER);
      },
    },
    {
      rule: 'HEAD of a key whose current version is a marker is not found, and says that there is a marker.',
      source: api('HeadObject'),
      expected: '404, x-amz-delete-marker: true, x-amz-version-id: m1',
      reliedOn: 'A file that went away while it was looked at counts as gone (`headObject`: 404 or 405).',
      run: async (s3) => {
        await s3.put();
        await s3.remove();
        return s3.ask('HEAD', 'key', ...MARKER);
      },
    },
    {
      rule: 'A key that never existed is not found, without a word of a marker.',
      source: api('GetObject'),
      expected: '404 NoSuchKey, no x-amz-delete-marker',
      run: (s3) => s3.ask('GET', 'never', 'x-amz-delete-marker'),
    },
    {
      rule: 'A GET of a marker by its version ID is not allowed; the answer has the time of the marker.',
      source: api('GetObject'),
      expected: '405 MethodNotAllowed, x-amz-delete-marker: true, last-modified',
      minio: { outcome: '405 MethodNotAllowed, x-amz-delete-marker: true, no last-modified' },
      localstack: { outcome: '405 MethodNotAllowed, x-amz-delete-marker: true, no last-modified' },
      run: async (s3) => {
        await s3.put();
        const { VersionId } = await s3.remove();
        const reply = await s3.raw('GET', `key?versionId=${VersionId}`);
        return `${s3.answer(reply, 'x-amz-delete-marker')}, ${reply.headers['last-modified'] ? 'last-modified' : 'no last-modified'}`;
      },
    },
    {
      rule: 'A delete marker allows DELETE only.',
      source: recorded('test_s3_api', 'test_delete_object_versioned'),
      expected: '405 MethodNotAllowed, allow: DELETE',
      minio: { outcome: '405 MethodNotAllowed, no allow' },
      run: async (s3) => {
        await s3.put();
        const { VersionId } = await s3.remove();
        return s3.ask('GET', `key?versionId=${VersionId}`, 'allow');
      },
    },
    {
      rule: 'A HEAD of a marker by its version ID is not allowed; the answer has the time of the marker.',
      source: api('HeadObject'),
      expected: '405, x-amz-delete-marker: true, last-modified',
      reliedOn: 'A pin that names a marker counts as gone (`headObject`: 404 or 405).',
      minio: { outcome: '405, x-amz-delete-marker: true, no last-modified' },
      localstack: { outcome: '405, no x-amz-delete-marker, no last-modified' },
      run: async (s3) => {
        await s3.put();
        const { VersionId } = await s3.remove();
        const reply = await s3.raw('HEAD', `key?versionId=${VersionId}`);
        return `${s3.answer(reply, 'x-amz-delete-marker')}, ${reply.headers['last-modified'] ? 'last-modified' : 'no last-modified'}`;
      },
    },
    {
      rule: 'Deleting a marker by its version ID brings the object back.',
      source: guide('ManagingDelMarkers'),
      expected: '204, x-amz-delete-marker: true, x-amz-version-id: m1; v1 current; body back',
      run: async (s3) => {
        await s3.put('key', 'back');
        const { VersionId } = await s3.remove();
        const told = await s3.ask('DELETE', `key?versionId=${VersionId}`, ...MARKER);
        return `${told}; ${await history(s3)}; body ${await s3.text()}`;
      },
    },
    {
      rule: 'Deleting an object version by its ID removes it for good, names it and makes no marker.',
      source: api('DeleteObject'),
      expected: '204, no x-amz-delete-marker, x-amz-version-id: v2; v1 current',
      run: async (s3) => {
        await s3.put();
        const { VersionId } = await s3.put();
        const told = await s3.ask('DELETE', `key?versionId=${VersionId}`, ...MARKER);
        return `${told}; ${await history(s3)}`;
      },
    },
    {
      rule: 'The versions under a marker stay readable by their IDs.',
      source: guide('DeleteMarker'),
      expected: 'one',
      reliedOn: 'Published files stay readable after they were deleted from the draft.',
      run: async (s3) => {
        const { VersionId } = await s3.put('key', 'one');
        await s3.remove();
        return s3.text('key', { VersionId });
      },
    },
    {
      rule: 'ListObjectsV2 leaves out keys whose current version is a marker.',
      source: guide('DeleteMarker'),
      expected: 'a c',
      reliedOn: 'A file deleted from the draft is not part of the next version.',
      run: async (s3) => {
        for (const key of ['a', 'b', 'c']) await s3.put(key);
        await s3.remove('b');
        return listedObjects(await listObjects(s3));
      },
    },
    {
      rule: 'With versioning suspended, a DELETE puts a null marker in the place of the null version.',
      source: guide('DeletingObjectsfromVersioningSuspendedBuckets'),
      expected: '204, x-amz-delete-marker: true, x-amz-version-id: null; v1, null marker current',
      minio: {
        outcome: '204, no x-amz-delete-marker, no x-amz-version-id; v1, null marker current',
        why: 'It leaves the headers out for null markers.',
      },
      run: async (s3) => {
        await s3.put();
        await s3.setVersioning('Suspended');
        await s3.put();
        return `${await s3.ask('DELETE', 'key', ...MARKER)}; ${await history(s3)}`;
      },
    },
    {
      rule: 'With versioning suspended, a DELETE of a key without a null version removes nothing and adds a null marker.',
      source: guide('DeletingObjectsfromVersioningSuspendedBuckets'),
      expected: 'v1, null marker current',
      run: async (s3) => {
        await s3.put();
        await s3.setVersioning('Suspended');
        await s3.remove();
        return history(s3);
      },
    },
    {
      rule: 'A null marker is deleted with `versionId=null`.',
      source: guide('ManagingDelMarkers'),
      expected: '204, x-amz-delete-marker: true, x-amz-version-id: null; v1 current',
      minio: {
        outcome: '204, no x-amz-delete-marker, no x-amz-version-id; v1 current',
        why: 'It leaves the headers out for null markers.',
      },
      run: async (s3) => {
        await s3.put();
        await s3.setVersioning('Suspended');
        await s3.remove();
        return `${await s3.ask('DELETE', 'key?versionId=null', ...MARKER)}; ${await history(s3)}`;
      },
    },
    {
      rule: 'Without versioning a DELETE removes the object and makes no marker; a missing key is no error.',
      source: api('DeleteObject'),
      expected: '204, no x-amz-delete-marker, no x-amz-version-id; nothing; 204',
      bucket: 'Unversioned',
      run: async (s3) => {
        await s3.put();
        return `${await s3.ask('DELETE', 'key', ...MARKER)}; ${await history(s3)}; ${await s3.ask('DELETE', 'key')}`;
      },
    },
  ],
};
