// How many files differ, and how.
import type { Comparison } from '../../client/types.ts';

const ORDER = ['added', 'modified', 'removed', 'renamed'] as const;

export function ChangeCounts({ summary }: { readonly summary: Comparison['summary'] }) {
  const counts = ORDER.filter((change) => summary[change] > 0).map((change) => (
    <span key={change} class={`change ${change}`}>
      {summary[change].toLocaleString('en')} {change}
    </span>
  ));
  return (
    <p class="change-counts">
      {counts}
      {summary.unchanged > 0 && <span class="faint">{summary.unchanged.toLocaleString('en')} unchanged</span>}
    </p>
  );
}
