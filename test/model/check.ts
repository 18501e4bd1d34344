// One property: after any sequence of commands, in any order of their requests, with any fates, the promises hold.
import fc from 'fast-check';
import { play, type Stage } from './actors.ts';
import { commands, commandsWithFreezes, fates } from './commands.ts';
import { brokenPromises } from './promises.ts';
import type { Protocol } from './protocol.ts';
import { createWorld } from './world.ts';

/** Random runs of `npm test`. Each known mistake is found by fewer, which mutants.test.ts asserts. */
export const RUNS = 3_000;

export interface Checked {
  /** Whether somebody freezes pipeline and namespace. */
  readonly freezes?: boolean;
}

/** Resolves if the promises held in every run; rejects with the run that broke one, its seed and its schedule. */
export function checkPromises(
  protocol: Protocol,
  parameters: fc.Parameters<unknown> = {},
  { freezes = false }: Checked = {},
): Promise<void> {
  const property = fc.asyncProperty(
    fc.scheduler(),
    freezes ? commandsWithFreezes : commands,
    fates,
    async (schedule, script, plannedFates) => {
      const stage: Stage = {
        world: await createWorld(() => schedule.schedule(Promise.resolve())),
        schedule,
        protocol,
        freezes,
        fates: [...plannedFates],
        attempts: [],
        troubles: [],
      };
      await stage.world.edit('pipeline.sql', 'x: 1');
      const first = {
        kind: 'save',
        delay: 0,
        waited: false,
        path: 'config.yaml',
        content: 'x: 1',
        deliveries: [0],
      } as const;
      await schedule.waitFor(play(stage, [first, ...script]));
      const broken = await brokenPromises(stage);
      if (broken.length > 0) throw new Error(broken.join('\n'));
    },
  );
  return fc.assert(property, parameters);
}
