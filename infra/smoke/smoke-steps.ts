// All steps, in the order in which they are run.
import { cleanUp } from './clean-up.ts';
import { editing } from './edit.ts';
import { firstVersion } from './first-version.ts';
import type { Found } from './found.ts';
import { refusals } from './refusals.ts';
import { secondVersion } from './second-version.ts';
import type { Step } from './step.ts';
import type { World } from './world.ts';

export function smokeSteps(world: World): readonly Step[] {
  const found: Found = {};
  const life = [firstVersion, editing, secondVersion].flatMap((part) => part(world, found));
  return [...life, ...refusals(world), cleanUp(world)];
}
