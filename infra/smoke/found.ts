// What steps have found out for later ones.
import type { MadeVersion, RunManifest } from '../../client/types.ts';

export interface Found {
  /** Set by the step "publish". */
  first?: MadeVersion;
  /** Of the first version, with links; set by the step "manifest". */
  manifest?: RunManifest;
}
