// What freeze and unfreeze take: a pipeline or a whole namespace, and when a freeze ends.
import { InvalidArgumentError } from 'commander';
import {
  isPipelineName,
  nameOf,
  type PipelinePath,
  pipelineArgument,
  timeArgument,
} from './pipeline-argument.ts';

export type Freezable =
  | { readonly pipeline: PipelinePath }
  | { readonly pipeline?: never; readonly namespace: string };

export function freezableArgument(text: string): Freezable {
  if (isPipelineName(text)) return { pipeline: pipelineArgument(text) };
  if (/^[a-z][a-z0-9_-]{0,127}$/.test(text)) return { namespace: text };
  throw new InvalidArgumentError(
    'Write a pipeline as namespace/layer/name, such as default/silver/clean_orders, or a namespace alone.',
  );
}

export function nameOfFreezable(what: Freezable): string {
  return what.pipeline ? nameOf(what.pipeline) : `the namespace ${what.namespace}`;
}

const MILLISECONDS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90m`, `12h` or `3d` from now by this machine's clock, or a time as `timeArgument` takes it. */
export function endArgument(text: string): string {
  const [, count, unit = ''] = /^([1-9][0-9]{0,5})([mhd])$/.exec(text) ?? [];
  if (count === undefined) return timeArgument(text);
  return new Date(Date.now() + Number(count) * (MILLISECONDS[unit] ?? 0)).toISOString();
}
