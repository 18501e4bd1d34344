// DeleteObjects: each key succeeds or fails for itself.
import { DeleteObjectsCommand, type ObjectIdentifier } from '@aws-sdk/client-s3';
import type { Area } from '../case.ts';
import { history, outcome } from '../outcomes.ts';
import { api, guide, measured, recorded, s3Tests } from '../sources.ts';
import type { Subject } from '../subject.ts';

const remove = (s3: Subject, Objects: ObjectIdentifier[], Quiet = false) =>
  s3.client.send(new DeleteObjectsCommand({ Bucket: s3.bucket, Delete: { Objects, Quiet } }));

/** `a: marker m1` or `b: v1` for a version that is gone, `c: NoSuchVersion` for a failure. */
async function told(s3: Subject, objects: ObjectIdentifier[], quiet = false): Promise<string> {
  const { Deleted = [], Errors = [] } = await remove(s3, objects, quiet);
  const gone = Deleted.map(({ Key, VersionId, DeleteMarker, DeleteMarkerVersionId }) => {
    if (DeleteMarker && VersionId === undefined) s3.note('m', DeleteMarkerVersionId);
    const marker = DeleteMarker ? `marker ${DeleteMarkerVersionId}` : '';
    return s3.named(`${Key}: ${[VersionId, marker].filter(Boolean).join(' is ') || 'gone'}`);
  });
  const failed = Errors.map(({ Key, Code }) => `${Key}: ${Code}`);
  return [...gone, ...failed].sort().join(', ') || 'nothing told';
}

