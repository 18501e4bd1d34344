// What differs between two sets of files, as text.
import type { Comparison } from '../../client/types.ts';
import type { Colors } from './colors.ts';

type FileChange = Comparison['files'][number];
type Change = FileChange['change'];

const SIGNS: Readonly<Record<Change, string>> = { added: 'A', modified: 'M', removed: 'D', renamed: 'R' };

export function countFiles(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}

/** `A` added, `M` modified, `D` removed, `R` renamed: one line for each file, indented. */
export function renderChanges(files: readonly Pick<FileChange, 'path' | 'change' | 'from'>[]): string {
  return files.map((file) => `  ${SIGNS[file.change]} ${placeOf(file)}`).join('\n');
}

function placeOf({ path, change, from }: Pick<FileChange, 'path' | 'change' | 'from'>): string {
  return change === 'renamed' && from ? `${from.path} → ${path}` : path;
}

/** `1 added, 2 modified` */
export function countChanges(files: readonly Pick<FileChange, 'change'>[]): string {
  const kinds = Object.keys(SIGNS) as Change[];
  const counts = kinds.map((kind) => [files.filter(({ change }) => change === kind).length, kind] as const);
  const parts = counts.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`);
  return parts.join(', ') || 'no file differs';
}

/** What is about to happen to which files. */
export function renderOutlook(what: string, comparison: Comparison): string {
  const lines = comparison.files.length === 0 ? '' : `\n${renderChanges(comparison.files)}`;
  return `${what}: ${countChanges(comparison.files)}${lines}`;
}

/** Colours a patch as git does. What stands before its first hunk is its head: `--- a` there is no removed line. */
export function renderPatch(patch: string, colors: Colors): string {
  let isHead = true;
  const colored = (line: string) => {
    const isHunk = line.startsWith('@@');
    isHead &&= !isHunk;
    if (isHunk) return colors.cyan(line);
    if (isHead) return colors.bold(line);
    if (line.startsWith('+')) return colors.green(line);
    return line.startsWith('-') ? colors.red(line) : line;
  };
  return patch.trimEnd().split('\n').map(colored).join('\n');
}
