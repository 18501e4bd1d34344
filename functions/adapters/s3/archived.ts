// Objects that cannot be read at once: https://docs.aws.amazon.com/AmazonS3/latest/userguide/archived-objects.html
import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';

/** An object of these classes is read only after a restore, which takes minutes to days. */
const ARCHIVES = ['GLACIER', 'DEEP_ARCHIVE'];

/** Whether objects of this class are archived. */
export function isArchive(storageClass: string | undefined): storageClass is string {
  return storageClass !== undefined && ARCHIVES.includes(storageClass);
}

/** By what a list says: restored copies are not marked there, so a HEAD has the last word. */
export function mayBeArchived(storageClass: string | undefined): boolean {
  return isArchive(storageClass) || storageClass === 'INTELLIGENT_TIERING';
}

/** The class or tier that keeps the object from being read; `null` if it can be read. */
export function archivedIn({ StorageClass, ArchiveStatus, Restore }: HeadObjectCommandOutput): string | null {
  if (Restore?.includes('ongoing-request="false"')) return null;
  if (ArchiveStatus !== undefined) return ArchiveStatus;
  return isArchive(StorageClass) ? StorageClass : null;
}

/** S3's refusal to read or copy an archived object. */
export function isArchived(failure: unknown): boolean {
  return (failure as Error).name === 'InvalidObjectState';
}
