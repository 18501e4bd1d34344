// Version IDs: their form, and what is answered to those that name nothing.
import type { Area } from '../case.ts';
import { complete, upload } from '../multipart.ts';
import { api, guide, measured, recorded } from '../sources.ts';

/** In the form of AWS's IDs, but never given out by anybody. */
const MADE_UP = 'HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD';

const malformedIds = measured('versitygw #1638', 'https://github.com/versity/versitygw/pull/1638');
const onHead = measured('cortx-s3server #1724', 'https://github.com/Seagate/cortx-s3server/pull/1724');

export const versionIds: Area = {
  name: 'Version IDs',
  cases: [
    {
      rule: 'Version IDs are unique, URL-ready and at most 1,024 bytes long.',
      source: guide('versioning-workflows'),
      expected: '12 different ones, URL-ready, short enough',
      reliedOn: 'They are kept as opaque text and never sorted.',
      run: async (s3) => {
        const ids: string[] = [];
        for (let i = 0; i < 12; i++) ids.push((await s3.put('key', 'same')).VersionId ?? '');
        const form = ids.every((id) => /^[A-Za-z0-9._~-]+$/.test(id)) ? 'URL-ready' : 'in need of encoding';
        const size = ids.every((id) => id.length <= 1024) ? 'short enough' : 'too long';
        return `${new Set(ids).size} different ones, ${form}, ${size}`;
      },
    },
    {
      rule: 'A version that was deleted is no such version.',
      source: recorded('test_s3_api', 'test_delete_object_versioned'),
      expected: '404 NoSuchVersion, no x-amz-delete-marker',
      reliedOn: 'A rollback to a version whose files were deleted for good is refused (`findMissing`).',
      run: async (s3) => {
        const { VersionId } = await s3.put();
        await s3.put();
        await s3.removeVersion(VersionId);
        return s3.ask('GET', `key?versionId=${VersionId}`, 'x-amz-delete-marker');
      },
    },
    {
      rule: 'HEAD of a version that was deleted is not found.',
      source: onHead,
      expected: '404',
      reliedOn: 'The same, for files beyond the first page (`findMissing`).',
      run: async (s3) => {
        const { VersionId } = await s3.put();
        await s3.put();
        await s3.removeVersion(VersionId);
        return s3.ask('HEAD', `key?versionId=${VersionId}`);
      },
    },
    {
      rule: 'A malformed version ID is an invalid argument.',
      source: malformedIds,
      expected: '400 InvalidArgument',
      localstack: {
        outcome: '404 NoSuchVersion',
        why: 'It does not look at the form of IDs in versioned buckets.',
      },
      run: async (s3) => {
        await s3.put();
        return s3.ask('GET', 'key?versionId=dsf');
      },
    },
    {
      rule: 'HEAD of a malformed version ID is a bad request.',
      source: onHead,
      expected: '400',
      localstack: { outcome: '404', why: 'It does not look at the form of IDs in versioned buckets.' },
      run: async (s3) => {
        await s3.put();
        return s3.ask('HEAD', 'key?versionId=dsf');
      },
    },
    {
      rule: 'A version ID in the right form that S3 never gave out is an invalid argument.',
      source: recorded('test_s3_api', 'test_get_object_with_version_unversioned_bucket'),
      expected: '400 InvalidArgument',
      bucket: 'Unversioned',
      run: async (s3) => {
        await s3.put();
        return s3.ask('GET', `key?versionId=${MADE_UP}`);
      },
    },
    {
      rule: 'A DELETE of a version ID that S3 never gave out is an invalid argument.',
      source: recorded('test_s3_api', 'test_delete_object_versioned'),
      expected: '400 InvalidArgument',
      run: async (s3) => {
        await s3.put();
        return s3.ask('DELETE', `key?versionId=${MADE_UP}`);
      },
    },
    {
      rule: 'An empty version ID is an invalid argument, not the current version.',
      source: measured('noobaa-core #7970', 'https://github.com/noobaa/noobaa-core/pull/7970'),
      expected: '400 InvalidArgument',
      reliedOn: 'We never send one: what has no version ID is not pinned.',
      minio: { outcome: '200', why: 'It takes an empty version ID for none.' },
      localstack: { outcome: '200', why: 'It takes an empty version ID for none.' },
      run: async (s3) => {
        await s3.put();
        return s3.ask('GET', 'key?versionId=');
      },
    },
    {
      rule: 'HEAD of an empty version ID is a bad request.',
      source: onHead,
      expected: '400',
      minio: { outcome: '200', why: 'It takes an empty version ID for none.' },
      localstack: { outcome: '200', why: 'It takes an empty version ID for none.' },
      run: async (s3) => {
        await s3.put();
        return s3.ask('HEAD', 'key?versionId=');
      },
    },
    {
      rule: 'A completed multipart upload names its version.',
      source: api('CompleteMultipartUpload'),
      expected: '200, x-amz-version-id',
      run: async (s3) => {
        const { VersionId, $metadata } = await complete(s3, await upload(s3));
        return `${$metadata.httpStatusCode}, ${VersionId ? 'x-amz-version-id' : 'no x-amz-version-id'}`;
      },
    },
  ],
};
