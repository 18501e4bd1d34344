// Which drafts can become a version.
import { type Report, shownReport } from '../domain/checks/report.ts';
import type { Draft } from '../domain/draft.ts';
import { DomainError } from '../domain/errors.ts';
import { layout } from '../domain/layout.ts';
import { MAX_MANIFEST_BYTES, manifestBytes } from '../domain/manifest-size.ts';
import { displayName, keyPrefix, type Pipeline } from '../domain/pipeline.ts';
import { isPinned, type ListedFile, MAX_FILES, type PinnedFile, sourceOf } from '../domain/snapshot.ts';
import type { State } from '../domain/state.ts';
import type { Listing } from '../ports/draft-files.ts';

/**
 * The files as pins. Throws `PIPELINE_NOT_FOUND`, `EMPTY_DRAFT`, `MISSING_SOURCE`, `UNVERSIONED_FILES`, and
 * `DRAFT_TOO_LARGE` if their names are so long that no answer could list them.
 */
export function assertPublishable(
  pipeline: Pipeline,
  state: State | null,
  files: readonly ListedFile[],
): readonly PinnedFile[] {
  if (files.length === 0) throw state?.current ? emptyDraft(pipeline) : pipelineNotFound(pipeline);
  if (sourceOf(files) === null) throw missingSource(pipeline, files.length);
  const pinned = files.filter(isPinned);
  if (pinned.length < files.length) throw unversionedFiles(pipeline, files);
  const bytes = manifestBytes(pipeline, pinned);
  if (bytes > MAX_MANIFEST_BYTES) throw namesTooLong(pipeline, pinned.length, bytes);
  return pinned;
}

/** Throws `DRAFT_TOO_LARGE` if the listing was cut. */
export function assertNotTooMany(pipeline: Pipeline, listing: Listing | null): void {
  if (listing === null || listing.files.length <= MAX_FILES) return;
  throw new DomainError(
    'DRAFT_TOO_LARGE',
    `The draft of ${displayName(pipeline)} has more than ${MAX_FILES} files; remove what is not part of the pipeline.`,
    { max_files: MAX_FILES },
  );
}

/** The pins of a listing that could become a version; `null` if it could not. */
export function publishablePins(pipeline: Pipeline, listing: Listing | null): readonly PinnedFile[] | null {
  const files = listing?.files ?? [];
  if (files.length > MAX_FILES || sourceOf(files) === null || !files.every(isPinned)) return null;
  return manifestBytes(pipeline, files) > MAX_MANIFEST_BYTES ? null : files;
}

/** Throws `PRECONDITION_FAILED` unless the draft is the one that the caller has seen. */
export function assertExpectedDraft(pipeline: Pipeline, expected: string | undefined, draft: Draft): void {
  if (expected === undefined || expected === draft.fingerprint) return;
  throw new DomainError(
    'PRECONDITION_FAILED',
    `The draft of ${displayName(pipeline)} is not the one you expected; look at what changed and try again.`,
    { expected_draft: expected, draft_fingerprint: draft.fingerprint, file_count: draft.fileCount },
  );
}

/** Throws `CHECKS_FAILED` if there are errors and the caller does not want them published all the same. */
export function assertChecked(pipeline: Pipeline, allowFailedChecks: boolean, report: Report): void {
  if (report.valid || allowFailedChecks) return;
  const files = report.files.filter(({ errors }) => errors.length > 0).map(({ path }) => path);
  throw new DomainError(
    'CHECKS_FAILED',
    `The checks of ${displayName(pipeline)} found errors in ${listOf(files)}; nothing was published. Correct them, or publish all the same with allow_failed_checks.`,
    { checks: shownReport(report) },
  );
}

/** Throws `CHECKS_FAILED` with the words of the deployment's own check. */
export function refusedByOwnCheck(pipeline: Pipeline, report: Report): DomainError {
  const words = report.message ? ` It says: ${report.message}` : '';
  return new DomainError(
    'CHECKS_FAILED',
    `The check of this deployment refuses ${displayName(pipeline)}; nothing was published. Correct it, or publish all the same with allow_failed_checks.${words}`,
    { checks: shownReport(report) },
  );
}

function listOf(paths: readonly string[]): string {
  const first = paths.slice(0, 3).join(', ');
  return paths.length > 3 ? `${first} and ${paths.length - 3} more` : first;
}

export function pipelineNotFound(pipeline: Pipeline): DomainError {
  const prefix = keyPrefix(pipeline);
  return new DomainError(
    'PIPELINE_NOT_FOUND',
    `There is no pipeline ${displayName(pipeline)}: it has no versions and no files under ${prefix}; save a file there first.`,
    { prefix },
  );
}

function namesTooLong(pipeline: Pipeline, fileCount: number, bytes: number): DomainError {
  return new DomainError(
    'DRAFT_TOO_LARGE',
    `The names of the ${fileCount} files of ${displayName(pipeline)} are too long together: a list of them would take ${bytes} bytes, more than ${MAX_MANIFEST_BYTES}; use fewer files or shorter names.`,
    { file_count: fileCount, manifest_bytes: bytes, max_manifest_bytes: MAX_MANIFEST_BYTES },
  );
}

function emptyDraft(pipeline: Pipeline): DomainError {
  return new DomainError(
    'EMPTY_DRAFT',
    `The draft of ${displayName(pipeline)} has no files; save some under ${keyPrefix(pipeline)} first. Runs still use the current version.`,
  );
}

function missingSource(pipeline: Pipeline, fileCount: number): DomainError {
  return new DomainError('MISSING_SOURCE', `The draft of ${displayName(pipeline)} has ${noSource()} first.`, {
    file_count: fileCount,
  });
}

function noSource(): string {
  const sources = layout().sources.toReversed();
  if (sources.length === 1) return `no ${sources[0]}; save it`;
  if (sources.length === 2) return `neither ${sources.join(' nor ')}; save one of them`;
  return `none of ${layout().sources.join(', ')}; save one of them`;
}

function unversionedFiles(pipeline: Pipeline, files: readonly ListedFile[]): DomainError {
  const keys = files.filter((file) => !isPinned(file)).map(({ path }) => keyPrefix(pipeline) + path);
  return new DomainError(
    'UNVERSIONED_FILES',
    `${keys.length} file(s) of ${displayName(pipeline)} were written while the bucket was not versioned and cannot be pinned; enable versioning, then save them again.`,
    { keys },
  );
}
