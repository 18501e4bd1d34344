import type { Comparison } from './types.ts';

/** Whether the draft, which is the side `to`, has no file. */
export function isEmptyDraft({ files, summary }: Comparison): boolean {
  return summary.unchanged === 0 && files.every(({ change }) => change === 'removed');
}
