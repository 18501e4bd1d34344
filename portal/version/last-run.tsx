// The last run beside a version, if executors report their runs. Most do not, so its words load with the first.
import type { Runs } from '../../client/types.ts';
import { onDemand } from '../ui/on-demand.tsx';

const Words = onDemand('the last run', async () => (await import('./last-run-words.tsx')).LastRunWords);

export function LastRun({ runs }: { readonly runs: Runs | undefined }) {
  return runs?.last ? <Words count={runs.count} last={runs.last} /> : null;
}
