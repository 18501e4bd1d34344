// The reply to a save. What it says also stands in the headers, where a GET has it.
import type { SavedFile } from '../domain/snapshot.ts';
import type { Reply } from './api-handler.ts';

export function savedFileReply({ path, etag, size, versionId }: SavedFile): Reply {
  return {
    status: 200,
    headers: { ETag: `"${etag}"`, ...(versionId !== null && { 'X-Version-Id': versionId }) },
    body: { path, version_id: versionId, etag, size },
  };
}
