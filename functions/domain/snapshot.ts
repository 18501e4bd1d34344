// Files, pins and fingerprints: what a draft or a version consists of, and when two of them are the same.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { layout } from './layout.ts';
import { matchesSource, sourceAmong } from './source-patterns.ts';

export type S3VersionId = string & { readonly brand: 'S3VersionId' };
export type Fingerprint = string & { readonly brand: 'Fingerprint' };
export type SnapshotId = string & { readonly brand: 'SnapshotId' };
export const SOURCE_TYPES = ['sql', 'python', 'notebook', 'yaml', 'other'] as const;
/** By the ending of the source's path. */
export type SourceType = (typeof SOURCE_TYPES)[number];

/** One file's content as a list shows it. `path` is relative to the pipeline's prefix, `size` in bytes. */
export interface DraftFile {
  readonly path: string;
  /** S3's ETag without its quotes. */
  readonly etag: string;
  readonly size: number;
}

/** One current object as it was listed; `versionId` is `null` if it was written while the bucket was unversioned. */
export interface ListedFile extends DraftFile {
  readonly versionId: S3VersionId | null;
  /** Milliseconds since 1970; AWS rounds to seconds, other servers do not. */
  readonly lastModified: number;
}

/** One current object, with what the answer to an edit says of it. */
export type SavedFile = Omit<ListedFile, 'lastModified'>;

/** A file bound to one immutable S3 object version. */
export interface PinnedFile extends ListedFile {
  readonly versionId: S3VersionId;
}

/** What stands in a deleted file's place; another deletion puts another marker there. */
export interface DeletedFile {
  readonly path: string;
  /** The version ID of its newest delete marker; `null` if that was put while versioning was suspended. */
  readonly marker: S3VersionId | null;
}

/** The pins of a version, sorted by path, under the id that follows from them. */
export interface Snapshot {
  readonly id: SnapshotId;
  readonly files: readonly PinnedFile[];
}

/** A snapshot that the store holds whole. Only the store makes one, so nothing can name what is not stored yet. */
export interface StoredSnapshot {
  readonly id: SnapshotId;
  /** In how many parts. */
  readonly parts: number;
}

/** The most files that a version may pin. */
export const MAX_FILES = 10_000;

/** The most files of a draft that are counted and compared: 100 lists, which take 5 to 10 s. */
export const MAX_COUNTED_FILES = 100_000;

export function snapshotOf(pins: readonly PinnedFile[]): Snapshot {
  const files = sortByPath(pins);
  return { id: snapshotIdOf(files), files };
}

/** SHA-256 (hex) over (path, version ID, ETag, size) of files sorted by path: the same id, the same pins. */
function snapshotIdOf(files: readonly PinnedFile[]): SnapshotId {
  const lines = files.map(({ path, versionId, etag, size }) => JSON.stringify([path, versionId, etag, size]));
  return sha256Hex(lines) as SnapshotId;
}

/**
 * SHA-256 (hex) over (path, ETag, size), sorted by path. It leaves version IDs out: saving the same bytes again
 * changes no fingerprint. Paths are quoted as JSON, so no choice of names can make two different sets collide.
 */
export function fingerprintOf(files: readonly DraftFile[]): Fingerprint {
  const lines = sortByPath(files).map(({ path, etag, size }) => JSON.stringify([path, etag, size]));
  return sha256Hex(lines) as Fingerprint;
}

function sha256Hex(lines: readonly string[]): string {
  return bytesToHex(sha256(utf8ToBytes(lines.join('\n'))));
}

/** By UTF-16 code units: the same order on every machine, whatever its locale. */
export function sortByPath<F extends Pick<DraftFile, 'path'>>(files: readonly F[]): readonly F[] {
  return files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Whether both lists name the same object versions, not just the same content. */
export function samePins(a: readonly ListedFile[], b: readonly ListedFile[]): boolean {
  if (a.length !== b.length) return false;
  const byPath = new Map(a.map((file) => [file.path, file]));
  return b.every((file) => {
    const twin = byPath.get(file.path);
    return twin?.versionId === file.versionId && twin.etag === file.etag && twin.size === file.size;
  });
}

/** Whether nothing has changed between two readings: neither files, nor what was deleted. */
export function sameListing(a: Listed, b: Listed): boolean {
  if (a.deleted.length !== b.deleted.length) return false;
  const markers = new Map(a.deleted.map(({ path, marker }) => [path, marker]));
  return samePins(a.files, b.files) && b.deleted.every(({ path, marker }) => markers.get(path) === marker);
}

interface Listed {
  readonly files: readonly ListedFile[];
  readonly deleted: readonly DeletedFile[];
}

export function isPinned(file: ListedFile): file is PinnedFile {
  return file.versionId !== null;
}

/** The file that a run executes: the first of the deployment's sources that is there. */
export function sourceOf<F extends DraftFile>(files: readonly F[]): F | null {
  const candidates = candidatesOf(files);
  const source = sourceAmong(
    layout().sources,
    candidates.map(({ path }) => path),
  );
  return source === null ? null : findPath(candidates, source);
}

/** The file that a version executes. `source` is the path that its record keeps; without one, today's sources decide. */
export function keptSourceOf<F extends DraftFile>(files: readonly F[], source: string | null): F | null {
  return source === null ? sourceOf(files) : findPath(files, source);
}

/** All files that would run if they were the only ones. */
export function candidatesOf<F extends Pick<DraftFile, 'path'>>(files: readonly F[]): readonly F[] {
  return files.filter(({ path }) => isCandidate(path));
}

/** Whether it would run if it were the only file. */
export function isCandidate(path: string): boolean {
  return layout().sources.some((pattern) => matchesSource(pattern, path));
}

const TYPES: Readonly<Record<string, SourceType>> = {
  sql: 'sql',
  py: 'python',
  ipynb: 'notebook',
  yml: 'yaml',
  yaml: 'yaml',
};

export function sourceTypeOf(files: readonly DraftFile[]): SourceType | null {
  const source = sourceOf(files);
  if (source === null) return null;
  const ending = source.path.slice(source.path.lastIndexOf('.') + 1);
  return TYPES[ending] ?? 'other';
}

export const CONFIG_PATH = 'config.yaml';

export function configOf<F extends DraftFile>(files: readonly F[]): F | null {
  return findPath(files, CONFIG_PATH);
}

export function qualityTestsOf<F extends DraftFile>(files: readonly F[]): readonly F[] {
  return sortByPath(files.filter(({ path }) => QUALITY_TEST.test(path)));
}

const QUALITY_TEST = /^tests\/quality\/[^/]+\.sql$/;
const READING_ORDER: readonly ((path: string) => boolean)[] = [
  isCandidate,
  (path) => path === CONFIG_PATH,
  (path) => QUALITY_TEST.test(path),
  () => true,
];

/** As people read a pipeline: the source, the configuration, its quality tests, then the rest; each by path. */
export function inReadingOrder<F extends Pick<DraftFile, 'path'>>(files: readonly F[]): readonly F[] {
  const sorted = sortByPath(files);
  const groups = Map.groupBy(sorted, ({ path }) => READING_ORDER.findIndex((isOf) => isOf(path)));
  return READING_ORDER.flatMap((_, place) => groups.get(place) ?? []);
}

function findPath<F extends Pick<DraftFile, 'path'>>(files: readonly F[], path: string): F | null {
  return files.find((file) => file.path === path) ?? null;
}
