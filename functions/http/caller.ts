// The caller, as API Gateway names it: in `requestContext`, where nothing stands that a client has sent. The service's own
// authorizer (infra/aws/authorizer/) says name and roles of a token's bearer, IAM an ARN. A deployment with tokens has
// callers of both kinds, each by an API of its own.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { type Grant, grantsOf } from '../domain/roles.ts';

/** What the authorizer says of a caller besides its `principalId`; API Gateway carries texts. */
export interface CallerContext {
  readonly name: string;
  /** In the form of `formatGrant`, with spaces between. */
  readonly roles: string;
  /** The claim that the roles come from. */
  readonly claim: string;
}

interface AuthorizerContext extends Partial<CallerContext> {
  readonly claims?: { readonly sub?: string };
  readonly principalId?: string;
}

export interface Caller {
  readonly name: string | null;
  /** The token's `sub`; `null` for other callers. */
  readonly subject: string | null;
  /** `null` where no token says what the caller may do: IAM policies do, or nobody asks. */
  readonly grants: readonly Grant[] | null;
  readonly claim: string | null;
}

export function callerOf({ requestContext }: APIGatewayProxyEvent): Caller {
  const { claims, principalId, name, roles, claim } = (requestContext.authorizer ?? {}) as AuthorizerContext;
  // While an older release is replaced, its authorizer may still stand before this function.
  const subject = claims?.sub ?? principalId ?? null;
  return {
    name: name ?? subject ?? requestContext.identity?.userArn ?? null,
    subject,
    grants: roles === undefined ? null : grantsOf(roles.split(' ')),
    claim: claim ?? null,
  };
}

/** As a version names its author. */
export function authorOf(event: APIGatewayProxyEvent) {
  const { name, subject } = callerOf(event);
  return { createdBy: name, createdBySubject: subject };
}
