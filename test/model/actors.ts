// Who acts in the model: clients, editors, the event queue, readers. Each request of theirs is two steps that the
// schedule orders freely (it arrives, its answer arrives) and has a fate: it may crash its sender, lose its answer, fail.
import type { Scheduler } from 'fast-check';
import { createMemoryDraftFiles } from '../../functions/adapters/memory/draft-files.ts';
import { DomainError } from '../../functions/domain/errors.ts';
import type { VersionId } from '../../functions/domain/version.ts';
import type { Deps } from '../../functions/usecases/deps.ts';
import type { Outcome } from '../../functions/usecases/outcome.ts';
import type { Command, Fate } from './commands.ts';
import type { Protocol } from './protocol.ts';
import { PIPELINE, type World } from './world.ts';

export interface Attempt {
  readonly message: string;
  readonly key: string | null;
  readonly skipsUnchanged: boolean;
  readonly allowsFailedChecks?: boolean;
  readonly began: number;
  ended?: number;
  /** When it last read the state; left out if a request has failed since. */
  lastRead?: { readonly tick: number; readonly at: Date } | undefined;
  result: Outcome | DomainError | 'crashed';
}

export interface Stage {
  readonly world: World;
  readonly schedule: Scheduler;
  readonly protocol: Protocol;
  readonly freezes: boolean;
  readonly fates: Fate[];
  readonly attempts: Attempt[];
  readonly troubles: string[];
}

/** Longer than what answers that are lost late take. */
const FREEZE_MS = 3_600_000;

class Crash extends Error {}

async function steps(stage: Stage, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await stage.schedule.schedule(Promise.resolve());
}

/** The ports as one sender sees them: every request at the mercy of the schedule and of its fate. */
function portsFor(stage: Stage, updateDelay = 0, attempt?: Attempt): Deps {
  const { world } = stage;
  const travelling =
    <A extends unknown[], T>(effect: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      const fate = stage.fates.shift() ?? 'ok';
      if (attempt && fate.startsWith('fail')) attempt.lastRead = undefined;
      await steps(stage, 1);
      if (fate === 'crash before') throw new Crash();
      if (fate === 'fail before') throw new DomainError('UNAVAILABLE', 'it did not arrive');
      const answer = await effect(...args);
      await steps(stage, 1);
      if (fate === 'crash after') throw new Crash();
      if (fate === 'fail after') throw new DomainError('UNAVAILABLE', 'its answer was lost for good');
      if (fate !== 'answer lost' && fate !== 'answer lost late') return answer;
      // What an SDK does on its own, when it has waited long enough: the request again, though it has done its work.
      world.pass(fate === 'answer lost' ? 9_000 : 21_000);
      return effect(...args);
    };
  const files = createMemoryDraftFiles(world.bucket, () => steps(stage, 1));
  const { store } = world;
  let ids = 0;
  return {
    versions: {
      ...store,
      // Where nobody freezes, nothing depends on when it is read.
      readNamespaceFreeze: stage.freezes ? travelling(store.readNamespaceFreeze) : store.readNamespaceFreeze,
      setFreeze: travelling(store.setFreeze),
      setNamespaceFreeze: travelling(store.setNamespaceFreeze),
      readState: travelling(async (pipeline) => {
        const state = await store.readState(pipeline);
        if (attempt) attempt.lastRead = { tick: world.tick(), at: world.now() };
        return state;
      }),
      async update(...args) {
        await steps(stage, updateDelay);
        return travelling(store.update)(...args);
      },
      archive: travelling(store.archive),
      readArchived: travelling(store.readArchived),
      storeSnapshot: travelling(store.storeSnapshot),
      readSnapshots: travelling(store.readSnapshots),
      claimKey: travelling(store.claimKey),
      readKey: travelling(store.readKey),
      recordNumber: travelling(store.recordNumber),
      async *history(pipeline, range) {
        await steps(stage, 1);
        yield* store.history(pipeline, range);
      },
    },
    files: {
      ...files,
      listDraft: travelling(files.listDraft),
      listContent: travelling(files.listContent),
      findMissing: travelling(files.findMissing),
      findEntangled: travelling(files.findEntangled),
    },
    runtime: {
      now: world.now,
      pause: () => steps(stage, 1),
      random: () => 0.5,
      newVersionId: () => `${stage.attempts.length}-${ids++}-${world.now().getTime()}` as VersionId,
    },
  };
}

/** Everything that happens, in order: a command that nobody waits for goes on while the next ones start. */
export async function play(stage: Stage, script: readonly Command[]): Promise<void> {
  const started: Promise<void>[] = [];
  for (const command of script) {
    await steps(stage, command.delay);
    const running = act(stage, command);
    started.push(running);
    if (command.waited) await running;
  }
  await Promise.all(started);
}

