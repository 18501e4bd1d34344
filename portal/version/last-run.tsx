// “3 runs, last failed 2 minutes ago” beside a version, if executors report their runs.
import type { Runs } from '../../client/types.ts';
import { RelativeTime } from '../ui/relative-time.tsx';
import { RunState } from './run-state.tsx';

export function LastRun({ runs }: { readonly runs: Runs | undefined }) {
  if (!runs?.last) return null;
  const { count, last } = runs;
  return (
    <span>
      {count === 1 ? '1 run, ' : `${count} runs, last `}
      <RunState run={last} /> <RelativeTime time={last.reported_at} />
    </span>
  );
}
