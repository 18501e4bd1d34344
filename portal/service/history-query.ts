// Reads the history of a pipeline page by page, and only the pages in view.
import { skipToken, useQuery } from '@tanstack/preact-query';
import type { MadeVersion, PipelineVersion } from '../../client/types.ts';
import {
  EMPTY_HISTORY,
  type History,
  nextPage,
  type PageRequest,
  type Rows,
  withPage,
} from './history-pages.ts';
import { type PipelineId, pathOf } from './pipeline-id.ts';
import { queryClient } from './query-client.ts';
import { reading } from './service.ts';

const historyKey = (id: PipelineId) => ['history', pathOf(id)] as const;

/** The versions that have been read so far. `useHistoryPages` reads them. */
export function useHistory(id: PipelineId): History {
  const { data } = useQuery<History>({ queryKey: historyKey(id), queryFn: skipToken, staleTime: 'static' });
  return data ?? EMPTY_HISTORY;
}

/** Reads page after page until all wanted rows are there. */
export function useHistoryPages(id: PipelineId, wanted: Rows) {
  const page = nextPage(useHistory(id), wanted);
  return useQuery({
    // A page without a cursor starts with the newest version, so a newer version makes it another page.
    queryKey: ['history-page', pathOf(id), page?.cursor ?? wanted.total, page?.limit],
    queryFn: page === undefined ? skipToken : ({ signal }) => readPage(id, page, signal),
    gcTime: 0,
  });
}

/** Into the history, each version with its last run. */
export async function readPage(id: PipelineId, page: PageRequest, signal: AbortSignal): Promise<number> {
  const query = { ...page, fields: 'summary', runs: true } as const;
  const { body } = await reading.listVersions({ path: id, query, signal });
  queryClient.setQueryData<History>(historyKey(id), (history = EMPTY_HISTORY) => withPage(history, body));
  return body.total;
}

/** Adds a version that this page has just made, so that nothing reads it again. */
export function keepNewVersion(id: PipelineId, made: MadeVersion): void {
  const version = { ...made, checks: made.checks.verdict };
  const page = { versions: [version], total: version.version_number, next_cursor: null };
  queryClient.setQueryData<History>(historyKey(id), (history = EMPTY_HISTORY) => withPage(history, page));
}

interface VersionOptions {
  readonly isWanted?: boolean;
  /** Whether the pipeline's number of versions includes it. If not, it is read again once it does. */
  readonly isThere?: boolean;
}

/** A whole version, which never changes. */
export function useVersion(
  id: PipelineId,
  version: number,
  { isWanted = true, isThere = true }: VersionOptions = {},
) {
  return useQuery<PipelineVersion>({
    queryKey: ['version', pathOf(id), version, isThere],
    queryFn: async ({ signal }) =>
      (await reading.getVersion({ path: { ...id, version_number: version }, signal })).body,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: isWanted,
    placeholderData: (before) => (before?.version_number === version ? before : undefined),
  });
}
