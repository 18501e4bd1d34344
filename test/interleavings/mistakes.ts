// The known mistakes of the model check (test/model/mutants.ts), each looked for in the scenario that shows it.
import { type Mistake, withMistake } from '../model/mutants.ts';
import type { Protocol } from '../model/protocol.ts';
import { type Explored, explore } from './explore.ts';
import { startRun } from './run.ts';
import { scenarios } from './scenarios.ts';
import type { Scenario } from './stage.ts';

export interface Sought extends Explored {
  readonly protocol: Protocol;
}

export async function findMistake(mistake: Mistake): Promise<Sought> {
  const protocol = await withMistake(mistake, 'interleavings');
  const scenario = scenarioNamed(mistake.shownBy);
  // Most mistakes need no mishap, and are found sooner without.
  for (let mishaps = 0; mishaps < (scenario.mishaps ?? 1); mishaps++) {
    const explored = await explore(() => startRun({ ...scenario, mishaps }, protocol));
    if (explored.violation) return { ...explored, protocol };
  }
  return { ...(await explore(() => startRun(scenario, protocol))), protocol };
}

export function scenarioNamed(name: string): Scenario {
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`there is no scenario "${name}"`);
  return scenario;
}
