// What follows the question mark of the address, as it stands there: wouter's own useSearch decodes it as a whole, after
// which an encoded & or % is one that means something.
import { useSearch } from 'wouter-preact';

export function useQueryString(): string {
  useSearch(); // to hear of changes
  return location.search;
}
