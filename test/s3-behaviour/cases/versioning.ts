// What a PUT does in buckets of the three versioning states, and what is current afterwards.
import type { Area } from '../case.ts';
import { history, outcome, tally } from '../outcomes.ts';
import { api, guide, recorded } from '../sources.ts';

const times = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

export const versioning: Area = {
  name: 'Versions',
  cases: [
    {
      rule: 'In a bucket that never had versioning, objects have the version ID `null`, and a PUT replaces the object.',
      source: guide('Versioning'),
      expected: 'null current; body two',
      bucket: 'Unversioned',
      run: async (s3) => {
        await s3.put('key', 'one');
        await s3.put('key', 'two');
        return `${await history(s3)}; body ${await s3.text()}`;
      },
    },
    {
      rule: 'A PUT into a bucket without versioning is answered without a version ID.',
      source: api('PutObject'),
      expected: '200, no x-amz-version-id',
      bucket: 'Unversioned',
      run: async (s3) => s3.answer(await s3.raw('PUT', 'key', { body: 'x' }), 'x-amz-version-id'),
    },
    {
      rule: 'GetBucketVersioning of a bucket that never had versioning has no Status.',
      source: api('GetBucketVersioning'),
      expected: '200, no Status',
      bucket: 'Unversioned',
      run: async (s3) => {
        const { status, body } = await s3.raw('GET', '?versioning=');
        return `${status}, ${body.includes('<Status>') ? 'a Status' : 'no Status'}`;
      },
    },
    {
      rule: 'With versioning, each PUT adds a version, and the newest is current.',
      source: guide('AddingObjectstoVersioningEnabledBuckets'),
      expected: 'v3 current, v2, v1; body three',
      reliedOn: 'A version of a pipeline pins the versions that `IsLatest` marks.',
      run: async (s3) => {
        for (const body of ['one', 'two', 'three']) await s3.put('key', body);
        return `${await history(s3)}; body ${await s3.text()}`;
      },
    },
    {
      rule: 'A PUT of the same content makes a new version with the same ETag.',
      source: guide('versioning-workflows'),
      expected: 'v2 current, v1; same ETag',
      reliedOn: 'Fingerprints leave version IDs out: saving the same bytes again is no change.',
      run: async (s3) => {
        const etags = [await s3.put('key', 'same'), await s3.put('key', 'same')].map(({ ETag }) => ETag);
        return `${await history(s3)}; ${etags[0] === etags[1] ? 'same ETag' : 'other ETag'}`;
      },
    },
    {
      rule: 'HEAD and GET name the version that is current.',
      source: api('HeadObject'),
      expected: '200, x-amz-version-id: v2; 200, x-amz-version-id: v2',
      reliedOn: 'Pins of files that were listed without version IDs come from HEAD (`resolve-pins.ts`).',
      run: async (s3) => {
        await s3.put('key', 'one');
        await s3.put('key', 'two');
        return `${await s3.ask('HEAD', 'key', 'x-amz-version-id')}; ${await s3.ask('GET', 'key', 'x-amz-version-id')}`;
      },
    },
    {
      rule: 'A version that is not current is read by its ID.',
      source: guide('RetrievingObjectVersions'),
      expected: 'one, two, three',
      reliedOn: 'The files of a published version are read by their pinned version IDs.',
      run: async (s3) => {
        const stored = [await s3.put('key', 'one'), await s3.put('key', 'two'), await s3.put('key', 'three')];
        const bodies = stored.map(({ VersionId }) => s3.text('key', { VersionId }));
        return (await Promise.all(bodies)).join(', ');
      },
    },
    {
      rule: 'Objects from before versioning keep the ID `null` and stay readable by it.',
      source: guide('AddingObjectstoVersioningEnabledBuckets'),
      expected: 'v1 current, null; null is one',
      bucket: 'Unversioned',
      reliedOn:
        'A file with the ID `null` is listed, but cannot be pinned: a publish refuses it with `UNVERSIONED_FILES`.',
      run: async (s3) => {
        await s3.put('key', 'one');
        await s3.setVersioning('Enabled');
        await s3.put('key', 'two');
        return `${await history(s3)}; null is ${await s3.text('key', { VersionId: 'null' })}`;
      },
    },
    {
      rule: 'In a versioned bucket HEAD names the null version `null`.',
      source: recorded('test_s3', 'test_s3_put_object_versioned'),
      expected: '200, x-amz-version-id: null',
      bucket: 'Unversioned',
      reliedOn: '`toVersionId` takes `null` and a missing header for the same.',
      minio: { outcome: '200, no x-amz-version-id', why: 'It leaves the header out for null versions.' },
      run: async (s3) => {
        await s3.put();
        await s3.setVersioning('Enabled');
        return s3.ask('HEAD', 'key', 'x-amz-version-id');
      },
    },
    {
      rule: 'In a bucket without versioning, `versionId=null` finds the object, and the answer has no version ID.',
      source: recorded('test_s3_api', 'test_get_object_with_version_unversioned_bucket'),
      expected: '200, no x-amz-version-id',
      bucket: 'Unversioned',
      run: async (s3) => {
        await s3.put();
        return s3.ask('GET', 'key?versionId=null', 'x-amz-version-id');
      },
    },
    {
      rule: 'With versioning suspended, a PUT writes the null version, in the place of the one before; others stay.',
      source: guide('AddingObjectstoVersionSuspendedBuckets'),
      expected: 'null current, v1; body three',
      run: async (s3) => {
        await s3.put('key', 'one');
        await s3.setVersioning('Suspended');
        await s3.put('key', 'two');
        await s3.put('key', 'three');
        return `${await history(s3)}; body ${await s3.text()}`;
      },
    },
    {
      rule: 'With versioning suspended, a PUT is answered without a version ID.',
      source: recorded('test_s3_api', 'test_put_object_on_suspended_bucket'),
      expected: '200, no x-amz-version-id',
      bucket: 'Suspended',
      run: async (s3) => s3.answer(await s3.raw('PUT', 'key', { body: 'x' }), 'x-amz-version-id'),
    },
    {
      rule: 'Versioning that is enabled again numbers the next PUT and leaves the null version alone.',
      source: guide('AddingObjectstoVersionSuspendedBuckets'),
      expected: 'v2 current, null, v1',
      run: async (s3) => {
        await s3.put();
        await s3.setVersioning('Suspended');
        await s3.put();
        await s3.setVersioning('Enabled');
        await s3.put();
        return history(s3);
      },
    },
    {
      rule: 'Versions saved one right after the other are listed newest first, whatever their times.',
      source: guide('list-obj-version-enabled-bucket'),
      expected: 'newest first',
      run: async (s3) => {
        for (const index of times(20)) await s3.put('key', `${index}`);
        const newestFirst = times(20).map((index) => `v${20 - index}${index === 0 ? ' current' : ''}`);
        const listed = await history(s3);
        return listed === newestFirst.join(', ') ? 'newest first' : listed;
      },
    },
    {
      rule: 'Saves at the same time are each a version; one of them is current.',
      source: guide('versioning-workflows'),
      expected: '16 versions, 1 current',
      run: async (s3) => {
        await Promise.all(times(16).map((index) => s3.put('key', `${index}`)));
        const ids = (await history(s3)).split(', ');
        return `${new Set(ids).size} versions, ${ids.filter((id) => id.endsWith('current')).length} current`;
      },
    },
    {
      rule: 'When the current version is deleted by its ID, the one before it is current again.',
      source: guide('DeletingObjectVersions'),
      expected: 'v1 current; body one',
      run: async (s3) => {
        await s3.put('key', 'one');
        const { VersionId } = await s3.put('key', 'two');
        await s3.removeVersion(VersionId);
        return `${await history(s3)}; body ${await s3.text()}`;
      },
    },
    {
      rule: 'Deleting an old version by its ID leaves the current one alone.',
      source: guide('DeletingObjectVersions'),
      expected: 'v2 current; body two',
      run: async (s3) => {
        const { VersionId } = await s3.put('key', 'one');
        await s3.put('key', 'two');
        await s3.removeVersion(VersionId);
        return `${await history(s3)}; body ${await s3.text()}`;
      },
    },
    {
      rule: 'A bucket with nothing but old versions and delete markers is not empty.',
      source: api('DeleteBucket'),
      expected: '409 BucketNotEmpty',
      run: async (s3) => {
        await s3.put();
        await s3.remove();
        return s3.answer(await s3.raw('DELETE', ''));
      },
    },
    {
      rule: 'Reads and lists show a write at once, also after an overwrite and a delete.',
      source: guide('Welcome'),
      expected: 'two, listed; 404 NoSuchKey, nothing listed; three, listed',
      reliedOn: 'A draft is listed right after it was saved.',
      run: async (s3) => {
        const listed = async () =>
          (await s3.raw('GET', '?list-type=2')).body.includes('<Key>') ? 'listed' : 'nothing listed';
        await s3.put('key', 'one');
        await s3.put('key', 'two');
        const seen = [`${await s3.text()}, ${await listed()}`];
        await s3.remove();
        seen.push(`${await outcome(s3.get())}, ${await listed()}`);
        await s3.put('key', 'three');
        return [...seen, `${await s3.text()}, ${await listed()}`].join('; ');
      },
    },
    {
      rule: 'The ETag, size and time of an object are the same in HEAD and in both lists; times have whole seconds.',
      source: recorded('test_s3_list_operations', 'test_s3_list_object_versions_timestamp_precision'),
      expected: 'the same in 3 answers, whole seconds',
      reliedOn:
        'Known pins are recognised by ETag, size and time; a head is compared by whole seconds, so milliseconds in lists do no harm.',
      minio: {
        outcome: 'the same in 3 answers, milliseconds in lists',
        why: 'Times in its lists have milliseconds.',
      },
      run: async (s3) => {
        for (const index of times(4)) await s3.put(`key-${index}`, 'body');
        const bodies = [(await s3.raw('GET', '?list-type=2')).body, (await s3.raw('GET', '?versions=')).body];
        const heads = await Promise.all(times(4).map((index) => s3.head(`key-${index}`)));
        const fromHeads = heads.map(
          ({ ETag, ContentLength, LastModified }) =>
            `${ETag} ${ContentLength} ${LastModified?.toISOString()}`,
        );
        const fromLists = bodies.map((body) =>
          [...body.matchAll(/<(Contents|Version)>(.*?)<\/\1>/gs)].map(([, , entry = '']) => {
            const field = (name: string) =>
              new RegExp(`<${name}>(.*?)</${name}>`)
                .exec(entry)?.[1]
                ?.replaceAll('&quot;', '"')
                .replaceAll('&#34;', '"');
            return `${field('ETag')} ${field('Size')} ${field('LastModified')}`;
          }),
        );
        const answers = [fromHeads, ...fromLists].map((lines) => lines.join());
        if (new Set(answers).size === 1) return 'the same in 3 answers, whole seconds';
        const seconds = answers.map((text) => text.replaceAll(/\.\d{3}Z/g, 'Z'));
        return new Set(seconds).size === 1 ? 'the same in 3 answers, milliseconds in lists' : tally(answers);
      },
    },
  ],
};
