// The orders of lists of pipelines, the same for the command line and the portal.
import type { PipelineSummary } from './types.ts';

type Listed = Pick<PipelineSummary, 'namespace' | 'layer' | 'name' | 'draft_dirty' | 'published_at'>;
export type Order = (one: Listed, other: Listed) => number;

/** By namespace, then by layer as the deployment orders them, layers that are not among `layers` last, then by name. */
export const byPath =
  (layers: readonly string[]): Order =>
  (one, other) =>
    compareTexts(one.namespace, other.namespace) ||
    compareLayers(layers, one.layer, other.layer) ||
    compareTexts(one.name, other.name);

function compareLayers(layers: readonly string[], one: string, other: string): number {
  const places = [one, other].map((layer) => layers.indexOf(layer)) as [number, number];
  if (places.includes(-1)) return places[1] - places[0] || compareTexts(one, other);
  return places[0] - places[1];
}

/** The last published first, those that never were last. Equals stay as they are, here and below. */
export const byPublished: Order = (one, other) =>
  compareTexts(other.published_at ?? '', one.published_at ?? '');

/** First unpublished changes, those of the version that is live longest before the others; then what was never published. */
export const byAttention: Order = (one, other) => {
  const rank = attentionRank(one) - attentionRank(other);
  if (rank !== 0) return rank;
  return one.draft_dirty ? byPublished(other, one) : 0;
};

function attentionRank({ draft_dirty }: Listed): number {
  if (draft_dirty) return 0;
  return draft_dirty === null ? 1 : 2;
}

// Names are ASCII, so comparing by code unit gives the same order and is faster.
export function compareTexts(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
