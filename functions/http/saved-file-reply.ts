// The reply to a save. ETag and version ID are headers, too, as in the reply to a GET.
import type { SavedFile } from '../domain/snapshot.ts';
import type { Reply } from './api-handler.ts';

export function savedFileReply({ path, etag, size, versionId }: SavedFile): Reply {
  return {
    status: 200,
    headers: { ETag: `"${etag}"`, ...(versionId !== null && { 'X-Version-Id': versionId }) },
    body: { path, version_id: versionId, etag, size },
  };
}
