// The refusal to edit where an edit would destroy what it replaces.
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
