// The ports that every use case gets.
import type { DraftFiles } from '../ports/draft-files.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { VersionStore } from '../ports/version-store.ts';

export interface Deps {
  readonly versions: VersionStore;
  readonly files: DraftFiles;
  readonly runtime: Runtime;
}

/** Of use cases that need no bucket. */
export type VersionDeps = Pick<Deps, 'versions'>;
