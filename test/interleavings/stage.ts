// One scenario, and all that one run of it plays with.
import type { Attempt } from '../model/actors.ts';
import type { Protocol } from '../model/protocol.ts';
import type { World } from '../model/world.ts';
import type { PartSteps } from './part-steps.ts';
import type { Restoring, Saving } from './restores.ts';
import type { Limit, Scheduler } from './scheduler.ts';

export interface Stage {
  readonly world: World;
  readonly scheduler: Scheduler;
  readonly protocol: Protocol;
  readonly parts: PartSteps;
  readonly freezesNamespace: boolean;
  readonly attempts: Attempt[];
  readonly restores: Restoring[];
  readonly saves: Saving[];
  readonly troubles: string[];
}

export interface Scenario {
  readonly name: string;
  /** What there is before anybody acts: drafts in order, each observed and, but for the last, published. */
  readonly drafts: readonly Readonly<Record<string, string>>[];
  readonly isPublished?: boolean;
  /** Whether somebody freezes the namespace. */
  readonly freezesNamespace?: boolean;
  /** How many mishaps a run may meet; 1 by default. */
  readonly mishaps?: number;
  /** What may end a sender; by default a crash and the cut-off. */
  readonly limits?: readonly Limit[];
  /** As the scheduler's rule. */
  readonly everyOrder?: boolean;
  /** Starts the senders. */
  act(stage: Stage): void;
}
