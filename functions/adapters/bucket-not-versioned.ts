// The refusal to edit where an edit would destroy what it replaces, and the alarm where one may have.
import { DomainError } from '../domain/errors.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import type { Versioning } from '../ports/draft-files.ts';

export function bucketNotVersioned(pipeline: Pipeline, versioning: Exclude<Versioning, 'on'>): DomainError {
  return new DomainError(
    'BUCKET_NOT_VERSIONED',
    `The bucket's versioning is ${versioning}, so an edit of ${displayName(pipeline)} would destroy for good what it replaces: nothing was edited. Ask those who run this service to switch versioning on.`,
    { versioning },
  );
}

/** Of an edit that was carried out, in the moments between the last look at the bucket's setting and its change. */
export function editedUnversioned(
  pipeline: Pipeline,
  path: string,
  versioning: Exclude<Versioning, 'on'>,
): DomainError {
  return new DomainError(
    'BUCKET_NOT_VERSIONED',
    `The bucket's versioning was switched off a moment ago, and is ${versioning}: ${path} of ${displayName(pipeline)} was edited all the same, and what stood there is gone for good if it had no version of its own. Pinned versions stay. Ask those who run this service to switch versioning on, then repeat the edit.`,
    { versioning, path, edited: true },
  );
}
