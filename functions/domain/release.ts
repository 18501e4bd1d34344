// A release: a version as plain objects, for what knows no version IDs (docs/releases.md). Its manifest is written last,
// so a manifest that is there speaks of files that are.
import type { Pipeline } from './pipeline.ts';
import { RELEASES_PREFIX } from './reserved-keys.ts';
import type { VersionNumber } from './version.ts';

export const RELEASE_FORMS = ['prefix', 'archive'] as const;
/** An object for each file, or one archive of all. */
export type ReleaseForm = (typeof RELEASE_FORMS)[number];

/** Both as s3:// URLs. */
export interface Release {
  /** Of the files, ending in a slash, or of the archive. */
  readonly location: string;
  readonly manifest: string;
}

export interface ReleaseKeys {
  /** What the keys of the files begin with, or the archive's key. */
  readonly place: string;
  /** Beside the files, not among them: a pipeline may have a manifest.json. */
  readonly manifest: string;
}

export function releaseKeys(
  { namespace, layer, name }: Pipeline,
  number: VersionNumber,
  form: ReleaseForm,
): ReleaseKeys {
  const base = `${RELEASES_PREFIX}${namespace}/${layer}/${name}/${number}`;
  return { place: form === 'prefix' ? `${base}/` : `${base}.tar.gz`, manifest: `${base}.manifest.json` };
}
