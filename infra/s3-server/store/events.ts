// The event record of a mutation, as AWS writes it.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
import type { S3EventRecord } from 'aws-lambda';
import type { VersionRecord } from '../records.ts';
import { urlEncode } from '../url-encoding.ts';
import type { Place } from './history.ts';
import { ascending } from './key-codec.ts';
import { NULL_VERSION } from './version-id.ts';

/** Where a mutation came from. */
export interface Origin {
  readonly region: string;
  readonly sourceAddress: string;
  readonly requestId: string;
  readonly hostId: string;
}

const OWNER = { principalId: 'LOCAL' };
const EMPTY_MD5 = 'd41d8cd98f00b204e9800998ecf8427e';

export type EventName =
  | 'ObjectCreated:Put'
  | 'ObjectCreated:Copy'
  | 'ObjectCreated:CompleteMultipartUpload'
  | 'ObjectRemoved:Delete'
  | 'ObjectRemoved:DeleteMarkerCreated';

type EventObject = S3EventRecord['s3']['object'];

/** AWS leaves out the fields that a removed object lacks, though the type demands them. */
function eventObject(name: EventName, key: string, version: VersionRecord, sequence: number): EventObject {
  const content =
    version.kind === 'object' ? { size: version.size, eTag: version.etag } : { eTag: EMPTY_MD5 };
  return {
    key: urlEncode(key),
    ...(name !== 'ObjectRemoved:Delete' && content),
    ...(version.versionId !== NULL_VERSION && { versionId: version.versionId }),
    sequencer: ascending(sequence).toUpperCase(),
  } as EventObject;
}

export interface Happening {
  readonly name: EventName;
  readonly place: Place;
  readonly version: VersionRecord;
  readonly sequence: number;
}

export const eventRecord = (
  origin: Origin,
  { name, place, version, sequence }: Happening,
): S3EventRecord => ({
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  awsRegion: origin.region,
  eventTime: new Date().toISOString(),
  eventName: name,
  userIdentity: OWNER,
  requestParameters: { sourceIPAddress: origin.sourceAddress },
  responseElements: { 'x-amz-request-id': origin.requestId, 'x-amz-id-2': origin.hostId },
  s3: {
    s3SchemaVersion: '1.0',
    configurationId: 'local',
    bucket: { name: place.bucket, ownerIdentity: OWNER, arn: `arn:aws:s3:::${place.bucket}` },
    object: eventObject(name, place.key, version, sequence),
  },
});
