// The address of the versions that changed a file. Apart from other addresses, since a first view needs none of it.
import { addressOf } from './addresses.ts';
import type { PipelineId } from './pipeline-id.ts';

/** What the history's filter finds the versions of one file by, before its path. */
export const FILE_FILTER = 'file:';

/** The versions that changed a file. */
export function fileHistoryAddress(id: PipelineId, path: string): string {
  return addressOf(id, '', { q: FILE_FILTER + path });
}
