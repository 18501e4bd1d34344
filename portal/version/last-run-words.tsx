// “3 runs, last failed 2 minutes ago”
import type { Run } from '../../client/types.ts';
import { RelativeTime } from '../ui/relative-time.tsx';
import { RunState } from './run-state.tsx';

export function LastRunWords({ count, last }: { readonly count: number; readonly last: Run }) {
  return (
    <span>
      {count === 1 ? '1 run, ' : `${count} runs, last `}
      <RunState run={last} /> <RelativeTime time={last.reported_at} />
    </span>
  );
}
