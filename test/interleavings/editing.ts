// Editors who write to the bucket, the events of their edits, restores and saves through the API.
import type { DomainError } from '../../functions/domain/errors.ts';
import { saveFile } from '../../functions/usecases/edit-draft.ts';
import { PIPELINE } from '../model/world.ts';
import { act, answerOf, isUnavailable } from './acting.ts';
import { portsOf } from './ports.ts';
import type { Restoring, Saving } from './restores.ts';
import type { Hooks, Sender } from './sender.ts';
import type { Stage } from './stage.ts';

export type Change = readonly [path: string, content: string | null];

interface Events {
  /** Whether one delivery brings the events of all of them. */
  readonly batched?: boolean;
}

/** One edit after the other; the event of each is delivered at any time after it. */
export function edits(
  stage: Stage,
  name: string,
  changes: readonly Change[],
  { batched = false }: Events = {},
): Promise<void> {
  const sender = stage.scheduler.sender(name, { mayEdit: true });
  return act(stage, async () => {
    for (const [index, change] of changes.entries()) {
      await edit(stage, sender, change);
      if (!batched || index === changes.length - 1)
        observes(stage, `the event of ${name}'s edit at ${stage.world.tick()}`);
    }
    sender.end();
  });
}

async function edit({ world }: Stage, sender: Sender, [path, content]: Change): Promise<void> {
  await sender.step({ label: 'edits the draft', detail: path, fates: ['done'] });
  await world.edit(path, content);
}

/** An event that was not handled comes again. */
export function observes(stage: Stage, name: string): void {
  const again = () => observes(stage, `${name}, again`);
  const sender = stage.scheduler.sender(name, { onCrash: again });
  void act(stage, async () => {
    const deps = portsOf(sender, { ...stage, onEdit: stage.world.noteDraft });
    const observed = await answerOf(sender.invoke(() => stage.protocol.observeDraft(deps, PIPELINE)));
    sender.end();
    if (isUnavailable(observed)) again();
  });
}

export function restores(stage: Stage, name: string, target: number): void {
  const { world, restores, protocol } = stage;
  const restoring: Restoring = { target, edited: new Set(), began: 0, result: 'crashed' };
  const sender = stage.scheduler.sender(name, timing(stage, restores, restoring));
  const onEdit = async (path: string) => {
    restoring.edited.add(path);
    await world.noteDraft();
    observes(stage, `the event of ${name}'s edit of ${path} at ${world.tick()}`);
  };
  const deps = portsOf(sender, { ...stage, onEdit });
  const work = () => protocol.restoreDraft(deps, { pipeline: PIPELINE, target });
  answers(stage, sender, restoring, work);
}

/** Through the API, on top of what is there now. */
export function saves(
  stage: Stage,
  name: string,
  [path, content]: readonly [path: string, content: string],
): void {
  const { world } = stage;
  const saving: Saving = { name, path, hasWritten: false, began: 0, result: 'crashed' };
  const sender = stage.scheduler.sender(name, timing(stage, stage.saves, saving));
  const onEdit = async () => {
    saving.hasWritten = true;
    await world.noteDraft();
    observes(stage, `the event of ${name} at ${world.tick()}`);
  };
  const ifMatch = world.moments.at(-1)?.draft.find((file) => file.path === path)?.etag;
  const file = { path, bytes: Buffer.from(content), contentType: 'text/plain', condition: { ifMatch } };
  const work = () => saveFile(portsOf(sender, { ...stage, onEdit }), PIPELINE, file);
  answers(stage, sender, saving, work);
}

function timing<T extends Restoring | Saving>({ world }: Stage, all: T[], one: T): Hooks {
  return {
    mayEdit: true,
    onBegin() {
      one.began = world.tick();
      all.push(one);
    },
    onCrash() {
      one.ended = world.tick();
    },
  };
}

function answers<T>(
  stage: Stage,
  sender: Sender,
  asked: { ended?: number; result: T | DomainError | 'crashed' },
  work: () => Promise<T>,
): void {
  void act(stage, async () => {
    asked.result = await answerOf(sender.invoke(work));
    asked.ended = stage.world.tick();
    sender.end();
  });
}
