// The newest runs of a version that executors have reported, on its page; nothing if there are none.
import type { Runs } from '../../client/types.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { useRuns } from '../service/runs-query.ts';
import { RelativeTime } from '../ui/relative-time.tsx';
import { RunState } from './run-state.tsx';

interface Props {
  readonly id: PipelineId;
  readonly number: number;
}

/** What fails to load is no error: a version is as good without notes of its runs. */
export function VersionRuns({ id, number }: Props) {
  const { data: runs } = useRuns(id, number);
  return runs?.last ? <Newest runs={runs} /> : null;
}

function Newest({ runs: { count, recent = [] } }: { readonly runs: Runs }) {
  return (
    <section aria-labelledby="runs" class="runs">
      <h2 id="runs">
        Runs <span class="faint">{count > recent.length ? `${recent.length} of ${count}` : count}</span>
      </h2>
      <ul>
        {recent.map((run) => (
          <li key={run.run_id}>
            <RunState run={run} />
            <span class="run">{run.run_id}</span>
            <span class="faint">
              <RelativeTime time={run.reported_at} />
              {run.reported_by !== null && ` by ${run.reported_by}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
