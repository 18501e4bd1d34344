// The field that filters the history. The address holds its text, so that back and reload keep it.
import { useLocation } from 'wouter-preact';
import { addressOf } from '../service/addresses.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { useQueryString } from '../service/query-string.ts';

export function useHistoryFilter(): string {
  return new URLSearchParams(useQueryString()).get('q') ?? '';
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
