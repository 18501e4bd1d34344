// All pipelines by namespace and layer, each with its state and its last message, author and time.
import { useQuery } from '@tanstack/preact-query';
import { useMemo, useRef } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { CreateButton } from '../create/create-button.tsx';
import { useLayout } from '../service/layout-query.ts';
import { useQueryString } from '../service/query-string.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { partOptions } from '../ui/on-demand.tsx';
import { useTitle } from '../ui/title.ts';
import { NoMatch, NoPipelines } from './empty-list.tsx';
import { addressOfFilter, type Filter, filterOf, matching, NO_FILTER } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { grouped } from './grouped.ts';
import { ListHead } from './list-head.tsx';
import type { TableHandle } from './pipeline-table.tsx';
import { sorted, sortOf } from './sorted.ts';
import { type AllPipelines, useAllPipelines } from './use-all-pipelines.ts';
import './pipelines.css';

// The table and the virtual list load while the first page of pipelines does. Many visits begin at a single pipeline,
// which needs neither.
const tablePart = partOptions('the table', async () => (await import('./pipeline-table.tsx')).PipelineTable);

function useTable() {
  const { data, error, refetch } = useQuery(tablePart);
  return { Table: data?.part, error, retry: () => void refetch() };
}

export function PipelinesView() {
  useTitle('Pipelines');
  const all = useAllPipelines();
  const table = useTable();
  const { pipelines, isComplete, error, retry } = all;
  if (pipelines !== undefined && !(isComplete && pipelines.length === 0))
    return <Listed all={all} table={table} />;
  return (
    <>
      <ListHead />
      <ErrorNotice error={error} onRetry={retry} />
      {pipelines !== undefined && <NoPipelines />}
      {pipelines === undefined && error === null && <Loading what="pipelines" />}
    </>
  );
}

interface ListedProps {
  readonly all: AllPipelines;
  readonly table: ReturnType<typeof useTable>;
}

function Listed({ all: { pipelines = [], isComplete, error, retry }, table }: ListedProps) {
  const [, navigate] = useLocation();
  const search = useQueryString();
  const filter = useMemo(() => filterOf(search), [search]);
  const found = useMemo(() => pipelines.filter(matching(filter)), [pipelines, filter]);
  const sort = sortOf(filter.sort);
  const rows = useMemo(() => (sort === undefined ? grouped(found) : sorted(found, sort)), [found, sort]);
  const { layers } = useLayout();
  const namespaces = useMemo(() => [...new Set(pipelines.map(({ namespace }) => namespace))], [pipelines]);
  const searchField = useRef<HTMLInputElement>(null);
  const handle = useRef<TableHandle>(null);

  const show = (change: Partial<Filter>, replace = false) =>
    navigate(addressOfFilter({ ...filter, ...change }), { replace });
  const focusSearch = () => searchField.current?.focus();
  function clear(): void {
    show({ ...NO_FILTER, sort: filter.sort });
    focusSearch();
  }

  return (
    <>
      <ListHead found={found.length} all={pipelines.length} isComplete={isComplete} isStuck={error !== null}>
        <CreateButton
          namespaces={namespaces}
          initial={{
            namespace: filter.namespace,
            layer: filter.layer,
          }}
        />
      </ListHead>
      <FilterBar
        filter={filter}
        namespaces={namespaces}
        layers={layers}
        searchField={searchField}
        onTyped={(text) => show({ text }, true)}
        onChosen={show}
        onDown={() => handle.current?.focusFirst()}
      />
      <ErrorNotice error={error} onRetry={retry} />
      <ErrorNotice error={table.error} onRetry={table.retry} />
      {table.Table === undefined && table.error === null && <Loading what="pipelines" />}
      {table.Table && rows.length > 0 && (
        <table.Table
          handle={handle}
          rows={rows}
          isComplete={isComplete}
          sort={filter.sort}
          onSort={(chosen) => show({ sort: chosen })}
          onUp={focusSearch}
        />
      )}
      {rows.length === 0 && isComplete && <NoMatch onClear={clear} />}
    </>
  );
}
