// Operations on buckets as a whole.
import { S3Error } from '../errors.ts';
import { document, element, fields, malformedXml, parseXml } from '../http/xml.ts';
import { readText } from '../payload/payload.ts';
import { createBucket, deleteBucket, getBucket, setVersioning } from '../store/buckets.ts';
import type { Operation, S3Request } from './context.ts';
import { isoTime, OWNER } from './list-parameters.ts';

const MAX_XML_BYTES = 64 * 1024;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME = /^(?!xn--|sthree-)(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const listBuckets: Operation = async ({ levels }) => {
  const buckets = await levels.buckets.values().all();
  const entries = buckets.map(({ name, createdAt }) =>
    element('Bucket', fields({ Name: name, CreationDate: isoTime(createdAt) })),
  );
  const body = document('ListAllMyBucketsResult', [
    element('Owner', fields({ ...OWNER })),
    element('Buckets', entries),
  ]);
  return { status: 200, body };
};

async function checkLocation(request: S3Request): Promise<void> {
  const xml = await readText(request.payload(), MAX_XML_BYTES);
  const location = xml && parseXml(xml, 'CreateBucketConfiguration').text('LocationConstraint');
  if (!location || location === request.origin.region) return;
  throw new S3Error(
    'IllegalLocationConstraintException',
    `The ${location} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

export const putBucket: Operation = async (store, request) => {
  const { bucket, headers, origin } = request;
  if (!BUCKET_NAME.test(bucket)) {
    throw new S3Error('InvalidBucketName', 'The specified bucket is not valid.', {
      details: { BucketName: bucket },
    });
  }
  if (headers['x-amz-bucket-object-lock-enabled']?.toLowerCase() === 'true') {
    throw new S3Error('NotImplemented', 'Object lock is not implemented');
  }
  if (headers['content-length'] !== undefined && headers['content-length'] !== '0')
    await checkLocation(request);
  const created = await createBucket(store, bucket);
  // Only the oldest region lets an owner create a bucket twice.
  if (!created && origin.region !== 'us-east-1') {
    throw new S3Error(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      { details: { BucketName: bucket } },
    );
  }
  return { status: 200, headers: { location: `/${bucket}` } };
};

export const headBucket: Operation = async ({ levels }, { bucket, origin }) => {
  await getBucket(levels, bucket);
  return { status: 200, headers: { 'x-amz-bucket-region': origin.region } };
};

export const removeBucket: Operation = async (store, { bucket }) => {
  await deleteBucket(store, bucket);
  return { status: 204 };
};

export const getBucketLocation: Operation = async ({ levels }, { bucket, origin }) => {
  await getBucket(levels, bucket);
  const location = origin.region === 'us-east-1' ? '' : origin.region;
  return { status: 200, body: document('LocationConstraint', location) };
};

/** None can be set. MinIO's client takes any other answer for a bucket that is open to all. */
export const getBucketPolicy: Operation = async ({ levels }, { bucket }) => {
  await getBucket(levels, bucket);
  throw new S3Error('NoSuchBucketPolicy', 'The bucket policy does not exist', {
    details: { BucketName: bucket },
  });
};

export const getBucketVersioning: Operation = async ({ levels }, { bucket }) => {
  const { versioning } = await getBucket(levels, bucket);
  const status = versioning === 'Unversioned' ? undefined : versioning;
  return { status: 200, body: document('VersioningConfiguration', fields({ Status: status })) };
};

export const putBucketVersioning: Operation = async (store, request) => {
  const xml = parseXml(await readText(request.payload(), MAX_XML_BYTES), 'VersioningConfiguration');
  const status = xml.text('Status');
  if (xml.text('MfaDelete') === 'Enabled')
    throw new S3Error('NotImplemented', 'MFA delete is not implemented');
  if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml();
  await setVersioning(store, request.bucket, status);
  return { status: 200 };
};
