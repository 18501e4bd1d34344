// The ports that every use case gets.
import type { CandidateCheck } from '../ports/candidate-check.ts';
import type { DraftFiles } from '../ports/draft-files.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { VersionStore } from '../ports/version-store.ts';
import type { RecentChecks } from './recent-checks.ts';
import type { RecentPins } from './recent-pins.ts';

export interface Deps {
  readonly versions: VersionStore;
  readonly files: DraftFiles;
  readonly runtime: Runtime;
  /** Left out, each publish reads the pins that it compares with. */
  readonly recentPins?: RecentPins;
  /** Left out, each request reads the files that it checks. */
  readonly recentChecks?: RecentChecks;
  /** Left out, the deployment has no check of its own. */
  readonly candidateCheck?: CandidateCheck;
}

/** Of use cases that need no bucket. */
export type VersionDeps = Pick<Deps, 'versions'>;
