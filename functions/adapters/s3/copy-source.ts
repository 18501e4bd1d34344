// One version of an object, as S3's copies name their source.

export interface ObjectVersion {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId: string;
}

/** Encoded byte by byte: S3 takes a plus sign for a space. */
export function copySource({ Bucket, Key, VersionId }: ObjectVersion): string {
  const path = Key.split('/').map(encodeURIComponent).join('/');
  return `${Bucket}/${path}?versionId=${encodeURIComponent(VersionId)}`;
}
