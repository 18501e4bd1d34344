// The history of a pipeline as views read it: page by page, and only what is looked at.
import { skipToken, useQuery } from '@tanstack/preact-query';
import type { PipelineVersion } from '../../client/types.ts';
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

/** What has been read of it so far. It is asked for in pages. */
export function useHistory(id: PipelineId): History {
  const { data } = useQuery<History>({ queryKey: historyKey(id), queryFn: skipToken, staleTime: 'static' });
  return data ?? EMPTY_HISTORY;
}

/** Reads on until all wanted rows are there. */
export function useHistoryPages(id: PipelineId, wanted: Rows) {
  const page = nextPage(useHistory(id), wanted);
  return useQuery({
    // A newer version makes the page that starts with the newest another one.
    queryKey: ['history-page', pathOf(id), page?.cursor ?? wanted.total, page?.limit],
    queryFn: page === undefined ? skipToken : ({ signal }) => readPage(id, page, signal),
    gcTime: 0,
  });
}

async function readPage(id: PipelineId, page: PageRequest, signal: AbortSignal): Promise<number> {
  const { body } = await reading.listVersions({ path: id, query: { ...page, fields: 'summary' }, signal });
  queryClient.setQueryData<History>(historyKey(id), (history = EMPTY_HISTORY) => withPage(history, body));
  return body.total;
}

/** What has just been made here need not be read. */
export function keepNewVersion(id: PipelineId, version: PipelineVersion): void {
  const page = { versions: [version], total: version.version_number, next_cursor: null };
  queryClient.setQueryData<History>(historyKey(id), (history = EMPTY_HISTORY) => withPage(history, page));
}

interface VersionOptions {
  readonly isWanted?: boolean;
  /** Whether it has been published, as far as is known: what is not there may come. */
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
