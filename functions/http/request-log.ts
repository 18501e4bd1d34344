// The one line that every request leaves in the log: what was asked, of which pipeline, and what came of it. Never file
// contents, messages or tokens.
import { isIP } from 'node:net';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { log } from '../log.ts';

export interface Answered {
  readonly status: number;
  /** The error's code, or `ok`. */
  readonly outcome: string;
  /** By the clock of `performance.now()`. */
  readonly began: number;
  readonly body?: unknown;
}

export function logRequest(route: string, event: APIGatewayProxyEvent, answered: Answered): void {
  const { status, outcome, began, body } = answered;
  const { namespace, layer, name } = event.pathParameters ?? {};
  log.info('request', {
    request_id: event.requestContext.requestId,
    route,
    ...(name === undefined
      ? namespace !== undefined && { namespace }
      : { pipeline: `${namespace}/${layer}/${name}` }),
    status,
    outcome,
    milliseconds: Math.round(performance.now() - began),
    ...factsOf(body),
    ...callerBehindProxy(event),
  });
}

/**
 * The address that called the last proxy before API Gateway, the portal's CloudFront: API Gateway's access log has only
 * CloudFront's own, and no variable for headers. A direct caller can make this one up; the access log's `ip` of the same
 * request says whether it was CloudFront that called.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#RequestCustomIPAddresses
 */
function callerBehindProxy({ headers }: APIGatewayProxyEvent): { readonly forwarded_for?: string } {
  const forwarded = headers?.['x-forwarded-for'] ?? headers?.['X-Forwarded-For'] ?? '';
  const caller = forwarded.split(',').at(-2)?.trim() ?? '';
  return isIP(caller) === 0 ? {} : { forwarded_for: caller };
}

interface AnyBody {
  readonly version_number?: number;
  readonly latest_version?: number | null;
  readonly file_count?: number;
  readonly versions?: readonly unknown[];
  readonly pipelines?: readonly unknown[];
  /** Of a version that was made. */
  readonly checks?: { readonly verdict?: string };
}

function factsOf(body: unknown): Readonly<Record<string, number | string | null>> {
  if (typeof body !== 'object' || body === null) return {};
  const { version_number, latest_version, file_count, versions, pipelines, checks } = body as AnyBody;
  const version = version_number ?? latest_version;
  return {
    ...(version !== undefined && { version }),
    ...(file_count !== undefined && { files: file_count }),
    ...(versions !== undefined && { versions: versions.length }),
    ...(pipelines !== undefined && { pipelines: pipelines.length }),
    ...(checks?.verdict !== undefined && { checks: checks.verdict }),
  };
}
