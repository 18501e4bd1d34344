// Where the cause of a failed step is found: a function's log, a right, a setting.
import { ApiError, Unreachable } from '../../client/errors.ts';
import { operations } from '../../client/operations.ts';
import type { Place } from './step.ts';

export function lookAt(place: Place, error: unknown): string {
  if (error instanceof ApiError) return ofRefusal(place, error);
  if (error instanceof Unreachable)
    return `the address (--url, with the stage), the network, ${logOf(place)}`;
  return withBesides(place, logOf(place));
}

function ofRefusal(place: Place, { code, requestId }: ApiError): string {
  const { method, path } = operations[place.operation];
  switch (code) {
    case 'UNAUTHENTICATED':
      return 'your credentials: AWS_PROFILE, --region and the clock, or --token; the setting authorizer';
    case 'FORBIDDEN':
      return `your rights: execute-api:Invoke on ${method}${path} ("Who may call" in infra/settings.md)`;
    case 'BUCKET_NOT_VERSIONED':
      return 'the bucket: its versioning has to be on (aws s3api put-bucket-versioning)';
    case 'THROTTLED':
      return 'the settings throttlingRate and reservedConcurrency, and the Lambda concurrency of the account';
    default:
      return withBesides(place, `${logOf(place)} with request_id ${requestId}; ${rightsOf(place)}`);
  }
}

function logOf({ operation }: Place): string {
  return `the log of the function ${operation} (log group …Api${operation}…)`;
}

function rightsOf({ rights }: Place): string {
  return `its role needs ${rights.join(', ')}`;
}

function withBesides({ besides }: Place, text: string): string {
  return besides === undefined ? text : `${besides}; ${text}`;
}
