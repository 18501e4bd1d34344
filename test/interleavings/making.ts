// Publishers and rollbacks.
import { hash } from 'node:crypto';
import { fingerprintOf } from '../../functions/domain/snapshot.ts';
import type { Attempt } from '../model/actors.ts';
import { PIPELINE } from '../model/world.ts';
import { act, answerOf, isUnavailable } from './acting.ts';
import { portsOf } from './ports.ts';
import type { Sender } from './sender.ts';
import type { Stage } from './stage.ts';
import { KEY } from './stage-state.ts';

export interface Making {
  /** Whether it has the key, and is repeated if it was lost. */
  readonly hasKey?: boolean;
  /** Of a rollback. */
  readonly target?: number;
  readonly skipUnchanged?: boolean;
  readonly overridesFreeze?: boolean;
  readonly allowFailedChecks?: boolean;
  /** The files of the draft that it expects, with their contents. */
  readonly expects?: Readonly<Record<string, string>>;
  /** It is the same as this one but for its name. */
  readonly twinOf?: string;
  /** The name of the first that was the same. */
  readonly kind?: string;
}

/** A publish, or a rollback if it has a target. Starts at any time. */
export function makesVersion(stage: Stage, name: string, making: Making = {}): Promise<void> {
  const { scheduler } = stage;
  const attempt = attemptOf(name, making);
  // Of a crashed attempt nothing is left that could answer.
  const onCrash = () => {
    attempt.ended = stage.world.tick();
    repeat(stage, name, making);
  };
  const sender = scheduler.sender(name, {
    onBegin: () => begin(stage, attempt),
    onCrash,
    kind: kindOf(name, making),
    ...(making.twinOf !== undefined && { after: making.twinOf }),
  });
  return act(stage, async () => {
    await makeVersion(stage, sender, attempt, making);
    if (isUnavailable(attempt.result)) repeat(stage, name, making);
  });
}

function attemptOf(message: string, making: Making): Attempt {
  const { hasKey = false, skipUnchanged = false, allowFailedChecks = false } = making;
  return {
    ...{ message, key: hasKey ? KEY : null, began: 0, result: 'crashed' },
    ...{ skipsUnchanged: skipUnchanged, allowsFailedChecks: allowFailedChecks },
  };
}

function begin({ world, attempts }: Stage, attempt: Attempt): void {
  Object.assign(attempt, { began: world.tick() });
  attempts.push(attempt);
}

/** Whoever repeats is the same as who was lost, and as its twin. */
function repeat(stage: Stage, name: string, making: Making): void {
  const { twinOf: _, ...again } = making;
  const kind = kindOf(name, making);
  if (making.hasKey) void makesVersion(stage, stage.scheduler.nameAgain(kind), { ...again, kind });
}

function kindOf(name: string, { kind, twinOf }: Making): string {
  return kind ?? twinOf ?? name;
}

async function makeVersion(stage: Stage, sender: Sender, attempt: Attempt, making: Making): Promise<void> {
  const { protocol, world } = stage;
  const {
    target,
    skipUnchanged = false,
    allowFailedChecks = false,
    overridesFreeze = false,
    expects,
  } = making;
  const { message, key } = attempt;
  const request = key === null ? null : { key, inputHash: `${target} ${skipUnchanged}` };
  const common = { pipeline: PIPELINE, message, createdBy: null, overridesFreeze, request };
  const onRead = (at: Date) => {
    attempt.lastRead = { tick: world.tick(), at };
  };
  const deps = portsOf(sender, { ...stage, onEdit: world.noteDraft, onRead });
  attempt.result = await answerOf(
    sender.invoke(() =>
      target === undefined
        ? protocol.publishVersion(deps, {
            ...common,
            skipUnchanged,
            allowFailedChecks,
            expectedDraft: fingerprintOfContent(expects),
          })
        : protocol.rollbackVersion(deps, { ...common, target }),
    ),
  );
  attempt.ended = world.tick();
  if (sender.hadTrouble()) attempt.lastRead = undefined;
  sender.end();
}

function fingerprintOfContent(files: Making['expects']): string | undefined {
  if (files === undefined) return undefined;
  const listed = Object.entries(files).map(([path, content]) => ({
    path,
    etag: hash('md5', content),
    size: content.length,
  }));
  return fingerprintOf(listed);
}
