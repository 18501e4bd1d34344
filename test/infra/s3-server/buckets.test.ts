// Buckets: their life, their names, their place and their versioning state.
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { sendSigned } from './raw-request.ts';
import { setVersioning, useServer } from './running-server.ts';
import { outcome, put, remove } from './s3-calls.ts';

describe('buckets', () => {
  const s3 = useServer();
  const far = useServer('eu-central-1');

  test('a created bucket is listed, found and located', async () => {
    const Bucket = await s3.bucket('Unversioned');

    const { Buckets, Owner } = await s3.client.send(new ListBucketsCommand({}));
    const head = await s3.client.send(new HeadBucketCommand({ Bucket }));
    const location = await s3.client.send(new GetBucketLocationCommand({ Bucket }));

    expect(Buckets?.map(({ Name }) => Name)).toContain(Bucket);
    expect(Buckets?.[0]?.CreationDate).toBeInstanceOf(Date);
    expect(Owner?.DisplayName).toBe('local');
    expect(head.BucketRegion).toBe('us-east-1');
    expect(location.LocationConstraint).toBeFalsy();
  });

  test('an owner may create a bucket again in us-east-1 only', async () => {
    const near = await s3.bucket();
    const away = await far.bucket();

    const again = s3.client.send(new CreateBucketCommand({ Bucket: near }));
    const awayAgain = far.client.send(new CreateBucketCommand({ Bucket: away }));

    expect(await outcome(again)).toBe('succeeded');
    expect(await outcome(awayAgain)).toBe('409 BucketAlreadyOwnedByYou');
    const { Status } = await s3.client.send(new GetBucketVersioningCommand({ Bucket: near }));
    expect(Status).toBe('Enabled');
    const location = await far.client.send(new GetBucketLocationCommand({ Bucket: away }));
    expect(location.LocationConstraint).toBe('eu-central-1');
  });

  test('a location constraint must be the region of the server', async () => {
    const create = (LocationConstraint: 'eu-central-1' | 'eu-west-1') =>
      far.client.send(
        new CreateBucketCommand({ Bucket: 'located', CreateBucketConfiguration: { LocationConstraint } }),
      );

    expect(await outcome(create('eu-west-1'))).toBe('400 IllegalLocationConstraintException');
    expect(await outcome(create('eu-central-1'))).toBe('succeeded');
  });

  test.each(['ab', 'Capital', '-dash', 'dots..dots', '192.168.0.1', 'under_score', 'a'.repeat(64)])(
    'the name %s is refused',
    async (Bucket) => {
      expect(await outcome(s3.client.send(new CreateBucketCommand({ Bucket })))).toBe(
        '400 InvalidBucketName',
      );
    },
  );

  test('a bucket is unversioned until versioning is enabled, and can be suspended', async () => {
    const Bucket = await s3.bucket('Unversioned');
    const state = async () => (await s3.client.send(new GetBucketVersioningCommand({ Bucket }))).Status;

    const before = await state();
    await setVersioning(s3.client, Bucket, 'Enabled');
    const enabled = await state();
    await setVersioning(s3.client, Bucket, 'Suspended');

    expect([before, enabled, await state()]).toEqual([undefined, 'Enabled', 'Suspended']);
  });

  test('only an empty bucket can be deleted; a delete marker is enough to keep it', async () => {
    const Bucket = await s3.bucket();
    const { VersionId } = await put(s3.client, Bucket, 'key');
    const marker = await remove(s3.client, Bucket, 'key');
    const deletion = () => s3.client.send(new DeleteBucketCommand({ Bucket }));

    await remove(s3.client, Bucket, 'key', VersionId);
    expect(await outcome(deletion())).toBe('409 BucketNotEmpty');
    await remove(s3.client, Bucket, 'key', marker.VersionId);
    expect(await outcome(deletion())).toBe('succeeded');
    expect(await outcome(deletion())).toBe('404 NoSuchBucket');
    expect(await outcome(s3.client.send(new HeadBucketCommand({ Bucket })))).toBe('404 NotFound');
  });

  test('a bucket whose name begins with that of another does not see its objects', async () => {
    await s3.client.send(new CreateBucketCommand({ Bucket: 'team' }));
    await s3.client.send(new CreateBucketCommand({ Bucket: 'team-a' }));
    await put(s3.client, 'team-a', 'key');

    const deletion = s3.client.send(new DeleteBucketCommand({ Bucket: 'team' }));

    expect(await outcome(deletion)).toBe('succeeded');
  });

  test('a bucket has no policy', async () => {
    const Bucket = await s3.bucket();
    const policyOf = (Bucket: string) => outcome(s3.client.send(new GetBucketPolicyCommand({ Bucket })));

    expect(await policyOf(Bucket)).toBe('404 NoSuchBucketPolicy');
    expect(await policyOf('no-such-bucket')).toBe('404 NoSuchBucket');
  });

  test('lifecycle rules come back as they were put, whole elements and all, and go with the bucket', async () => {
    const Bucket = await s3.bucket();
    const target = `/${Bucket}?lifecycle=`;
    const rule =
      '<ID>a &amp; b</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status>' +
      '<Transition><Days>1</Days><StorageClass>GLACIER</StorageClass></Transition>' +
      '<Transition><Days>90</Days><StorageClass>DEEP_ARCHIVE</StorageClass></Transition>';
    const put = (rules: string) =>
      sendSigned(s3.server.url, {
        ...{ method: 'PUT', target, body: `<LifecycleConfiguration>${rules}</LifecycleConfiguration>` },
      });

    const stored = await put(`<Rule>\n  ${rule}\n</Rule>`);
    const { body } = await sendSigned(s3.server.url, { method: 'GET', target });
    const refused = await put(`<Rule>${rule}</Rule><Rule>${rule}</Rule>`);
    await s3.client.send(new DeleteBucketCommand({ Bucket }));
    await s3.client.send(new CreateBucketCommand({ Bucket }));

    expect(stored.status).toBe(200);
    expect(body).toContain(`<Rule>${rule}</Rule>`);
    expect(refused).toMatchObject({ status: 400, code: 'InvalidArgument' });
    expect(await sendSigned(s3.server.url, { method: 'GET', target })).toMatchObject({
      ...{ status: 404, code: 'NoSuchLifecycleConfiguration' },
    });
  });

  test.each([
    ['no rule', ''],
    ['no status', '<Rule><Filter/><Expiration><Days>1</Days></Expiration></Rule>'],
    ['no filter', '<Rule><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule>'],
    ['no action', '<Rule><Filter/><Status>Enabled</Status></Rule>'],
  ])('lifecycle rules with %s are refused, and change nothing', async (_, rules) => {
    const Bucket = await s3.bucket();
    const target = `/${Bucket}?lifecycle=`;
    const body = `<LifecycleConfiguration>${rules}</LifecycleConfiguration>`;

    expect(await sendSigned(s3.server.url, { method: 'PUT', target, body })).toMatchObject({ status: 400 });
    expect(await sendSigned(s3.server.url, { method: 'GET', target })).toMatchObject({ status: 404 });
  });

  test('what is not implemented says so', async () => {
    const Bucket = await s3.bucket();

    const locked = new CreateBucketCommand({ Bucket: 'locked', ObjectLockEnabledForBucket: true });

    expect(await outcome(s3.client.send(new GetBucketAclCommand({ Bucket })))).toBe('501 NotImplemented');
    expect(await outcome(s3.client.send(locked))).toBe('501 NotImplemented');
  });
});
