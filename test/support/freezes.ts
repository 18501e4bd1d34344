// What suites about freezes share.
import type { Pipeline } from '../../functions/domain/pipeline.ts';

/** A moment so many seconds from now, in whole seconds. */
export function until(seconds: number): string {
  return `${new Date(Date.now() + seconds * 1_000).toISOString().slice(0, 19)}Z`;
}

/** Where a relative Location leads, below the pipeline's path. */
export function pathBelow({ namespace, layer, name }: Pipeline, asked: string, location: string): string {
  const pipeline = `http://service/api/v1/pipelines/${namespace}/${layer}/${name}/`;
  return new URL(location, pipeline + asked).href.replace(pipeline, '');
}
