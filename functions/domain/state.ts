// The one record of a pipeline that changes. A version is visible once it is `current` here.
import type { Draft } from './draft.ts';
import type { Freeze } from './freeze.ts';
import type { Pipeline } from './pipeline.ts';
import type { VersionRecord } from './version.ts';

/** What the pipeline list shows of a state. */
export interface PipelineSummary {
  readonly pipeline: Pipeline;
  readonly current: VersionRecord | null;
  readonly draft: Draft;
}

export interface State extends PipelineSummary {
  /** Counts the observations of the draft; 1 with the first. 0 stands for "there is no state yet". */
  readonly revision: number;
  /** Also one that has ended. */
  readonly freeze: Freeze | null;
}

/** The number of the current version, 0 before the first publish. */
export function currentNumber(state: Pick<State, 'current'> | null): number {
  return state?.current?.number ?? 0;
}

/**
 * A pipeline exists while it has files or versions. A state item alone does not make one: the event of a deleted
 * draft leaves an item behind that nobody would call a pipeline.
 */
export function exists<S extends PipelineSummary>(state: S | null): state is S {
  return state !== null && (state.current !== null || state.draft.fileCount > 0);
}
