import type { Comparison } from '../../client/types.ts';

export interface ChangedLines {
  readonly added: number;
  readonly removed: number;
}

/** Of a comparison with patches; `undefined` if a file has none. */
export function changedLines({ files }: Comparison): ChangedLines | undefined {
  if (files.some(({ patch }) => patch === undefined)) return undefined;
  const lines = files.flatMap(({ patch = '' }) => linesOfHunks(patch));
  const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  return { added: count('+'), removed: count('-') };
}

/** Before the first hunk stand the names of both files. */
function linesOfHunks(patch: string): readonly string[] {
  const lines = patch.split('\n');
  const first = lines.findIndex((line) => line.startsWith('@@'));
  return first < 0 ? [] : lines.slice(first);
}
