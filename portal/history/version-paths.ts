import type { PipelineId } from '../service/pipeline-id.ts';

/** Keys are those of S3; people know the rest. */
export function pathIn({ namespace, layer, name }: PipelineId, key: string): string {
  const prefix = `${namespace}/pipelines/${layer}/${name}/`;
  return key.startsWith(prefix) ? key.slice(prefix.length) : key;
}
