// A Cognito user pool for those who have none. Accounts are made by an administrator; a second factor is demanded. What
// people may do is said by the groups that they are in, one for each role; what machines may do, by the scopes of their
// clients.
import { Aws, Duration } from 'aws-cdk-lib';
import {
  CfnManagedLoginBranding,
  CfnUserPoolGroup,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
  UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { CALLBACK_PORTS, callbackUrl } from '../../cli/login/callback-ports.ts';
import { ROLES } from '../../functions/domain/roles.ts';
import type { Settings } from '../settings.ts';
import { accept } from './accept.ts';
import { SCOPE_PREFIX } from './authorizer/claims.ts';
import { protectedRemovalOf } from './removal.ts';

export interface NewUserPool {
  readonly pool: UserPool;
  readonly clientId: string;
  /** Of the client by which people sign in at a command line. */
  readonly cliClientId: string;
  readonly domain: UserPoolDomain;
  /** Where its login pages and its tokens are. */
  readonly domainName: string;
}

export function newUserPool(scope: Construct, id: string, settings: Settings): NewUserPool {
  const home = new Construct(scope, id);
  const pool = new UserPool(home, 'Pool', {
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
    },
    deletionProtection: settings.retain,
    removalPolicy: protectedRemovalOf(settings),
  });
  accept(pool, {
    COG3: 'Threat protection is part of a paid plan; those who want it bring their own pool with userPoolId.',
    COG8: 'The Plus plan is paid for by user; those who want it bring their own pool with userPoolId.',
  });
  for (const groupName of ROLES) {
    const description = `${groupName} in all namespaces; make ${groupName}@team_a for one`;
    new CfnUserPoolGroup(home, groupName, { userPoolId: pool.userPoolId, groupName, description });
  }
  // Without a page of its own it needs no OAuth: CDK's default would allow the implicit grant for example.com.
  const client = pool.addClient('Client', {
    authFlows: { userSrp: true },
    disableOAuth: true,
    preventUserExistenceErrors: true,
  });
  addScopes(pool, settings);
  const cliClientId = addCommandLine(home, pool).userPoolClientId;
  const domain = addDomain(home, pool, settings);
  const domainName = `${domain.domainName}.auth.${Aws.REGION}.amazoncognito.com`;
  return { pool, clientId: client.userPoolClientId, cliClientId, domain, domainName };
}

/** A public client for `pipeline-versioning login`, with login pages, which no client has without a style. */
function addCommandLine(home: Construct, pool: UserPool): UserPoolClient {
  const client = pool.addClient('CommandLine', {
    generateSecret: false,
    authFlows: { userSrp: true },
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
      callbackUrls: CALLBACK_PORTS.map(callbackUrl),
    },
    idTokenValidity: Duration.hours(1),
    accessTokenValidity: Duration.hours(1),
    // People sign in once a day.
    refreshTokenValidity: Duration.days(1),
    // A refresh token lies in a file, so each is good for one renewal: whoever copies it is found out (RFC 9700 §2.2.2).
    // The grace is for an answer that was lost.
    refreshTokenRotationGracePeriod: Duration.seconds(60),
    enableTokenRevocation: true,
    preventUserExistenceErrors: true,
  });
  new CfnManagedLoginBranding(home, 'CommandLineStyle', {
    userPoolId: pool.userPoolId,
    clientId: client.userPoolClientId,
    useCognitoProvidedValues: true,
  });
  return client;
}

/** A resource server whose scopes are the roles that a machine's client can be given. */
function addScopes(pool: UserPool, { machineScopes = [] }: Settings): void {
  const scopes = [...new Set<string>([...ROLES, ...machineScopes])].map(
    (scopeName) => new ResourceServerScope({ scopeName, scopeDescription: `The role ${scopeName}` }),
  );
  const identifier = SCOPE_PREFIX.slice(0, -1);
  pool.addResourceServer('Scopes', { identifier, userPoolResourceServerName: identifier, scopes });
}

/** Login pages and the address that gives tokens. */
function addDomain(home: Construct, pool: UserPool, { stackName }: Settings): UserPoolDomain {
  // Cognito takes 63 characters, and none of these words.
  const name = stackName
    .toLowerCase()
    .slice(0, 50)
    .replaceAll(/aws|amazon|cognito/g, 'x');
  return new UserPoolDomain(home, 'Domain', {
    userPool: pool,
    cognitoDomain: { domainPrefix: `${name}-${Aws.ACCOUNT_ID}` },
    managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
  });
}
