// DraftFiles on a versioned S3 bucket. What a list costs depends on files and changes, never on the edit history.
import { GetObjectCommand, HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import pMap from 'p-map';
import { keyPrefix, type Pipeline } from '../../domain/pipeline.ts';
import {
  type DeletedFile,
  type DraftFile,
  type ListedFile,
  MAX_FILES,
  type PinnedFile,
  sortByPath,
} from '../../domain/snapshot.ts';
import type { DraftFiles, ListHints, Listing } from '../../ports/draft-files.ts';
import { reporting } from '../aws-failure.ts';
import { copyObject } from './copy-object.ts';
import { type DatedFile, objectPages, versionPages } from './list-keys.ts';
import { readObject } from './read-object.ts';
import { removeObject } from './remove-object.ts';
import { headObject, PARALLEL_HEADS, resolvePins } from './resolve-pins.ts';
import { writeObject } from './write-object.ts';

/** Notes for the next list: whether old versions prevail here, and when this list began, by the server's clock. */
interface Notes {
  readonly byObjects: boolean;
  readonly date: number;
}

export function createS3DraftFiles(client: S3Client, bucket: string): DraftFiles {
  /** With old versions and version IDs; gives up as soon as most of what comes is old versions. */
  async function listByVersions(prefix: string): Promise<Listing | 'mostly-old' | 'torn'> {
    const files: ListedFile[] = [];
    const deleted: DeletedFile[] = [];
    const paths = new Set<string>();
    let entries = 0;
    let date = Number.POSITIVE_INFINITY;
    for await (const page of versionPages(client, bucket, prefix)) {
      files.push(...page.files);
      deleted.push(...page.deleted);
      for (const { path } of page.versions) paths.add(path);
      entries += page.entries;
      date = Math.min(date, page.date);
      if (page.last || files.length > MAX_FILES) break;
      if (files.length * 2 < entries) return 'mostly-old';
    }
    for (const { path } of [...files, ...deleted]) paths.delete(path);
    // Of a file that is there, some version is current. LocalStack can be read in the middle of a save, when none is.
    if (paths.size > 0) return 'torn';
    return { files: sortByPath(files), deleted, notes: { byObjects: false, date } satisfies Notes };
  }

  async function listObjects(prefix: string): Promise<{ files: readonly DatedFile[]; date: number }> {
    const files: DatedFile[] = [];
    let date = Number.POSITIVE_INFINITY;
    for await (const page of objectPages(client, bucket, prefix)) {
      files.push(...page.files);
      date = Math.min(date, page.date);
      if (files.length > MAX_FILES) break;
    }
    return { files: sortByPath(files), date };
  }

  /** Without old versions; version IDs are known or asked for. */
  async function listByObjects(prefix: string, { known, previous }: ListHints): Promise<Listing | null> {
    const { files, date } = await listObjects(prefix);
    const notes: Notes = { byObjects: true, date };
    if (files.length > MAX_FILES)
      return { files: files.map((file) => ({ ...file, versionId: null })), deleted: [], notes };
    const before = previous?.notes as Notes | undefined;
    const resolved = await resolvePins(client, bucket, prefix, files, {
      current: await known(),
      previous: previous?.files ?? [],
      previousDate: before?.date ?? null,
    });
    return resolved && { files: resolved, deleted: [], notes };
  }

  const objectAt = (pipeline: Pipeline, path: string) => ({
    Bucket: bucket,
    Key: keyPrefix(pipeline) + path,
  });

  return {
    async listDraft(pipeline, hints) {
      const prefix = keyPrefix(pipeline);
      const before = hints.previous?.notes as Notes | undefined;
      const byVersions = before?.byObjects ? 'mostly-old' : await listByVersions(prefix);
      if (byVersions === 'torn') return null;
      return byVersions === 'mostly-old' ? listByObjects(prefix, hints) : byVersions;
    },

    async listContent(pipeline): Promise<readonly DraftFile[]> {
      return (await listObjects(keyPrefix(pipeline))).files;
    },

    async findMissing(pipeline, files) {
      const prefix = keyPrefix(pipeline);
      const { value: page } = await versionPages(client, bucket, prefix).next();
      const there = new Set(page?.versions.map(identity));
      // Not even the whole list says that a version is gone: MinIO's can lack some while others write their objects.
      const unseen = files.filter((file) => !there.has(identity(file)));
      const heads = await pMap(
        unseen,
        ({ path, versionId }) =>
          headObject(client, { Bucket: bucket, Key: prefix + path, VersionId: versionId }),
        { concurrency: PARALLEL_HEADS },
      );
      return unseen.filter((_, index) => heads[index] === null);
    },

    async read(pipeline, { path, versionId }, maxBytes) {
      const object = { Bucket: bucket, Key: keyPrefix(pipeline) + path };
      const pinned = { ...object, ...(versionId !== undefined && { VersionId: versionId }) };
      const read = await readObject(client, pinned, maxBytes);
      return read && { path, ...read };
    },

    write: (pipeline, file, condition) => writeObject(client, objectAt(pipeline, file.path), file, condition),

    remove: (pipeline, path, condition) => removeObject(client, objectAt(pipeline, path), path, condition),

    copy: (pipeline, { path, versionId }) =>
      copyObject(client, { ...objectAt(pipeline, path), VersionId: versionId }),

    presign(pipeline, { path, versionId }, seconds) {
      const object = { Bucket: bucket, Key: keyPrefix(pipeline) + path, VersionId: versionId };
      return getSignedUrl(client, new GetObjectCommand(object), { expiresIn: seconds });
    },

    async check() {
      await reporting('S3', () => client.send(new HeadBucketCommand({ Bucket: bucket })));
    },
  };
}

function identity({
  path,
  versionId,
}: Pick<PinnedFile, 'path'> & { readonly versionId: string | null }): string {
  return JSON.stringify([path, versionId]);
}
