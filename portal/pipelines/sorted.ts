// The orders of the list other than the usual one, which has headings for namespaces and layers.
import { byAttention, byPublished, compareTexts, type Order } from '../../client/pipeline-order.ts';
import type { PipelineSummary } from '../../client/types.ts';
import { pathOf } from '../service/pipeline-id.ts';
import type { PipelineRow } from './grouped.ts';

/** A dash in front turns the order round. */
export type Sort = `${'' | '-'}${keyof typeof ORDERS}`;

const byText =
  (of: (pipeline: PipelineSummary) => string | null) =>
  (one: PipelineSummary, other: PipelineSummary): number =>
    compareTexts(of(one) ?? '', of(other) ?? '');

const ORDERS = {
  attention: byAttention satisfies Order,
  name: byText(({ name }) => name),
  type: byText(({ type }) => type),
  by: byText(({ published_by }) => published_by),
  published: byPublished satisfies Order,
};

/** `undefined` for the usual order, and for what an address may say that is none. */
export function sortOf(text: string): Sort | undefined {
  return Object.hasOwn(ORDERS, text.replace(/^-/, '')) ? (text as Sort) : undefined;
}

/** `pipelines` are in their usual order, which equals keep. */
export function sorted(pipelines: readonly PipelineSummary[], sort: Sort): readonly PipelineRow[] {
  const isTurned = sort.startsWith('-');
  const order = ORDERS[sort.replace('-', '') as keyof typeof ORDERS];
  return pipelines
    .toSorted((one, other) => (isTurned ? order(other, one) : order(one, other)))
    .map((pipeline) => ({ kind: 'pipeline', key: pathOf(pipeline), pipeline }));
}
