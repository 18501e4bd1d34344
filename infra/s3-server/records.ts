// The records of the metadata store, as plain data. The bucket and the key of a version are in its LevelDB key
// (store/key-codec.ts), not in its value.

export type Versioning = 'Unversioned' | 'Enabled' | 'Suspended';

export interface BucketRecord {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly versioning: Versioning;
  /** The rules as an XML document; left out if there are none. They are kept and shown, and never carried out. */
  readonly lifecycle?: string;
}

export interface Checksum {
  readonly algorithm: string;
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** Headers that the writer of an object sent; returned unchanged. */
export interface ObjectHeaders {
  /** `content-type`, `cache-control` and the like, by lower-case header name. */
  readonly system: Readonly<Record<string, string>>;
  /** `x-amz-meta-*`, without that prefix. */
  readonly user: Readonly<Record<string, string>>;
}

/** A finished body file, not yet or no longer part of a version. */
export interface StoredBody {
  readonly bodyId: string;
  readonly size: number;
  /** Lower-case hex of the MD5, or `md5-of-md5s-N`; without quotes. */
  readonly etag: string;
  readonly checksum?: Checksum;
  /** Only of an object that was uploaded in parts; missing if an earlier version of this server joined them. */
  readonly partSizes?: readonly number[];
}

interface AnyVersion {
  /** Position in the history of the whole store; a newer version has a higher one. */
  readonly sequence: number;
  readonly versionId: string;
  readonly lastModified: number;
}

export interface DeleteMarker extends AnyVersion {
  readonly kind: 'delete-marker';
}

export interface ObjectVersion extends AnyVersion, StoredBody {
  readonly kind: 'object';
  readonly headers: ObjectHeaders;
}

export type VersionRecord = DeleteMarker | ObjectVersion;
