// Why S3 refuses a conditional write or delete.
import pRetry from 'p-retry';
import { DomainError } from '../../domain/errors.ts';

interface Failure {
  readonly name?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
}

/** Another object is there, or none (NoSuchKey). A missing bucket is also 404, and no failed condition. */
export function isConditionFailure(failure: unknown): boolean {
  const { name, $metadata } = failure as Failure;
  return $metadata?.httpStatusCode === 412 || name === 'NoSuchKey';
}

/** Some servers have no conditional deletes, and say so: LocalStack. */
export function isNotImplemented(failure: unknown): boolean {
  return (failure as Failure).$metadata?.httpStatusCode === 501;
}

/** Whether the SDK had sent the request before, so that an earlier try may have been carried out. */
export function wasRepeated(failure: unknown): boolean {
  return ((failure as Failure).$metadata?.attempts ?? 1) > 1;
}

/**
 * Repeats a request that S3 refuses because of another one at the same time: 409 says that nothing was decided, and asks
 * for another try. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html#conditional-error-response
 */
export async function unlessInConflict<T>(path: string, request: () => Promise<T>): Promise<T> {
  try {
    return await pRetry(request, {
      retries: 4,
      minTimeout: 25,
      randomize: true,
      shouldRetry: ({ error }) => isConflict(error),
    });
  } catch (failure) {
    if (!isConflict(failure)) throw failure;
    const message = `Others keep writing ${path} at the same moment, so it was not stored; try again.`;
    throw new DomainError('UNAVAILABLE', message, undefined, failure);
  }
}

function isConflict(failure: unknown): boolean {
  return (failure as Failure).$metadata?.httpStatusCode === 409;
}
