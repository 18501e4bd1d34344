// CopyObject: restoring old versions, metadata, and the version IDs in the answer.
import { createHash } from 'node:crypto';
import type { Area } from '../case.ts';
import { complete, copyParts, upload } from '../multipart.ts';
import { history, outcome } from '../outcomes.ts';
import { api, guide, recorded } from '../sources.ts';

const SOURCE = 'x-amz-copy-source-version-id';
const PARTS = 'x-amz-mp-parts-count';

export const copies: Area = {
  name: 'Copies',
  cases: [
    {
      rule: 'An old version copied over its own key is a new, current version with the old content.',
      source: guide('RestoringPreviousVersions'),
      expected: 'v3 current, v2, v1; body one',
      localstack: {
        outcome: '400 InvalidRequest',
        why: 'It takes the old version for the current one, and the copy for one that changes nothing.',
      },
      run: async (s3) => {
        const { VersionId } = await s3.put('key', 'one');
        await s3.put('key', 'two');
        await s3.copy(`key?versionId=${VersionId}`);
        return `${await history(s3)}; body ${await s3.text()}`;
      },
    },
    {
      rule: 'A copy keeps the metadata of its source unless the directive is REPLACE.',
      source: api('CopyObject'),
      expected: 'kept; replaced',
      run: async (s3) => {
        await s3.put('key', 'x', { Metadata: { mark: 'kept' } });
        await s3.copy('key', 'one', { Metadata: { mark: 'replaced' } });
        await s3.copy('key', 'two', { Metadata: { mark: 'replaced' }, MetadataDirective: 'REPLACE' });
        return `${(await s3.head('one')).Metadata?.mark}; ${(await s3.head('two')).Metadata?.mark}`;
      },
    },
    {
      rule: 'A copy of the current version onto itself that changes nothing is refused.',
      source: recorded('test_s3', 'test_s3_copy_object_in_place_versioned'),
      expected: '400 InvalidRequest; v1 current',
      run: async (s3) => {
        await s3.put();
        return `${await outcome(s3.copy('key'))}; ${await history(s3)}`;
      },
    },
    {
      rule: 'A copy of the current version onto itself with the directive REPLACE is a new version.',
      source: recorded('test_s3', 'test_s3_copy_object_in_place_versioned'),
      expected: '200; v2 current, v1',
      run: async (s3) => {
        await s3.put();
        return `${await outcome(s3.copy('key', 'key', { MetadataDirective: 'REPLACE' }))}; ${await history(s3)}`;
      },
    },
    {
      rule: 'A copy is answered with the version that was copied, also where none was asked for.',
      source: api('CopyObject'),
      expected: '200, x-amz-copy-source-version-id: v1',
      minio: { outcome: '200, no x-amz-copy-source-version-id' },
      run: async (s3) => {
        await s3.put();
        const headers = { 'x-amz-copy-source': `${s3.bucket}/key` };
        return s3.answer(await s3.raw('PUT', 'copy', { headers }), SOURCE);
      },
    },
    {
      rule: 'A copy of a null version is answered without the version that was copied.',
      source: recorded('test_s3', 'test_s3_copy_object_in_place_versioned'),
      expected: '200, no x-amz-copy-source-version-id',
      bucket: 'Unversioned',
      run: async (s3) => {
        await s3.put();
        await s3.setVersioning('Enabled');
        const headers = { 'x-amz-copy-source': `${s3.bucket}/key` };
        return s3.answer(await s3.raw('PUT', 'copy', { headers }), SOURCE);
      },
    },
    {
      rule: 'With versioning suspended, a copy is answered with the version ID `null`, though a PUT is not.',
      source: recorded('test_s3', 'test_s3_copy_object_in_place_versioned'),
      expected: '200, x-amz-version-id: null',
      bucket: 'Suspended',
      minio: { outcome: '200, no x-amz-version-id' },
      run: async (s3) => {
        await s3.put();
        const headers = { 'x-amz-copy-source': `${s3.bucket}/key` };
        return s3.answer(await s3.raw('PUT', 'copy', { headers }), 'x-amz-version-id');
      },
    },
    {
      rule: 'The null version is copied with `versionId=null`.',
      source: api('CopyObject'),
      expected: 'null',
      bucket: 'Unversioned',
      run: async (s3) => {
        await s3.put('key', 'null');
        await s3.setVersioning('Enabled');
        await s3.put('key', 'current');
        await s3.copy('key?versionId=null', 'copy');
        return s3.text('copy');
      },
    },
    {
      rule: 'A source whose current version is a delete marker counts as deleted.',
      source: api('CopyObject'),
      expected: '404 NoSuchKey',
      run: async (s3) => {
        await s3.put();
        await s3.remove();
        return outcome(s3.copy('key', 'copy'));
      },
    },
    {
      rule: 'A delete marker cannot be the source by its version ID.',
      source: api('UploadPartCopy'),
      expected: '400',
      note: 'Documented for UploadPartCopy; the code is not.',
      minio: { outcome: '405' },
      run: async (s3) => {
        await s3.put();
        const { VersionId } = await s3.remove();
        return (await outcome(s3.copy(`key?versionId=${VersionId}`, 'copy'))).slice(0, 3);
      },
    },
    {
      rule: 'The copy source is URL-encoded; a `+` in it is a space.',
      source: recorded('test_s3', 'test_copy_object_special_character_plus_for_space'),
      expected: '200, 200',
      minio: { outcome: '200, 404 NoSuchKey', why: 'It takes a `+` for a plus sign.' },
      run: async (s3) => {
        await s3.put('a b+ü');
        return [
          await outcome(s3.copy('a%20b%2B%C3%BC', 'one')),
          await outcome(s3.copy('a+b%2B%C3%BC', 'two')),
        ].join(', ');
      },
    },
    {
      rule: 'A copy source that is not BUCKET/KEY is an invalid argument.',
      source: recorded('test_s3', 'test_s3_copy_object_wrong_format'),
      expected: '400 InvalidArgument',
      run: async (s3) =>
        s3.answer(await s3.raw('PUT', 'copy', { headers: { 'x-amz-copy-source': 'wrongformat' } })),
    },
    {
      rule: 'The copy of an object of several parts has the MD5 of its content for an ETag.',
      source: recorded('test_s3', 'test_multipart_copy_object_etag'),
      expected: 'ends in -1; the MD5',
      run: async (s3) => {
        await complete(s3, await upload(s3, 'key', ['x']));
        const original = /-\d+(?="$)/.exec((await s3.head()).ETag ?? '')?.[0];
        const { ETag = '' } = (await s3.copy('key', 'copy')).CopyObjectResult ?? {};
        return `ends in ${original}; ${ETag.includes(createHash('md5').update('x').digest('hex')) && !ETag.includes('-') ? 'the MD5' : ETag}`;
      },
    },
    {
      rule: 'A part of an object that was uploaded in parts is asked for by its number.',
      source: api('HeadObject'),
      expected:
        '206, content-length: 5242880, x-amz-mp-parts-count: 2; 206, content-length: 1, x-amz-mp-parts-count: 2; 416',
      reliedOn: 'A copy of such an object is made in the same parts.',
      run: async (s3) => {
        await complete(s3, await upload(s3, 'key', [Buffer.alloc(5 * 1024 * 1024), 'x']));
        const part = (number: number) => s3.ask('HEAD', `key?partNumber=${number}`, 'content-length', PARTS);
        return `${await part(1)}; ${await part(2)}; ${(await part(3)).slice(0, 3)}`;
      },
    },
    {
      rule: 'A copy in the same parts has the ETag of its source.',
      source: api('UploadPartCopy'),
      expected: 'the same; v3 current, v2, v1',
      reliedOn: 'A restored file is the file that the version pins.',
      run: async (s3) => {
        const { ETag, VersionId } = await complete(
          s3,
          await upload(s3, 'key', [Buffer.alloc(5 * 1024 * 1024), 'x']),
        );
        await s3.put('key', 'newer');
        const copied = await complete(
          s3,
          await copyParts(s3, `key?versionId=${VersionId}`, ['bytes=0-5242879', 'bytes=5242880-5242880']),
        );
        return `${copied.ETag === ETag ? 'the same' : copied.ETag}; ${await history(s3)}`;
      },
    },
  ],
};
