// Pipelines in order, with a heading above each layer of a namespace.
import { byPath } from '../../client/pipeline-order.ts';
import type { PipelineSummary } from '../../client/types.ts';
import { pathOf } from '../service/pipeline-id.ts';

export interface GroupRow {
  readonly kind: 'group';
  readonly key: string;
  readonly count: number;
}

export interface PipelineRow {
  readonly kind: 'pipeline';
  readonly key: string;
  readonly pipeline: PipelineSummary;
}

export type Row = GroupRow | PipelineRow;

/**
 * Sorts by namespace, layer as the deployment orders them, and name; drops duplicates: a pipeline can move between pages
 * while they are read.
 */
export function inOrder(
  pipelines: readonly PipelineSummary[],
  layers: readonly string[],
): readonly PipelineSummary[] {
  const unique = new Map(pipelines.map((pipeline) => [pathOf(pipeline), pipeline]));
  return [...unique.values()].sort(byPath(layers));
}

/** `pipelines` are in order. */
export function grouped(pipelines: readonly PipelineSummary[]): readonly Row[] {
  const groups = Map.groupBy(pipelines, ({ namespace, layer }) => `${namespace} / ${layer}`);
  return [...groups].flatMap(([key, members]): readonly Row[] => [
    { kind: 'group', key, count: members.length },
    ...members.map((pipeline) => ({ kind: 'pipeline', key: pathOf(pipeline), pipeline }) as const),
  ]);
}

/** The next pipeline above or below a row. The search may start at -1 or at the number of rows. */
export function neighbour(rows: readonly Row[], from: number, step: 1 | -1): number | undefined {
  const index = from + step;
  const row = rows[index];
  return row?.kind === 'group' ? neighbour(rows, index, step) : row && index;
}
