// What restores and saves promise, checked against every state that the draft had.
import { DomainError } from '../../functions/domain/errors.ts';
import type { SavedFile } from '../../functions/domain/snapshot.ts';
import type { Restored } from '../../functions/usecases/restore-draft.ts';
import type { World } from '../model/world.ts';

interface Timed<T> {
  began: number;
  ended?: number;
  result: T | DomainError | 'crashed';
}

export interface Restoring extends Timed<Restored> {
  readonly target: number;
  /** Paths that it has edited. */
  readonly edited: Set<string>;
}

export interface Saving extends Timed<SavedFile> {
  readonly name: string;
  readonly path: string;
  hasWritten: boolean;
}

interface Played {
  readonly world: World;
  readonly restores: readonly Restoring[];
  readonly saves: readonly Saving[];
}

export function brokenEdits({ world, restores, saves }: Played): readonly string[] {
  return [...restores.flatMap((one) => brokenRestore(world, one)), ...saves.flatMap(brokenSave)];
}

function brokenRestore(world: World, restoring: Restoring): readonly string[] {
  const { result, edited } = restoring;
  if (result === 'crashed') return [];
  if (result instanceof DomainError) return ungrounded(namedBy(result), edited);
  const named = [...result.written, ...result.removed];
  return [...ungrounded(named, edited), ...unnamed(named, edited), ...unrestored(world, restoring)];
}

/** Each path was, at an instant of the restore, what the version has there. */
function unrestored({ moments, visible }: World, { target, began, ended = 0 }: Restoring): readonly string[] {
  const paths = new Set(moments.flatMap(({ draft }) => draft.map(({ path }) => path)));
  const wanted = visible[target - 1]?.version.files ?? [];
  const during = moments.slice(began, ended + 1);
  const became = (path: string) => during.some(({ draft }) => etagAt(draft, path) === etagAt(wanted, path));
  return [...paths]
    .filter((path) => !became(path))
    .map((path) => `restore: ${path} did not become that of version ${target}`);
}

function ungrounded(named: readonly string[], edited: ReadonlySet<string>): readonly string[] {
  return named
    .filter((path) => !edited.has(path))
    .map((path) => `restore: it names ${path}, which it left alone`);
}

function unnamed(named: readonly string[], edited: ReadonlySet<string>): readonly string[] {
  return [...edited]
    .filter((path) => !named.includes(path))
    .map((path) => `restore: it edited ${path}, and does not name it`);
}

function namedBy({ details }: DomainError): readonly string[] {
  const { written = [], removed = [] } = (details ?? {}) as Partial<Restored>;
  return [...written, ...removed];
}

/** A save that answers has written, and one that is refused has not. */
function brokenSave({ name, result, hasWritten }: Saving): readonly string[] {
  if (result === 'crashed') return [];
  if (result instanceof DomainError)
    return result.code !== 'UNAVAILABLE' && hasWritten ? [`save: ${name} was refused, and has written`] : [];
  return hasWritten ? [] : [`save: ${name} was answered, and has not written`];
}

function etagAt(files: readonly { readonly path: string; readonly etag: string }[], path: string) {
  return files.find((file) => file.path === path)?.etag;
}
