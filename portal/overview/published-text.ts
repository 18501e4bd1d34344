import type { MadeVersion } from '../../client/types.ts';

/** What a publish has done, and what of it nobody can pull: the first such file by name, the others by number. */
export function publishedText({ version_number, warnings = [] }: MadeVersion): string {
  const published = `Published version ${version_number}`;
  const [first, ...others] = warnings;
  if (first === undefined) return published;
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return `${published}. Warning: no directory can hold ${first.path}, which ${first.reason}${more}`;
}
