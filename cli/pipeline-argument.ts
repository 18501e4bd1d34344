// How a pipeline and its versions are written on the command line.
import { InvalidArgumentError } from 'commander';
import type { Operations } from '../client/types.ts';

export type PipelinePath = Operations['getPipeline']['path'];

// Which layers there are is a setting of the service, which names them where it refuses another.
const FORM = /^([a-z][a-z0-9_-]{0,127})\/([a-z][a-z0-9_-]{0,63})\/([a-z][a-z0-9_-]{0,127})$/;

export function pipelineArgument(text: string): PipelinePath {
  const [, namespace, layer, name] = FORM.exec(text) ?? [];
  if (namespace === undefined || layer === undefined || name === undefined)
    throw new InvalidArgumentError('Write it as namespace/layer/name, such as default/silver/clean_orders.');
  return { namespace, layer, name };
}

/** `default/silver/clean_orders` */
export function nameOf({ namespace, layer, name }: PipelinePath): string {
  return `${namespace}/${layer}/${name}`;
}

export function isPipelineName(text: string): boolean {
  return FORM.test(text);
}

export function versionArgument(text: string): number {
  if (/^v?[1-9][0-9]{0,9}$/.test(text)) return Number(text.replace('v', ''));
  throw new InvalidArgumentError('It must be the number of a version, such as 3.');
}

/** As the service takes it: `2026-11-20T10:00:00Z`; a day alone is its first moment, in UTC. */
export function timeArgument(text: string): string {
  const time = new Date(text);
  if (/^\d{4}-\d\d-\d\d(T.+(Z|[+-]\d\d:\d\d))?$/.test(text) && !Number.isNaN(time.getTime()))
    return time.toISOString();
  throw new InvalidArgumentError(
    'It must be a time with its offset, such as 2026-11-20T10:00:00Z, or a day.',
  );
}

export function countArgument(text: string): number {
  if (/^[1-9][0-9]{0,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number, without sign.');
}

export function numberArgument(text: string): number {
  return text === '0' ? 0 : countArgument(text);
}
