// Whether a draft differs from what is published, by what is stored.
import type { Stored } from './history.ts';

/** `null` before the first version. */
export function isReallyDirty({ versions, objects }: Omit<Stored, 'draftDirty'>): boolean | null {
  const current = versions.at(-1);
  if (current === undefined) return null;
  const etags = new Map(objects.map(({ path, versionId, etag }) => [`${path}@${versionId}`, etag]));
  const published = Object.entries(current.pins).map(([path, id]) => [path, etags.get(`${path}@${id}`)]);
  const newest = new Map(objects.map(({ path, etag }) => [path, etag]));
  const draft = [...newest].filter(([, etag]) => etag !== null);
  return JSON.stringify(draft.toSorted()) !== JSON.stringify(published.toSorted());
}
