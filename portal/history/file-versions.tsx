// The versions that changed one file. The service finds them, page after page, until as many are there as are shown.
import { useInfiniteQuery } from '@tanstack/preact-query';
import { useEffect, useState } from 'preact/hooks';
import { type PipelineId, pathOf } from '../service/pipeline-id.ts';
import { reading } from '../service/service.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { type FoundProps, FoundRows } from './found-rows.tsx';

interface Props extends FoundProps {
  readonly path: string;
}

const SHOWN = 50;

export function FileVersions({ id, newest, ask, path }: Props) {
  const [most, setMost] = useState(SHOWN);
  const { found, error, isComplete, retry } = useFileVersions({ id, newest, path, most });
  const shown = found.slice(0, most);
  return (
    <>
      <p class="faint" role="status">
        {found.length.toLocaleString('en')} {found.length === 1 ? 'version' : 'versions'} changed{' '}
        <code>{path}</code>
        {!isComplete && (shown.length < most ? ', older ones are searched …' : ' or more')}
      </p>
      <ErrorNotice error={error} onRetry={retry} />
      {shown.length > 0 && <FoundRows {...{ id, newest, ask }} found={shown} />}
      {(found.length > most || (!isComplete && shown.length === most)) && (
        <button type="button" class="quiet" onClick={() => setMost(most + SHOWN)}>
          Show more
        </button>
      )}
    </>
  );
}

interface Wanted {
  readonly id: PipelineId;
  readonly newest: number;
  readonly path: string;
  readonly most: number;
}

function useFileVersions({ id, newest, path, most }: Wanted) {
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery({
    // A newer version may have changed the file.
    queryKey: ['file-history', pathOf(id), path, newest],
    queryFn: async ({ pageParam: cursor, signal }) => {
      const query = { path, cursor, fields: 'summary' } as const;
      return (await reading.listVersions({ path: id, query, signal })).body;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const found = data?.pages.flatMap(({ versions }) => versions) ?? [];
  const isWanted = hasNextPage && !isFetching && error === null && found.length < most;
  useEffect(() => {
    if (isWanted) void fetchNextPage();
  }, [isWanted, fetchNextPage]);
  return { found, error, isComplete: data !== undefined && !hasNextPage, retry: () => void refetch() };
}
