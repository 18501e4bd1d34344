// The table comes on demand, with what virtualises it, while the first page is under way: pipelines' own views, which
// is where many a visit begins, do without.
import { useQuery } from '@tanstack/preact-query';
import { partOptions } from '../ui/on-demand.tsx';

const table = partOptions('the table', async () => (await import('./pipeline-table.tsx')).PipelineTable);

export function useTable() {
  const { data, error, refetch } = useQuery(table);
  return { Table: data?.part, error, retry: () => void refetch() };
}
