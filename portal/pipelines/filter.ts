// The filter of the list. The address holds it, so that back, forward and reload keep it.
import type { PipelineSummary } from '../../client/types.ts';
import { pathOf } from '../service/pipeline-id.ts';
import { sortOf } from './sorted.ts';

export interface Filter {
  /** As typed. Every word must occur. */
  readonly text: string;
  /** Empty: all. */
  readonly namespace: string;
  readonly layer: string;
  readonly onlyUnpublished: boolean;
  /** As in sorted.ts; empty: by namespace and layer. */
  readonly sort: string;
}

export const NO_FILTER: Filter = { text: '', namespace: '', layer: '', onlyUnpublished: false, sort: '' };

export function filterOf(search: string): Filter {
  const parameters = new URLSearchParams(search);
  const given = (name: string) => parameters.get(name) ?? '';
  return {
    text: given('q'),
    namespace: given('namespace'),
    layer: given('layer'),
    onlyUnpublished: given('unpublished') === '1',
    sort: sortOf(given('sort')) ?? '',
  };
}

export function addressOfFilter({ text, namespace, layer, onlyUnpublished, sort }: Filter): string {
  const parameters = { q: text, namespace, layer, unpublished: onlyUnpublished ? '1' : '', sort };
  const given = Object.entries(parameters).filter(([, value]) => value !== '');
  return given.length === 0 ? '/' : `/?${new URLSearchParams(given)}`;
}

/** Returns the test of one pipeline. `draft_dirty` is “Unpublished changes” on the badge. */
export function matching({ text, namespace, layer, onlyUnpublished }: Filter) {
  const words = text.toLowerCase().split(/\s+/);
  return (pipeline: PipelineSummary): boolean => {
    if (namespace !== '' && pipeline.namespace !== namespace) return false;
    if (layer !== '' && pipeline.layer !== layer) return false;
    if (onlyUnpublished && pipeline.draft_dirty !== true) return false;
    const searched = searchedText(pipeline);
    return words.every((word) => searched.includes(word));
  };
}

/** One line per name, so that no word spans two of them. */
function searchedText(pipeline: PipelineSummary): string {
  return [pathOf(pipeline), pipeline.message, pipeline.published_by].join('\n').toLowerCase();
}
