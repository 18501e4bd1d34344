// The address's query, still encoded. wouter's useSearch decodes the whole string at once, which turns an encoded &
// into a separator.
import { useSearch } from 'wouter-preact';

export function useQueryString(): string {
  useSearch(); // to hear of changes
  return location.search;
}