async function act(stage: Stage, command: Command): Promise<void> {
  if (command.kind === 'save') return edit(stage, command.path, command.content, command.deliveries);
  if (command.kind === 'delete') return edit(stage, command.path, null, command.deliveries);
  if (command.kind === 'read') return read(stage);
  if (isFreezing(command))
    return command.kind === 'freeze'
      ? freeze(stage, command.ofNamespace)
      : unfreeze(stage, command.ofNamespace);
  if (command.kind === 'day') return stage.world.pass(86_400_000);
  return request(stage, command);
}

function isFreezing(command: Command): command is Extract<Command, { readonly ofNamespace: boolean }> {
  return 'ofNamespace' in command;
}

async function edit(stage: Stage, path: string, content: string | null, deliveries: readonly number[]) {
  await stage.world.edit(path, content);
  // The queue delivers at least once, late and in any order.
  await Promise.all(deliveries.map((delay) => deliver(stage, delay)));
}

/** It ends within the day that may pass. */
async function freeze(stage: Stage, ofNamespace: boolean): Promise<void> {
  const { freezePipeline, freezeNamespace } = stage.protocol;
  const until = new Date(stage.world.now().getTime() + FREEZE_MS);
  const input = { reason: 'a reason', frozenBy: null, until };
  await unlessMishap(
    ofNamespace
      ? freezeNamespace(portsFor(stage), PIPELINE.namespace, input)
      : freezePipeline(portsFor(stage), PIPELINE, input),
  );
}

async function unfreeze(stage: Stage, ofNamespace: boolean): Promise<void> {
  const { unfreezePipeline, unfreezeNamespace } = stage.protocol;
  await unlessMishap(
    ofNamespace
      ? unfreezeNamespace(portsFor(stage), PIPELINE.namespace, null)
      : unfreezePipeline(portsFor(stage), PIPELINE, null),
  );
}

async function unlessMishap(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (failure) {
    if (!isMishap(failure) && (failure as DomainError).code !== 'PIPELINE_NOT_FOUND') throw failure;
  }
}

async function deliver(stage: Stage, delay: number): Promise<void> {
  await steps(stage, delay);
  try {
    await stage.protocol.observeDraft(portsFor(stage, delay), PIPELINE);
  } catch (failure) {
    if (!isMishap(failure)) throw failure;
    await deliver(stage, delay); // not acknowledged: it comes again
  }
}

async function request(
  stage: Stage,
  command: Extract<Command, { kind: 'publish' | 'rollback' }>,
  repeats = 2,
) {
  const attempt: Attempt = {
    message: `attempt ${stage.attempts.length}`,
    key: command.key,
    skipsUnchanged: command.kind === 'publish' && command.skipUnchanged,
    allowsFailedChecks: command.kind === 'publish' && command.allowFailedChecks === true,
    began: stage.world.tick(),
    result: 'crashed',
  };
  stage.attempts.push(attempt);
  try {
    attempt.result = await send(stage, command, attempt);
  } catch (failure) {
    if (failure instanceof DomainError) attempt.result = failure;
    else if (!(failure instanceof Crash)) throw failure;
    if (isMishap(failure) && command.key !== null && repeats > 0) await request(stage, command, repeats - 1);
  } finally {
    attempt.ended = stage.world.tick();
  }
}

function send(stage: Stage, command: Extract<Command, { kind: 'publish' | 'rollback' }>, attempt: Attempt) {
  const { publishVersion, rollbackVersion } = stage.protocol;
  const { kind, key } = command;
  const deps = portsFor(stage, command.updateDelay, attempt);
  const target = kind === 'rollback' ? command.target : 0;
  const inputHash =
    kind === 'publish'
      ? `publish ${command.skipUnchanged} ${command.allowFailedChecks}`
      : `rollback ${target}`;
  const common = {
    pipeline: PIPELINE,
    message: attempt.message,
    createdBy: null,
    request: key === null ? null : { key, inputHash },
  };
  return kind === 'publish'
    ? publishVersion(deps, {
        ...common,
        skipUnchanged: command.skipUnchanged,
        allowFailedChecks: command.allowFailedChecks,
        overridesFreeze: command.overridesFreeze,
      })
    : rollbackVersion(deps, { ...common, target });
}

/** Promise 8 and "read STATE first and nothing is ever missing", checked while others write. */
async function read(stage: Stage): Promise<void> {
  try {
    const history = await stage.protocol.readVersions(portsFor(stage), PIPELINE, { expected: 100 });
    const numbers: number[] = [];
    for await (const version of history.versions) numbers.push(version.number);
    const all = Array.from({ length: history.total }, (_, index) => history.total - index);
    if (numbers.join() !== all.join()) stage.troubles.push(`history: read ${numbers}, not ${all}`);
  } catch (failure) {
    if (!isMishap(failure) && (failure as DomainError).code !== 'PIPELINE_NOT_FOUND') throw failure;
  }
}

function isMishap(failure: unknown): boolean {
  return failure instanceof Crash || (failure instanceof DomainError && failure.code === 'UNAVAILABLE');
}
