// Decides about requests with a token, by the rows of the route table: who sends it, and whether its roles allow it.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { formatGrant, type Role } from '../../../functions/domain/roles.ts';
import { refusalOf } from '../../../functions/http/authorize.ts';
import type { CallerContext } from '../../../functions/http/caller.ts';
import { routeTable } from '../../../functions/http/routes.ts';
import { grantsIn, grantsInScopes, isMachine, nameIn } from './claims.ts';
import { type Asked, policyFor } from './policy.ts';
import type { VerifyToken } from './token-verifiers.ts';

export interface Rules {
  readonly rolesClaim: string;
  readonly nameClaim: string;
  /** What every valid token may do, whatever it says. */
  readonly everyone: Role | null;
  /** Of a user pool: whether tokens of machines have their roles in scopes. */
  readonly takesScopes: boolean;
}

export type AuthorizedEvent = Asked &
  Pick<APIGatewayRequestAuthorizerEvent, 'httpMethod' | 'headers' | 'multiValueHeaders'>;

/** API Gateway puts `refusal` into the answer of 403 (infra/aws/gateway-errors.ts). */
export type Authorize = (
  event: AuthorizedEvent,
) => Promise<
  Omit<APIGatewayAuthorizerResult, 'context'> & { readonly context: CallerContext & { refusal: string } }
>;

export function createAuthorizer(verify: VerifyToken, rules: Rules): Authorize {
  const { nameClaim, everyone } = rules;
  return async (event) => {
    const claims = await verify(tokenOf(event));
    const subject = claims?.sub;
    // API Gateway turns this very message into 401, any other failure into 500.
    if (claims === null || typeof subject !== 'string' || subject === '') throw new Error('Unauthorized');
    const byScopes = rules.takesScopes && isMachine(claims);
    const claim = byScopes ? 'scope' : rules.rolesClaim;
    const grants = byScopes ? grantsInScopes(claims, everyone) : grantsIn(claims, claim, everyone);
    const { httpMethod: method, resource: template } = event;
    const namespace = event.pathParameters?.namespace ?? null;
    const refusal = refusalOf(routeTable, grants, { method, template, namespace }, claim);
    return {
      principalId: subject,
      policyDocument: policyFor(event, refusal === null ? 'Allow' : 'Deny'),
      context: {
        name: nameIn(claims, nameClaim, subject),
        roles: grants.map(formatGrant).join(' '),
        claim,
        refusal: refusal ?? '',
      },
    };
  };
}

/** '' if there is none, or if there are two: API Gateway's cache might go by the other one. */
function tokenOf({ headers, multiValueHeaders }: AuthorizedEvent): string {
  const isAuthorization = ([name]: readonly [string, unknown]) => name.toLowerCase() === 'authorization';
  const lists = Object.entries(multiValueHeaders ?? {}).filter(isAuthorization);
  const sent = lists.length > 0 ? lists : Object.entries(headers ?? {}).filter(isAuthorization);
  const [value = '', ...more] = sent.flatMap(([, values]) => values ?? []);
  return more.length > 0 ? '' : value.replace(/^bearer /i, '');
}
