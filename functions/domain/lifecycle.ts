// Lifecycle rules of the bucket, and which of them harm pipelines. S3 carries them out by itself: no policy stops it.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html
import { canBeginKey } from './pipeline.ts';

/**
 * deletes: old versions, for good, also those that are pinned. archives: moves files to where no run can read them. hides:
 * puts delete markers on current files, which leave the draft; on AWS their versions stay. unknown: an action that we do
 * not know.
 */
export type LifecycleEffect = 'deletes' | 'archives' | 'hides' | 'unknown';

export interface LifecycleRule {
  /** Its name in the bucket. */
  readonly id: string;
  /** What its keys begin with. By tags and sizes it may leave some of them out. */
  readonly prefix: string;
  readonly isEnabled: boolean;
  /** Empty if it harms no file anywhere, such as a rule that ends unfinished uploads. */
  readonly effects: readonly LifecycleEffect[];
}

/** The enabled rules that can harm a file of a pipeline, in their order. */
export function harmfulRules(rules: readonly LifecycleRule[]): readonly LifecycleRule[] {
  return rules.filter(
    ({ isEnabled, effects, prefix }) => isEnabled && effects.length > 0 && canBeginKey(prefix),
  );
}

const WORDS: Readonly<Record<LifecycleEffect, string>> = {
  deletes: 'deletes old versions for good, also those that published versions pin',
  archives: 'moves files to an archive, where no run can read them',
  hides: 'deletes files from the draft',
  unknown: 'does something that this service does not know',
};

/** A sentence for each rule, and what to do. */
export function describeHarm(rules: readonly LifecycleRule[]): string {
  const sentences = rules.map(({ id, prefix, effects }) => {
    const keys = prefix === '' ? 'all keys' : `keys ${prefix}…`;
    const does = effects.map((effect) => WORDS[effect]).join(', and ');
    return `The bucket's lifecycle rule "${id}" (${keys}) ${does}.`;
  });
  const them = rules.length === 1 ? 'it' : 'them';
  return [...sentences, `Disable ${them}, or limit ${them} to keys that no pipeline has.`].join(' ');
}
