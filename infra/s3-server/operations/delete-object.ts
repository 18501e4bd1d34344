// DeleteObject.
import { queryValue } from '../http/request.ts';
import { getBucket } from '../store/buckets.ts';
import { type Deleted, deleteVersion } from '../store/delete-version.ts';
import type { Operation } from './context.ts';
import { checkVersionId } from './find-object.ts';

function resultHeaders(
  versionId: string | undefined,
  { version, markerMade }: Deleted,
): Record<string, string> {
  const named = versionId ?? (markerMade ? version?.versionId : undefined);
  return {
    ...(named !== undefined && { 'x-amz-version-id': named }),
    ...(version?.kind === 'delete-marker' && { 'x-amz-delete-marker': 'true' }),
  };
}

export const deleteObject: Operation = async (store, request) => {
  const { bucket, key, headers, origin } = request;
  await getBucket(store.levels, bucket);
  const versionId = checkVersionId(queryValue(request, 'versionId'));
  const deletion = { place: { bucket, key }, versionId, ifMatch: headers['if-match'] };
  const deleted = await deleteVersion(store, origin, deletion);
  return { status: 204, headers: resultHeaders(versionId, deleted) };
};
