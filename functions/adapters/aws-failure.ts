// How a failing AWS service is reported: throttled and unavailable by name, everything else as it is.
import { isServerError, isThrottlingError, isTransientError } from '@smithy/service-error-classification';
import { DomainError } from '../domain/errors.ts';

const UNREACHABLE = /^(E(CONNREFUSED|CONNRESET|PIPE|HOSTUNREACH|NOTFOUND|AI_AGAIN|TIMEDOUT))$/;

/** Runs a request; the SDK has retried it already when it fails here. */
export async function reporting<T>(service: 'S3' | 'DynamoDB', request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (failure) {
    throw translated(service, failure);
  }
}

type SdkError = Parameters<typeof isThrottlingError>[0];

function translated(service: string, thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const failure = thrown as SdkError;
  if (isThrottlingError(failure)) return throttled(service, failure);
  if (isServerError(failure) || isTransientError(failure) || isUnreachable(failure)) {
    const message = `${service} does not answer right now; try again in a moment. If you sent an Idempotency-Key, repeat it.`;
    return new DomainError('UNAVAILABLE', message, undefined, failure);
  }
  return failure;
}

export function throttled(service: string, cause?: unknown): DomainError {
  const message = `${service} is throttling requests; try again in a moment. If you sent an Idempotency-Key, repeat it.`;
  return new DomainError('THROTTLED', message, undefined, cause);
}

function isUnreachable(failure: SdkError): boolean {
  return (
    UNREACHABLE.test(String((failure as { readonly code?: unknown }).code)) || failure.name === 'TimeoutError'
  );
}
