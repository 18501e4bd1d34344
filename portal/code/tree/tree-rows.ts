// The files of a draft or a version as the rows of a tree: folders first, each folder's files below it.
import type { DraftFile } from '../../../client/types.ts';

export interface TreeFile {
  readonly path: string;
  /** Files of a version have none. */
  readonly change?: DraftFile['change'];
}

interface Folder {
  readonly path: string;
  readonly folders: Map<string, Folder>;
  readonly files: TreeFile[];
  hasChanges: boolean;
}

interface Place {
  readonly name: string;
  /** From 1, as ARIA counts. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
}

export type TreeRow = Place &
  (
    | ({ readonly kind: 'file' } & TreeFile)
    | {
        readonly kind: 'folder';
        readonly path: string;
        readonly isOpen: boolean;
        readonly hasChanges: boolean;
      }
  );

/** Calls `isOpen` for each visible folder, with its path without the trailing slash. */
export function treeRows(
  files: readonly TreeFile[],
  isOpen: (folder: string) => boolean,
): readonly TreeRow[] {
  return rowsOf(treeOf(files), isOpen, 1);
}

/** The folders above a file, outermost first. */
export function foldersOf(path: string): readonly string[] {
  const segments = path.split('/').slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}

function treeOf(files: readonly TreeFile[]): Folder {
  const root = folder('');
  for (const file of files) {
    const isChanged = file.change !== undefined && file.change !== 'unchanged';
    let inner = root;
    for (const path of foldersOf(file.path)) {
      const known = inner.folders.get(path) ?? folder(path);
      inner.folders.set(path, known);
      inner = known;
      inner.hasChanges ||= isChanged;
    }
    inner.files.push(file);
  }
  return root;
}

function folder(path: string): Folder {
  return { path, folders: new Map(), files: [], hasChanges: false };
}

function rowsOf(
  { folders, files }: Folder,
  isOpen: (folder: string) => boolean,
  level: number,
): readonly TreeRow[] {
  const siblings = folders.size + files.length;
  const place = ({ path }: { readonly path: string }, index: number) => ({
    name: path.slice(path.lastIndexOf('/') + 1),
    level,
    position: index + 1,
    siblings,
  });
  const ofFolders = [...folders.values()].sort(byPath).flatMap((inner, index): readonly TreeRow[] => {
    const open = isOpen(inner.path);
    const row = {
      ...place(inner, index),
      kind: 'folder',
      path: inner.path,
      hasChanges: inner.hasChanges,
    } as const;
    return [{ ...row, isOpen: open }, ...(open ? rowsOf(inner, isOpen, level + 1) : [])];
  });
  const ofFiles = files
    .sort(byPath)
    .map((file, index): TreeRow => ({ ...file, ...place(file, folders.size + index), kind: 'file' }));
  return [...ofFolders, ...ofFiles];
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1;
}
