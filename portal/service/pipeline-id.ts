// A pipeline's three names, for query keys, addresses and texts.
import type { Pipeline } from '../../client/types.ts';

export type PipelineId = Readonly<Pick<Pipeline, 'namespace' | 'layer' | 'name'>>;

/** `default/silver/clean_orders` */
export function pathOf({ namespace, layer, name }: PipelineId): string {
  return `${namespace}/${layer}/${name}`;
}
