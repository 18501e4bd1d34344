// What the service's own health says of the bucket.
import type { Health } from '../../client/types.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

export function bucketFindings({
  causes = [],
  lifecycle_rules = [],
  not_checked = [],
}: Health): readonly Finding[] {
  return [
    causes.includes('versioning')
      ? fail('versioning', 'the bucket does not keep what is replaced', "Switch the bucket's versioning on.")
      : ok('versioning', 'the bucket keeps what is replaced'),
    lifecycle(),
  ];

  function lifecycle(): Finding {
    if (lifecycle_rules.length > 0) {
      const names = lifecycle_rules.map(({ id, effects }) => `${id} (${effects.join(', ')})`).join(', ');
      const advice = 'Take pipelines out of these rules, or pinned files are lost.';
      return fail('lifecycle', `rules harm pipelines: ${names}`, advice);
    }
    if (not_checked.includes('lifecycle'))
      return warn('lifecycle', 'the service may not look', 'Give it s3:GetLifecycleConfiguration.');
    return ok('lifecycle', 'no rule harms pipelines');
  }
}
