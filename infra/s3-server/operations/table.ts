// The operation table: method, level (service, bucket, object) and sub-resource name an operation.
// An operation of S3 that this server lacks is answered NotImplemented, never with the success of another operation.
import { S3Error } from '../errors.ts';
import type { RequestHead } from '../http/request.ts';
import * as buckets from './buckets.ts';
import { completeMultipartUpload } from './complete-upload.ts';
import type { Operation } from './context.ts';
import { copyObject } from './copy-object.ts';
import { deleteObject } from './delete-object.ts';
import { deleteObjects } from './delete-objects.ts';
import { getObject, headObject } from './get-object.ts';
import * as lifecycle from './lifecycle.ts';
import { listObjects, listObjectsV2 } from './list-objects.ts';
import { listObjectVersions } from './list-versions.ts';
import * as multipart from './multipart.ts';
import { putObject } from './put-object.ts';
import { uploadPartCopy } from './upload-part-copy.ts';

const table: Readonly<Record<string, Operation>> = {
  'GET service': buckets.listBuckets,
  'PUT bucket': buckets.putBucket,
  'HEAD bucket': buckets.headBucket,
  'DELETE bucket': buckets.removeBucket,
  'GET bucket?location': buckets.getBucketLocation,
  'GET bucket?lifecycle': lifecycle.getBucketLifecycle,
  'PUT bucket?lifecycle': lifecycle.putBucketLifecycle,
  'DELETE bucket?lifecycle': lifecycle.deleteBucketLifecycle,
  'GET bucket?policy': buckets.getBucketPolicy,
  'GET bucket?versioning': buckets.getBucketVersioning,
  'PUT bucket?versioning': buckets.putBucketVersioning,
  'GET bucket': listObjects,
  'GET bucket?list-type': listObjectsV2,
  'GET bucket?versions': listObjectVersions,
  'POST bucket?delete': deleteObjects,
  'PUT object': putObject,
  'PUT object (copy)': copyObject,
  'GET object': getObject,
  'HEAD object': headObject,
  'DELETE object': deleteObject,
  'GET bucket?uploads': multipart.listMultipartUploads,
  'POST object?uploads': multipart.createMultipartUpload,
  'GET object?partNumber': getObject,
  'HEAD object?partNumber': headObject,
  'PUT object?partNumber&uploadId': multipart.uploadPart,
  'PUT object?partNumber&uploadId (copy)': uploadPartCopy,
  'GET object?uploadId': multipart.listParts,
  'POST object?uploadId': completeMultipartUpload,
  'DELETE object?uploadId': multipart.abortMultipartUpload,
};

/** Query parameters that choose another operation. All others belong to the operation or mean nothing. */
const SUB_RESOURCES = new Set(
  (
    'abac accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold ' +
    'lifecycle list-type location logging metadataConfiguration metadataInventoryTable metadataJournalTable ' +
    'metadataTable metrics notification object-lock ownershipControls partNumber policy policyStatus ' +
    'publicAccessBlock renameObject replication requestPayment restore retention select session tagging torrent ' +
    'uploadId uploads versioning versions website'
  ).split(' '),
);

/** Headers that ask for something that would silently not happen; the pattern says which values are harmless. */
const UNSUPPORTED_HEADERS: readonly (readonly [RegExp, RegExp?])[] = [
  [/^x-amz-(copy-source-)?server-side-encryption-/],
  [/^x-amz-server-side-encryption$/, /^AES256$/],
  [/^x-amz-object-lock-/],
  [/^x-amz-tagging$/, /^$/],
  [/^x-amz-tagging-directive$/, /^(COPY|REPLACE)$/], // there are none to copy or to drop
  [/^x-amz-acl$/, /^(private|bucket-owner-full-control)$/],
  [/^x-amz-grant-/],
  [/^x-amz-storage-class$/, /^STANDARD$/],
  [/^x-amz-website-redirect-location$/],
  [/^x-amz-write-offset-bytes$/],
  [/^x-amz-if-match-/],
  [/^x-amz-mfa$/],
];

const notImplemented = (what: string): S3Error =>
  new S3Error('NotImplemented', `${what} is not implemented by this local S3 server`);

function checkHeaders(headers: RequestHead['headers']): void {
  for (const [name, value] of Object.entries(headers)) {
    const found = UNSUPPORTED_HEADERS.find(([pattern]) => pattern.test(name));
    if (found && !found[1]?.test(value)) throw notImplemented(`The header ${name}: ${value}`);
  }
}

function nameOf({ method, bucket, key, query, headers }: RequestHead): string {
  const level = key !== '' ? 'object' : bucket !== '' ? 'bucket' : 'service';
  const subResources = [...query.keys()].filter((name) => SUB_RESOURCES.has(name)).sort();
  const suffix = subResources.length > 0 ? `?${subResources.join('&')}` : '';
  const copy = method === 'PUT' && headers['x-amz-copy-source'] !== undefined ? ' (copy)' : '';
  return `${method} ${level}${suffix}${copy}`;
}

export function findOperation(head: RequestHead): Operation {
  const name = nameOf(head);
  const operation = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!operation) throw notImplemented(`The operation ${name}`);
  checkHeaders(head.headers);
  return operation;
}
