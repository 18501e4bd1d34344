// One run of a scenario: the real use cases of several senders over one world, each step held back by the scheduler.
import { brokenPromises, brokenSoFar } from '../model/promises.ts';
import type { Protocol } from '../model/protocol.ts';
import { createWorld, PIPELINE, type World } from '../model/world.ts';
import type { Run } from './explore.ts';
import { createPartSteps, type PartSteps } from './part-steps.ts';
import { portsOf } from './ports.ts';
import { brokenEdits } from './restores.ts';
import { allWait, createScheduler } from './scheduler.ts';
import type { Sender } from './sender.ts';
import type { Scenario, Stage } from './stage.ts';
import { progressOf, stateOf } from './stage-state.ts';

export async function startRun(scenario: Scenario, protocol: Protocol): Promise<Run> {
  const { mishaps = 1, limits = ['crashes', 'is cut off'], everyOrder = false } = scenario;
  const { freezesNamespace = false } = scenario;
  const scheduler = createScheduler({ mishaps, limits, everyOrder });
  const parts = createPartSteps(scheduler.current);
  const stage: Stage = {
    ...{ world: await createNamedWorld(parts), scheduler, protocol, parts, freezesNamespace },
    ...{ attempts: [], restores: [], saves: [], troubles: [] },
  };
  await prepare(stage, scenario);
  scenario.act(stage);
  await allWait();
  let judged = '';
  return {
    choices: scheduler.choices,
    async take(name) {
      judged = progressOf(stage);
      await scheduler.take(name);
    },
    state: () => stateOf(stage),
    async broken() {
      if (scheduler.isOver()) return [...(await brokenPromises(stage)), ...brokenEdits(stage)];
      if (progressOf(stage) === judged) return [];
      return [...(await brokenSoFar(stage)), ...brokenEdits(stage)];
    },
  };
}

/** Versions of objects are named by their key and their number: equal states are to look equal. */
async function createNamedWorld(parts: PartSteps): Promise<World> {
  const made = new Map<string, number>();
  return createWorld(parts.next, (key) => {
    const number = (made.get(key) ?? 0) + 1;
    made.set(key, number);
    return `${key.replace(/^.*\//, '')}-${number}`;
  });
}

/** Every step of it is taken at once. */
const nobody: Sender = {
  name: 'before',
  step: async () => ({ fate: 'done', name: 'before' }),
  learn: () => {},
  invoke: (work) => work(),
  end: () => {},
  hadTrouble: () => false,
};

async function prepare(stage: Stage, { drafts, isPublished = false }: Scenario): Promise<void> {
  const { world, protocol, attempts } = stage;
  const deps = portsOf(nobody, { ...stage, onEdit: world.noteDraft });
  for (const [index, draft] of drafts.entries()) {
    for (const [path, content] of Object.entries(draft)) await world.edit(path, content);
    await protocol.observeDraft(deps, PIPELINE);
    if (index === drafts.length - 1 && !isPublished) return;
    const began = world.tick();
    const common = { message: `before ${index + 1}`, key: null, skipsUnchanged: false };
    const input = { pipeline: PIPELINE, message: common.message, createdBy: null, request: null };
    const result = await protocol.publishVersion(deps, input);
    attempts.push({ ...common, began, ended: world.tick(), result });
  }
}
