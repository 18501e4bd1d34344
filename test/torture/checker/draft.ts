// The draft over time: when each stored object became current, from the bucket's own record of each path and from the
// clients' record of who may have written what.
import type { Deletion, History, Operation, Save, StoredObject, Window } from '../history/history.ts';
import { type Before, type Instant, narrow, type Span } from './order.ts';
import type { Violation } from './violation.ts';

interface Stored extends StoredObject {
  /** When it became current. */
  readonly instant: Instant;
}

export interface Draft {
  readonly paths: readonly string[];
  /** While this version was current; `null` if the bucket has no such object. */
  whileCurrent(path: string, versionId: string): Span | null;
  /** While the path had this content, or `null`: none. */
  whileContent(path: string, etag: string | null): readonly Span[];
  /** Whether some version of the path may have been on its way into the bucket within the window. */
  mayBeOverwritten(path: string, window: Window): boolean;
  etagOf(path: string, versionId: string): string | null;
  /** What became current by this save or deletion. */
  instantOf(path: string, versionId: string): Instant | null;
  readonly known: readonly Before[];
  readonly violations: readonly Violation[];
}

export function draftOf(history: History): Draft {
  const contentIn = contentsOf(history.end);
  const written = history.end.objects.map((object) => {
    const namedBy = operationsNaming(history.operations, object);
    return { object, namedBy, writers: writersOf(history.operations, object, namedBy, contentIn) };
  });
  const stored = written.map(({ object, writers, namedBy }) => ({
    ...object,
    instant: instantBy(object, writers, namedBy),
  }));
  const byPath = Map.groupBy(stored, ({ path }) => path);
  const known = [...byPath.values()].flatMap(oneAfterTheOther);
  const bounds = narrow(
    stored.map(({ instant }) => instant),
    known,
  );
  const at = (path: string) => byPath.get(path) ?? [];
  const spanAt = (path: string, index: number): Span => ({
    after: at(path)[index]?.instant ?? null,
    before: at(path)[index + 1]?.instant ?? null,
  });
  const find = (path: string, versionId: string) => at(path).find((one) => one.versionId === versionId);

  return {
    paths: [...byPath.keys()],
    whileCurrent(path, versionId) {
      const index = at(path).findIndex((one) => one.versionId === versionId && one.etag !== null);
      return index === -1 ? null : spanAt(path, index);
    },
    whileContent(path, etag) {
      const indexes = at(path).flatMap((one, index) => (one.etag === etag ? [index] : []));
      // Before its first version a path was not there.
      return (etag === null ? [-1, ...indexes] : indexes).map((index) => spanAt(path, index));
    },
    mayBeOverwritten: (path, window) =>
      at(path).some(({ etag, instant }) => etag !== null && overlap(bounds.get(instant) ?? instant, window)),
    etagOf: (path, versionId) => find(path, versionId)?.etag ?? null,
    instantOf: (path, versionId) => find(path, versionId)?.instant ?? null,
    known,
    violations: written
      .filter(({ writers }) => writers.length === 0)
      .map(({ object }) => nobodyWrote(object)),
  };
}

/** Edits whose answers name the object. */
function operationsNaming(
  operations: readonly Operation[],
  { path, versionId }: StoredObject,
): readonly (Save | Deletion)[] {
  return operations
    .filter((operation) => operation.op === 'save' || operation.op === 'delete')
    .filter((edit) => edit.path === path && edit.versionId === versionId);
}

/**
 * All that may have made it. A save's answer names the object that the save made. A deletion's may name a marker that
 * was there already: MinIO puts no second one on top (erasureServerPools.DeleteObject).
 */
function writersOf(
  operations: readonly Operation[],
  object: StoredObject,
  namedBy: readonly (Save | Deletion)[],
  contentIn: ContentIn,
): readonly Operation[] {
  const saved = namedBy.filter(({ op }) => op === 'save');
  if (saved.length > 0) return saved;
  return operations.filter((operation) => {
    if ('outcome' in operation && operation.outcome === 'refused') return false;
    if (operation.op === 'save') return operation.path === object.path && operation.etag === object.etag;
    if (operation.op === 'delete') return operation.path === object.path && object.etag === null;
    if (operation.op !== 'restore') return false;
    return contentIn(operation.target, object.path) === object.etag;
  });
}

/** The ETag of a path in a version; `null` if the version does not have the path. */
type ContentIn = (number: number, path: string) => string | null;

function contentsOf({ versions, objects }: History['end']): ContentIn {
  const etags = new Map(objects.map(({ path, versionId, etag }) => [`${versionId} ${path}`, etag]));
  return (number, path) => etags.get(`${versions[number - 1]?.pins[path]} ${path}`) ?? null;
}

function instantBy(
  object: StoredObject,
  writers: readonly Operation[],
  namedBy: readonly (Save | Deletion)[],
): Instant {
  return {
    name: `${object.path}@${object.versionId}${object.etag === null ? ' (deleted)' : ''}`,
    earliest:
      writers.length === 0 ? Number.NEGATIVE_INFINITY : Math.min(...writers.map(({ began }) => began)),
    // A request whose answer does not name it may have come to the bucket long after its sender gave up.
    latest: Math.min(...namedBy.map(({ ended }) => ended ?? Number.POSITIVE_INFINITY)),
  };
}

function overlap(
  { earliest, latest }: Pick<Instant, 'earliest' | 'latest'>,
  { began, ended }: Window,
): boolean {
  return earliest <= (ended ?? Number.POSITIVE_INFINITY) && latest >= began;
}

function oneAfterTheOther(versions: readonly Stored[]): readonly Before[] {
  return versions.slice(1).map((version, index) => ({
    earlier: (versions[index] as Stored).instant,
    later: version.instant,
    why: { promise: 'the bucket', text: `the bucket lists them so` },
  }));
}

function nobodyWrote({ path, versionId, etag }: StoredObject): Violation {
  const what = etag === null ? 'deleted by nobody' : 'written by nobody';
  return { promise: 'nothing is lost', text: `${path}@${versionId} was ${what}` };
}
