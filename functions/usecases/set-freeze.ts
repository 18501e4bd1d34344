// Freezing and lifting a freeze, of a pipeline or of a namespace (docs/design.md, "Freeze"). A freeze that is there is
// replaced; lifting one that is not there does nothing. So both can be repeated.
import {
  type Freeze,
  type FreezeAct,
  freezeFrom,
  freezing,
  inForce,
  lifting,
  MAX_REQUEST_SECONDS,
} from '../domain/freeze.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import type { Deps } from './deps.ts';
import { readPipeline } from './read-pipelines.ts';

export type FreezeInput = Pick<Freeze, 'reason' | 'frozenBy' | 'until'>;

/** Holds at once. Throws `PIPELINE_NOT_FOUND` and `INVALID_REQUEST`. */
export async function freezePipeline(deps: Deps, pipeline: Pipeline, input: FreezeInput): Promise<Freeze> {
  const freeze = freezeFrom(deps.runtime.now(), input);
  await setFreeze(deps, pipeline, freezing(freeze));
  return freeze;
}

/** Throws `PIPELINE_NOT_FOUND`. */
export async function unfreezePipeline(deps: Deps, pipeline: Pipeline, by: string | null): Promise<void> {
  await setFreeze(deps, pipeline, lifting(by, deps.runtime.now()));
}

/** Whoever exists has a state once it was read. */
async function setFreeze(deps: Deps, pipeline: Pipeline, act: FreezeAct): Promise<void> {
  await readPipeline(deps, pipeline);
  if (!(await deps.versions.setFreeze(pipeline, act)))
    throw new Error(`the state of ${displayName(pipeline)} vanished while it was frozen`);
}

export interface NamespaceFreeze {
  readonly freeze: Freeze;
  /** By then, requests that began before have ended. */
  readonly effectiveBy: Date;
}

/** Holds for requests that begin later. Throws `INVALID_REQUEST`. */
export async function freezeNamespace(
  { versions, runtime }: Deps,
  namespace: string,
  input: FreezeInput,
): Promise<NamespaceFreeze> {
  const freeze = freezeFrom(runtime.now(), input);
  await versions.setNamespaceFreeze(namespace, freezing(freeze));
  return { freeze, effectiveBy: new Date(runtime.now().getTime() + MAX_REQUEST_SECONDS * 1_000) };
}

export async function unfreezeNamespace(
  { versions, runtime }: Deps,
  namespace: string,
  by: string | null,
): Promise<void> {
  await versions.setNamespaceFreeze(namespace, lifting(by, runtime.now()));
}

/** `null` if there is none, or it has ended. */
export async function readNamespaceFreeze(
  { versions, runtime }: Deps,
  namespace: string,
): Promise<Freeze | null> {
  return inForce(await versions.readNamespaceFreeze(namespace), runtime.now());
}