export const deletingMany: Area = {
  name: 'Deleting many at once',
  cases: [
    {
      rule: 'DeleteObjects without version IDs makes markers and names them, also for keys that never existed.',
      source: recorded('test_s3_api', 'test_delete_objects_versioned'),
      expected: 'a: marker m1, never: marker m2; a v1, a m1 current, never m2 current',
      minio: {
        outcome: 'a: marker m1, never: marker m2; a v1, a m1 current',
        why: 'It names a marker for the key that never existed, but makes none.',
      },
      run: async (s3) => {
        await s3.put('a');
        const answer = await told(s3, [{ Key: 'a' }, { Key: 'never' }]);
        return `${answer}; ${await history(s3, { keys: true })}`;
      },
    },
    {
      rule: 'DeleteObjects with version IDs removes those versions for good.',
      source: api('DeleteObjects'),
      expected: 'a: v1, b: v3; a v2 current',
      run: async (s3) => {
        const ids = [await s3.put('a'), await s3.put('a'), await s3.put('b')].map(
          ({ VersionId }) => VersionId,
        );
        const answer = await told(s3, [
          { Key: 'a', VersionId: ids[0] },
          { Key: 'b', VersionId: ids[2] },
        ]);
        return `${answer}; ${await history(s3, { keys: true })}`;
      },
    },
    {
      rule: 'A marker that is removed by its version ID is named as such.',
      source: recorded('test_s3_api', 'test_delete_objects_versioned'),
      expected: 'a: m1 is marker m1; v1 current',
      minio: { outcome: 'a: m1; v1 current', why: 'It does not say that it was a marker.' },
      run: async (s3) => {
        await s3.put('a');
        const { VersionId } = await s3.remove('a');
        return `${await told(s3, [{ Key: 'a', VersionId }])}; ${await history(s3)}`;
      },
    },
    {
      rule: 'A version ID that was never given out is an error of that key alone, and its code is NoSuchVersion.',
      source: recorded('test_s3_api', 'test_delete_objects_versioned'),
      expected: 'a: NoSuchVersion, b: marker m1',
      run: async (s3) => {
        await s3.put('a');
        return told(s3, [{ Key: 'a', VersionId: 'HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD' }, { Key: 'b' }]);
      },
    },
    {
      rule: 'Versions that are gone already are deleted once more without an error.',
      source: s3Tests('test_versioning_multi_object_delete_with_marker'),
      expected: '200, 0 errors; nothing',
      localstack: { outcome: '200, 2 errors; nothing' },
      run: async (s3) => {
        const { VersionId } = await s3.put('a');
        const marker = await s3.remove('a');
        const objects = [VersionId, marker.VersionId].map((id) => ({ Key: 'a', VersionId: id }));
        await remove(s3, objects);
        const { $metadata, Errors = [] } = await remove(s3, objects);
        return `${$metadata.httpStatusCode}, ${Errors.length} errors; ${await history(s3)}`;
      },
    },
    {
      rule: 'A key that is named twice is deleted and reported twice.',
      source: api('DeleteObjects'),
      expected: 'a: marker m1, a: marker m2; v1, m2 current, m1',
      note: 'The page says that S3 performs a delete for each key of the list and returns its result.',
      minio: {
        outcome: 'a: marker m1, undefined: gone; v1, m1 current',
        why: 'The second time is an entry without a key.',
      },
      run: async (s3) => {
        await s3.put('a');
        return `${await told(s3, [{ Key: 'a' }, { Key: 'a' }])}; ${await history(s3)}`;
      },
    },
    {
      rule: 'In quiet mode the answer lists failures only.',
      source: api('DeleteObjects'),
      expected: 'nothing told; v1, m1 current',
      run: async (s3) => {
        await s3.put('a');
        const answer = await told(s3, [{ Key: 'a' }], true);
        return `${answer}; ${await history(s3)}`;
      },
    },
    {
      rule: 'Without versioning, keys that do not exist are reported as deleted.',
      source: api('DeleteObjects'),
      expected: 'a: gone, never: gone',
      bucket: 'Unversioned',
      run: async (s3) => {
        await s3.put('a');
        return told(s3, [{ Key: 'a' }, { Key: 'never' }]);
      },
    },
    {
      rule: 'More than 1,000 keys are refused.',
      source: s3Tests('test_multi_object_delete_key_limit'),
      expected: '400',
      localstack: { outcome: '200' },
      run: async (s3) => {
        const keys = Array.from({ length: 1001 }, (_, index) => ({ Key: `key-${index}` }));
        return (await outcome(remove(s3, keys))).slice(0, 3);
      },
    },
    {
      rule: 'A request without a Content-MD5 or checksum header is refused.',
      source: api('DeleteObjects'),
      expected: '400',
      localstack: { outcome: '200' },
      run: async (s3) => {
        await s3.put('a');
        const body = '<Delete><Object><Key>a</Key></Object></Delete>';
        return String((await s3.raw('POST', '?delete=', { body })).status);
      },
    },
    {
      rule: 'A carriage return in a key is written as `&#13;`.',
      source: guide('object-keys'),
      expected: 'gone',
      bucket: 'Unversioned',
      run: async (s3) => {
        await s3.put('a\rb');
        await remove(s3, [{ Key: 'a\rb' }]);
        return (await history(s3)) === 'nothing' ? 'gone' : 'still there';
      },
    },
    {
      rule: 'A condition on the ETag holds up its own key only.',
      source: guide('conditional-deletes'),
      expected: 'a: PreconditionFailed, b: marker m1; a v1 current, b v2, b m1 current',
      minio: {
        outcome: 'a: marker m1, b: marker m2; a v1, b v2, a m1 current, b m2 current',
        why: 'It ignores conditions of deletes: both keys are deleted.',
      },
      localstack: {
        outcome: 'a: marker m1, b: marker m2; a v1, b v2, a m1 current, b m2 current',
        why: 'It ignores conditions of DeleteObjects: both keys are deleted.',
      },
      run: async (s3) => {
        await s3.put('a');
        const { ETag } = await s3.put('b');
        const answer = await told(s3, [
          { Key: 'a', ETag: '"00000000000000000000000000000000"' },
          { Key: 'b', ETag },
        ]);
        return `${answer}; ${await history(s3, { keys: true })}`;
      },
    },
    {
      rule: 'The code of a condition on a key that does not exist is NoSuchKey.',
      source: measured('ministack #1475', 'https://github.com/ministackorg/ministack/issues/1475'),
      expected: 'never: NoSuchKey',
      note: 'The user guide says `Not Found`; the code was measured with DeleteObject.',
      minio: { outcome: 'never: marker m1', why: 'It ignores conditions of deletes.' },
      localstack: { outcome: 'never: marker m1', why: 'It ignores conditions of DeleteObjects.' },
      run: (s3) => told(s3, [{ Key: 'never', ETag: '*' }]),
    },
  ],
};
