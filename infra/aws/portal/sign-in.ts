// How people sign in, by the API's authorizer: whom pages ask for tokens, and what /config.json tells them
// (portal/sign-in/sign-in-settings.ts reads it) and the command line (cli/login/login-settings.ts).
import { Aws, Duration } from 'aws-cdk-lib';
import { CfnManagedLoginBranding, type IUserPool, OAuthScope, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { CALLBACK_PATH } from '../../../portal/delivery.ts';
import type { Settings } from '../../settings.ts';
import type { Tokens } from '../authorizers.ts';

export interface SignIn {
  readonly issuerOrigins: readonly string[];
  /** What /config.json says, once it is known where the portal is. */
  configFor(portalUrl: string): object;
}

export function signInOf(scope: Construct, settings: Settings, tokens: Tokens): SignIn {
  const { userPool } = tokens;
  return userPool === undefined ? byIssuer(settings, tokens) : byCognito(scope, settings, tokens, userPool);
}

function byIssuer(settings: Settings, { allowClient, cliClientId }: Tokens): SignIn {
  const { issuer = '', audience = '', portalClientId, portalToken, portalScope } = settings;
  const client_id = portalClientId ?? audience;
  if (settings.clientIds) allowClient(client_id); // without them, every client is allowed
  const token = portalToken ?? (client_id === audience ? 'id_token' : 'access_token');
  const common = { authority: issuer, scope: portalScope };
  const byAccess = { token: 'access_token', audience };
  const sign_in = { ...common, client_id, ...(token === 'access_token' ? byAccess : { token }) };
  const tokenOfCli = cliClientId === audience ? { token: 'id_token' } : byAccess;
  const login = cliClientId && { ...common, client_id: cliClientId, ...tokenOfCli };
  return {
    issuerOrigins: [new URL(issuer).origin],
    configFor: () => ({ sign_in, ...(login && { login }) }),
  };
}

/** ID tokens have the address that `created_by` shows; access tokens have none. */
function byCognito(scope: Construct, settings: Settings, tokens: Tokens, userPool: IUserPool): SignIn {
  const issuer = `https://cognito-idp.${Aws.REGION}.amazonaws.com`;
  const login = `https://${loginDomain(settings, tokens)}`;
  return {
    issuerOrigins: [issuer, login],
    configFor(portalUrl) {
      const client_id = publicClient(scope, settings, userPool, portalUrl).userPoolClientId;
      tokens.allowClient(client_id);
      const { cliClientId } = tokens;
      const common = {
        authority: `${issuer}/${userPool.userPoolId}`,
        scope: 'openid email',
        token: 'id_token',
      };
      return {
        sign_in: { ...common, client_id, cognito_logout: `${login}/logout` },
        ...(cliClientId && { login: { ...common, client_id: cliClientId } }),
      };
    },
  };
}

function loginDomain({ userPoolDomain }: Settings, { newUserPool }: Tokens): string {
  if (newUserPool) return newUserPool.domainName;
  if (userPoolDomain?.includes('.')) return userPoolDomain;
  return `${userPoolDomain}.auth.${Aws.REGION}.amazoncognito.com`;
}

function publicClient(
  scope: Construct,
  { userPoolId }: Settings,
  userPool: IUserPool,
  portalUrl: string,
): UserPoolClient {
  const client = new UserPoolClient(scope, 'Client', {
    userPool,
    generateSecret: false,
    authFlows: { userSrp: true },
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
      callbackUrls: [`${portalUrl}${CALLBACK_PATH}`],
      logoutUrls: [`${portalUrl}/`],
    },
    idTokenValidity: Duration.hours(1),
    accessTokenValidity: Duration.hours(1),
    // People sign in once a day.
    refreshTokenValidity: Duration.days(1),
    enableTokenRevocation: true,
    preventUserExistenceErrors: true,
  });
  // Without a style there are no login pages. What a given pool has for pages is its owners' to say.
  if (userPoolId === undefined) {
    new CfnManagedLoginBranding(scope, 'LoginStyle', {
      userPoolId: userPool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
  }
  return client;
}
