// The caller, as API Gateway's authorizers name it: an IAM ARN or a token's `sub`.
import type { APIGatewayProxyEvent } from 'aws-lambda';

interface AuthorizerContext {
  readonly claims?: { readonly sub?: string };
  readonly sub?: string;
  readonly principalId?: string;
}

/** `null` where no authorizer has looked at the request. */
export function callerOf({ requestContext }: APIGatewayProxyEvent): string | null {
  const authorizer = (requestContext.authorizer ?? {}) as AuthorizerContext;
  return (
    authorizer.claims?.sub ??
    authorizer.sub ??
    authorizer.principalId ??
    requestContext.identity?.userArn ??
    null
  );
}
