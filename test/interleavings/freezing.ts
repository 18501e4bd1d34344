// Who freezes the pipeline or its namespace, or lifts that.
import { PIPELINE } from '../model/world.ts';
import { act, answerOf } from './acting.ts';
import { portsOf, TIME } from './ports.ts';
import type { Stage } from './stage.ts';

export interface FreezingOf {
  readonly ofNamespace?: boolean;
}

/** Longer than a run takes by any clock. */
const until = new Date(TIME + 3_600_000);

export function freezes(stage: Stage, name: string, { ofNamespace = false }: FreezingOf = {}): Promise<void> {
  const { freezePipeline, freezeNamespace } = stage.protocol;
  const input = { reason: 'a reason', frozenBy: null, until };
  return requests(stage, name, (deps) =>
    ofNamespace ? freezeNamespace(deps, PIPELINE.namespace, input) : freezePipeline(deps, PIPELINE, input),
  );
}

export function unfreezes(stage: Stage, name: string): Promise<void> {
  return requests(stage, name, (deps) => stage.protocol.unfreezePipeline(deps, PIPELINE, null));
}

function requests(
  stage: Stage,
  name: string,
  request: (deps: ReturnType<typeof portsOf>) => Promise<unknown>,
): Promise<void> {
  const sender = stage.scheduler.sender(name);
  const deps = portsOf(sender, { ...stage, onEdit: stage.world.noteDraft });
  return act(stage, async () => {
    await answerOf(sender.invoke(() => request(deps)));
    sender.end();
  });
}
