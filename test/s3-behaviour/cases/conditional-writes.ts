// Writes and deletes that depend on what is there.
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import type { Area } from '../case.ts';
import { complete, upload } from '../multipart.ts';
import { history, outcome, tally } from '../outcomes.ts';
import { api, guide, measured, recorded } from '../sources.ts';
import type { Subject } from '../subject.ts';

const writes = guide('conditional-writes');
const OTHER = '"00000000000000000000000000000000"';

const put = (s3: Subject, conditions: object, key = 'key') => outcome(s3.put(key, 'new', conditions));

const remove = (s3: Subject, IfMatch: string | undefined, Key = 'key') =>
  outcome(s3.client.send(new DeleteObjectCommand({ Bucket: s3.bucket, Key, IfMatch })));

export const conditionalWrites: Area = {
  name: 'Conditional writes',
  cases: [
    {
      rule: '`If-None-Match: *` writes where no object is, and fails where one is.',
      source: writes,
      expected: '200, 412 PreconditionFailed; v1 current',
      run: async (s3) => {
        const outcomes = [await put(s3, { IfNoneMatch: '*' }), await put(s3, { IfNoneMatch: '*' })];
        return `${outcomes.join(', ')}; ${await history(s3)}`;
      },
    },
    {
      rule: 'To `If-None-Match: *` a current delete marker is no object.',
      source: writes,
      expected: '200; v2 current, v1, m1',
      run: async (s3) => {
        await s3.put();
        await s3.remove();
        return `${await put(s3, { IfNoneMatch: '*' })}; ${await history(s3)}`;
      },
    },
    {
      rule: '`If-None-Match` of a write takes nothing but `*`.',
      source: recorded('test_s3_api', 'test_put_object_if_none_match_validation'),
      expected: '501 NotImplemented',
      minio: { outcome: '412 PreconditionFailed', why: 'It compares ETags, as HTTP would.' },
      run: async (s3) => {
        const { ETag } = await s3.put();
        return put(s3, { IfNoneMatch: ETag });
      },
    },
    {
      rule: '`If-Match` writes over the object with that ETag and no other.',
      source: writes,
      expected: '412 PreconditionFailed, 200',
      run: async (s3) => {
        const { ETag } = await s3.put();
        return `${await put(s3, { IfMatch: OTHER })}, ${await put(s3, { IfMatch: ETag })}`;
      },
    },
    {
      rule: 'The ETag in `If-Match` of a write may come without quotes.',
      source: writes,
      expected: '200',
      note: 'In the examples of the page.',
      run: async (s3) => {
        const { ETag = '' } = await s3.put();
        return put(s3, { IfMatch: ETag.replaceAll('"', '') });
      },
    },
    {
      rule: '`If-Match` fails with 404 where there is no object, or a delete marker.',
      source: writes,
      expected: '404 NoSuchKey, 404 NoSuchKey',
      run: async (s3) => {
        const { ETag } = await s3.put();
        await s3.remove();
        return `${await put(s3, { IfMatch: ETag }, 'never')}, ${await put(s3, { IfMatch: ETag })}`;
      },
    },
    {
      rule: '`If-Match: *` is not for writes.',
      source: recorded('test_s3_api', 'test_put_object_if_match_validation'),
      expected: '501 NotImplemented',
      minio: { outcome: '200', why: 'It matches any object, as HTTP would.' },
      run: async (s3) => {
        await s3.put();
        return put(s3, { IfMatch: '*' });
      },
    },
    {
      rule: 'Both conditions together are not for writes.',
      source: recorded('test_s3_api', 'test_put_object_if_match_and_if_none_match_validation'),
      expected: '501 NotImplemented',
      minio: { outcome: '412 PreconditionFailed', why: 'It judges both, as HTTP would.' },
      run: async (s3) => {
        const { ETag } = await s3.put();
        return put(s3, { IfMatch: ETag, IfNoneMatch: '*' });
      },
    },
    {
      rule: '`If-Match` of a write is one ETag; a list matches nothing.',
      source: measured('versitygw #2368', 'https://github.com/versity/versitygw/pull/2368'),
      expected: '412 PreconditionFailed',
      run: async (s3) => {
        const { ETag } = await s3.put();
        return put(s3, { IfMatch: `${OTHER}, ${ETag}` });
      },
    },
    {
      rule: 'Of writers that race with `If-None-Match: *` one succeeds.',
      source: writes,
      expected: '1 × 200, 7 × 412 or 409; v1 current',
      run: async (s3) => {
        const outcomes = await Promise.all(Array.from({ length: 8 }, () => put(s3, { IfNoneMatch: '*' })));
        const lost = outcomes.map((text) => (/^(412|409) /.test(text) ? '412 or 409' : text));
        return `${tally(lost)}; ${await history(s3)}`;
      },
    },
    {
      rule: 'Of writers that race with `If-Match` of the same ETag one succeeds.',
      source: writes,
      expected: '1 × 200, 7 × 412 or 409; v2 current, v1',
      run: async (s3) => {
        const { ETag } = await s3.put();
        const race = Array.from({ length: 8 }, (_, i) => outcome(s3.put('key', `${i}`, { IfMatch: ETag })));
        const lost = (await Promise.all(race)).map((text) =>
          /^(412|409) /.test(text) ? '412 or 409' : text,
        );
        return `${tally(lost)}; ${await history(s3)}`;
      },
    },
    {
      rule: 'A multipart upload with `If-None-Match: *` fails if the object was made meanwhile.',
      source: writes,
      expected: '412 PreconditionFailed; v1 current',
      run: async (s3) => {
        const started = await upload(s3);
        await s3.put();
        return `${await outcome(complete(s3, started, { IfNoneMatch: '*' }))}; ${await history(s3)}`;
      },
    },
    {
      rule: 'A multipart upload with `If-None-Match: *` is in conflict if the object was deleted meanwhile.',
      source: writes,
      expected: '409 ConditionalRequestConflict',
      minio: { outcome: '200', why: 'It only looks at what is there when the upload completes.' },
      run: async (s3) => {
        await s3.put();
        const started = await upload(s3);
        await s3.remove();
        return outcome(complete(s3, started, { IfNoneMatch: '*' }));
      },
    },
    {
      rule: 'A multipart upload with `If-Match` fails with 404 if the object was deleted meanwhile.',
      source: writes,
      expected: '404 NoSuchKey',
      run: async (s3) => {
        const { ETag } = await s3.put();
        const started = await upload(s3);
        await s3.remove();
        return outcome(complete(s3, started, { IfMatch: ETag }));
      },
    },
    {
      rule: 'A multipart upload with `If-Match` is in conflict if the same content was saved meanwhile, and fine if nothing was.',
      source: recorded('test_s3_api', 'test_multipart_if_match_with_put_identical'),
      expected: '409 ConditionalRequestConflict, 200',
      minio: {
        outcome: '200, 412 PreconditionFailed',
        why: 'It only looks at what is there when the upload completes; so the first one succeeds, and changes the ETag.',
      },
      run: async (s3) => {
        const { ETag } = await s3.put();
        const started = await upload(s3);
        await s3.put();
        const conflict = await outcome(complete(s3, started, { IfMatch: ETag }));
        return `${conflict}, ${await outcome(complete(s3, await upload(s3), { IfMatch: ETag }))}`;
      },
    },
    {
      rule: 'Copies take both conditions on their destination.',
      source: api('CopyObject'),
      expected: '412 PreconditionFailed, 412 PreconditionFailed, 200',
      minio: { outcome: '200, 200, 200', why: 'It ignores them.' },
      run: async (s3) => {
        await s3.put('source', 'source');
        const { ETag } = await s3.put('key', 'destination');
        const copy = (conditions: object) => outcome(s3.copy('source', 'key', conditions));
        const outcomes = [
          await copy({ IfNoneMatch: '*' }),
          await copy({ IfMatch: OTHER }),
          await copy({ IfMatch: ETag }),
        ];
        return outcomes.join(', ');
      },
    },
    {
      rule: '`If-Match` of a delete takes the ETag of the current version, or `*`.',
      source: guide('conditional-deletes'),
      expected: '412 PreconditionFailed, 204, 204; v2, v1, m2 current, m1',
      minio: { outcome: '204, 204, 204; v2, v1, m2 current, m1', why: 'It ignores conditions of deletes.' },
      localstack: {
        outcome: '501 NotImplemented, 501 NotImplemented, 501 NotImplemented; v2 current, v1',
        why: 'It has no conditional deletes.',
      },
      run: async (s3) => {
        const { ETag } = await s3.put();
        const outcomes = [await remove(s3, OTHER), await remove(s3, ETag)];
        await s3.put();
        outcomes.push(await remove(s3, '*'));
        return `${outcomes.join(', ')}; ${await history(s3)}`;
      },
    },
    {
      rule: 'A conditional delete of a key that does not exist is not found.',
      source: guide('conditional-deletes'),
      expected: '404 NoSuchKey',
      minio: { outcome: '204', why: 'It ignores conditions of deletes.' },
      localstack: { outcome: '501 NotImplemented', why: 'It has no conditional deletes.' },
      run: (s3) => remove(s3, '*', 'never'),
    },
    {
      rule: '`If-Match: *` of a delete fails where a delete marker is current.',
      source: guide('conditional-deletes'),
      expected: '412 PreconditionFailed',
      note: 'Documented in these words, though 404 NoSuchKey was measured: https://github.com/ministackorg/ministack/issues/1475',
      minio: { outcome: '204', why: 'It ignores conditions of deletes.' },
      localstack: { outcome: '501 NotImplemented', why: 'It has no conditional deletes.' },
      run: async (s3) => {
        await s3.put();
        await s3.remove();
        return remove(s3, '*');
      },
    },
  ],
};
