// Who may call the API, by setting. `created_by` of a version is filled from each of them (functions/http/caller.ts).
import { Duration, Lazy } from 'aws-cdk-lib';
import {
  AuthorizationType,
  IdentitySource,
  type MethodOptions,
  RequestAuthorizer,
} from 'aws-cdk-lib/aws-apigateway';
import { type IUserPool, UserPool } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { accept } from './accept.ts';
import { serviceFunction } from './service-function.ts';
import { type NewUserPool, newUserPool } from './user-pool.ts';

// A token is looked at again after a minute, so it works at most that long after it has expired.
const CACHED = Duration.minutes(1);

export interface Authorization {
  readonly methods: MethodOptions;
  /** Where people and machines get tokens. */
  readonly tokens?: Tokens;
}

export interface Tokens {
  /** Of `cognito`. */
  readonly userPool?: IUserPool;
  /** Where the service has a pool of its own. */
  readonly newUserPool?: NewUserPool;
  /** The public client by which people sign in at a command line, if there is one. */
  readonly cliClientId?: string;
  /** Has the authorizer take the tokens of one more client. */
  allowClient(clientId: string): void;
}

export function authorization(scope: Construct, settings: Settings): Authorization {
  accept(scope, { COG4: `authorizer=${settings.authorizer} is what those who deploy have chosen.` });
  switch (settings.authorizer) {
    case 'iam':
      return { methods: { authorizationType: AuthorizationType.IAM } };
    case 'cognito':
      return byCognito(scope, settings);
    case 'oidc':
      return withGivenClient(settings, byTokens(scope, settings));
    case 'none':
      accept(scope, { APIG4: 'Those who deploy have said iKnowThisIsPublic=true.' });
      return { methods: { authorizationType: AuthorizationType.NONE } };
  }
}

function byCognito(scope: Construct, settings: Settings): Authorization {
  const { userPoolId } = settings;
  if (userPoolId)
    return withGivenClient(
      settings,
      byTokens(scope, settings, UserPool.fromUserPoolId(scope, 'GivenPool', userPoolId)),
    );
  const made = newUserPool(scope, 'Users', settings);
  const { methods, tokens } = byTokens(scope, settings, made.pool);
  for (const id of [made.clientId, made.cliClientId]) tokens.allowClient(id);
  return { methods, tokens: { ...tokens, newUserPool: made, cliClientId: made.cliClientId } };
}

/** What operators have registered for the command line, at a pool or an issuer of their own. */
function withGivenClient(
  { cliClientId, clientIds }: Settings,
  given: Required<Authorization>,
): Authorization {
  const { methods, tokens } = given;
  if (cliClientId === undefined) return given;
  if (tokens.userPool || clientIds) tokens.allowClient(cliClientId); // else every client is allowed
  return { methods, tokens: { ...tokens, cliClientId } };
}

function byTokens(scope: Construct, settings: Settings, userPool?: IUserPool): Required<Authorization> {
  const clientIds = [...(settings.clientIds ?? [])];
  const handler = serviceFunction(scope, 'TokenAuthorizer', {
    entry: 'infra/aws/authorizer/handler.ts',
    description: 'Checks tokens, and whether their roles allow what is asked for',
    timeout: Duration.seconds(10),
    environment: {
      ...variablesOf(settings, userPool),
      TOKEN_CLIENT_IDS: Lazy.string({ produce: () => clientIds.join(',') }),
    },
    settings,
  });
  const authorizer = new RequestAuthorizer(scope, 'Tokens', {
    handler,
    // An answer is kept for one token, one method and one path: what it says of another request was not asked.
    identitySources: [
      IdentitySource.header('Authorization'),
      IdentitySource.context('httpMethod'),
      IdentitySource.context('path'),
    ],
    resultsCacheTtl: CACHED,
  });
  const allowClient = (clientId: string) => void clientIds.push(clientId);
  return {
    methods: { authorizationType: AuthorizationType.CUSTOM, authorizer },
    tokens: { ...(userPool && { userPool }), allowClient },
  };
}

/** What infra/aws/authorizer/handler.ts reads. */
function variablesOf(settings: Settings, userPool?: IUserPool): Readonly<Record<string, string>> {
  const {
    issuer = '',
    audience = '',
    rolesClaim = 'cognito:groups',
    nameClaim,
    everyone = 'nothing',
  } = settings;
  return {
    ...(userPool
      ? { TOKEN_USER_POOL_ID: userPool.userPoolId }
      : { TOKEN_ISSUER: issuer, TOKEN_AUDIENCE: audience }),
    TOKEN_ROLES_CLAIM: rolesClaim,
    TOKEN_NAME_CLAIM: nameClaim,
    TOKEN_EVERYONE: everyone,
  };
}
