// Nothing moves: what was stored when a pipeline came to rest is what is stored when the run is over.
import type { Stored, StoredObject } from '../history/history.ts';
import type { Violation } from './violation.ts';

export function whatMoved(end: Stored, afterwards: Stored): readonly Violation[] {
  const isSame = {
    versions: JSON.stringify(end.versions) === JSON.stringify(afterwards.versions),
    objects: JSON.stringify(named(end.objects)) === JSON.stringify(named(afterwards.objects)),
  };
  return Object.entries(isSame)
    .filter(([, same]) => !same)
    .map(([what]) => ({ promise: 'nothing moves', text: `the ${what} changed after the pipeline's end` }));
}

function named(objects: readonly StoredObject[]): readonly string[] {
  return objects.map(({ path, versionId, etag }) => `${path} ${versionId} ${etag}`).toSorted();
}
