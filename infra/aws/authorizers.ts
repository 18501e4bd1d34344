// Who may call the API, by setting. `created_by` of a version is filled from each of them (functions/http/caller.ts).
import { Duration } from 'aws-cdk-lib';
import {
  AuthorizationType,
  CognitoUserPoolsAuthorizer,
  type MethodOptions,
  TokenAuthorizer,
} from 'aws-cdk-lib/aws-apigateway';
import { type IUserPool, UserPool } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { accept } from './accept.ts';
import { serviceFunction } from './service-function.ts';
import { newUserPool } from './user-pool.ts';

// A token is looked at again after a minute, so it works at most that long after it has expired.
const CACHED = Duration.minutes(1);

/** How to sign in, for `WWW-Authenticate`. */
export function challengeOf({ authorizer }: Settings): string {
  return authorizer === 'iam' ? 'AWS4-HMAC-SHA256' : 'Bearer';
}

export interface Authorization {
  readonly methods: MethodOptions;
  /** Of `cognito`. */
  readonly userPool?: IUserPool;
}

export function authorization(scope: Construct, settings: Settings): Authorization {
  if (settings.authorizer !== 'cognito') {
    accept(scope, { COG4: `authorizer=${settings.authorizer} is what those who deploy have chosen.` });
  }
  switch (settings.authorizer) {
    case 'iam':
      return { methods: { authorizationType: AuthorizationType.IAM } };
    case 'cognito':
      return byCognito(scope, settings);
    case 'oidc':
      return {
        methods: { authorizationType: AuthorizationType.CUSTOM, authorizer: byOidc(scope, settings) },
      };
    case 'none':
      accept(scope, { APIG4: 'Those who deploy have said iKnowThisIsPublic=true.' });
      return { methods: { authorizationType: AuthorizationType.NONE } };
  }
}

/** Takes the pool's ID tokens, as authorizers without scopes do. */
function byCognito(scope: Construct, settings: Settings): Authorization {
  const { userPoolId } = settings;
  const userPool = userPoolId
    ? UserPool.fromUserPoolId(scope, 'GivenPool', userPoolId)
    : newUserPool(scope, 'Users', settings);
  const authorizer = new CognitoUserPoolsAuthorizer(scope, 'Cognito', {
    cognitoUserPools: [userPool],
    resultsCacheTtl: CACHED,
  });
  return { methods: { authorizationType: AuthorizationType.COGNITO, authorizer }, userPool };
}

function byOidc(scope: Construct, settings: Settings): TokenAuthorizer {
  const { issuer = '', audience = '' } = settings;
  const handler = serviceFunction(scope, 'OidcAuthorizer', {
    entry: 'infra/aws/oidc-authorizer/handler.ts',
    description: `Checks tokens of ${issuer}`,
    timeout: Duration.seconds(10),
    environment: { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience },
    settings,
  });
  return new TokenAuthorizer(scope, 'Oidc', {
    handler,
    // What is no token is refused without asking the function.
    validationRegex: '^[Bb]earer [A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$',
    resultsCacheTtl: CACHED,
  });
}
