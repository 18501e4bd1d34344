// Why S3 refuses a conditional write or delete.
import pRetry from 'p-retry';
import { DomainError } from '../../domain/errors.ts';

interface Failure {
  readonly name?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
}

/** Another object is there than the condition names, or none. */
export class ConditionFailed extends Error {
  /** An earlier try of the same edit had no answer: it may have been carried out, or may still be. */
  readonly mayBeDone: boolean;

  constructor(mayBeDone: boolean, cause: unknown) {
    super('the condition of an edit failed', { cause });
    this.mayBeDone = mayBeDone;
  }
}

/** Some servers have no conditional deletes, and say so: LocalStack. */
export function isNotImplemented(failure: unknown): boolean {
  return statusOf(failure) === 501;
}

/** Whether the SDK had sent the request before, so that an earlier try may have been carried out. */
export function wasRepeated(failure: unknown): boolean {
  return ((failure as Failure).$metadata?.attempts ?? 1) > 1;
}

/**
 * Sends an edit, and repeats what S3 refuses because of another one at the same time: 409 says that nothing was decided,
 * and asks for another try. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html#conditional-error-response
 * Throws `ConditionFailed`, and `UNAVAILABLE` if the conflict does not end. `unknown`: what to tell people if the edit
 * may have been carried out all the same.
 */
export async function editOnCondition<T>(
  request: () => Promise<T>,
  { path, unknown }: { readonly path: string; readonly unknown: string },
): Promise<T> {
  let mayBeDone = false;
  try {
    return await pRetry(request, {
      retries: 4,
      minTimeout: 25,
      randomize: true,
      onFailedAttempt: ({ error }) => {
        mayBeDone ||= wasRepeated(error);
      },
      shouldRetry: ({ error }) => isConflict(error),
    });
  } catch (failure) {
    if (isConditionFailure(failure)) throw new ConditionFailed(mayBeDone, failure);
    if (isUnanswered(failure)) throw outcomeUnknown(unknown, failure);
    if (!isConflict(failure)) throw failure;
    if (mayBeDone) throw outcomeUnknown(unknown, failure);
    const message = `Others keep writing ${path} at the same moment, so it was not stored; try again.`;
    throw new DomainError('UNAVAILABLE', message, undefined, failure);
  }
}

/** S3 gave no answer. A request whose own time was over has no cause, and says itself what may be stored. */
function isUnanswered(failure: unknown): boolean {
  return failure instanceof DomainError && failure.code === 'UNAVAILABLE' && failure.cause !== undefined;
}

export function outcomeUnknown(message: string, cause: unknown): DomainError {
  return new DomainError('UNAVAILABLE', message, undefined, cause);
}

// NoSuchKey: there is none. A missing bucket is also 404, and no failed condition.
function isConditionFailure(failure: unknown): boolean {
  return statusOf(failure) === 412 || (failure as Failure).name === 'NoSuchKey';
}

function isConflict(failure: unknown): boolean {
  return statusOf(failure) === 409;
}

export function statusOf(failure: unknown): number | undefined {
  return (failure as Failure).$metadata?.httpStatusCode;
}
