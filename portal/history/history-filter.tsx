// The field that filters the history. The address holds its text, so that back and reload keep it.
import { useLocation } from 'wouter-preact';
import { addressOf, FILE_FILTER } from '../service/addresses.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { useQueryString } from '../service/query-string.ts';

export function useHistoryFilter(): string {
  return new URLSearchParams(useQueryString()).get('q') ?? '';
}

/** The path in a filter for the versions that changed a file. */
export function fileOf(text: string): string | undefined {
  const path = text.startsWith(FILE_FILTER) ? text.slice(FILE_FILTER.length).trim() : '';
  return path === '' ? undefined : path;
}

export function HistoryFilter({ id, text }: { readonly id: PipelineId; readonly text: string }) {
  const [, navigate] = useLocation();
  return (
    <input
      type="search"
      aria-label="Filter versions"
      placeholder="Filter by message, author or file:path"
      autocomplete="off"
      value={text}
      onInput={({ currentTarget: { value } }) =>
        navigate(addressOf(id, '', { q: value || undefined }), { replace: true })
      }
    />
  );
}
