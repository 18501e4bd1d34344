// A pipeline's state in a word or two.
import type { Pipeline } from '../../client/types.ts';

type State = Pick<Pipeline, 'draft_dirty' | 'latest_version'>;

export function PipelineBadge({ draft_dirty, latest_version }: State) {
  if (latest_version === null) return <span class="badge none">Never published</span>;
  if (draft_dirty) return <span class="badge changed">Unpublished changes</span>;
  return <span class="badge published">Published v{latest_version}</span>;
}
