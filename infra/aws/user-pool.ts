// A Cognito user pool for those who have none. Accounts are made by an administrator; a second factor is demanded. What
// people may do is said by the groups that they are in, one for each role.
import { CfnOutput } from 'aws-cdk-lib';
import { CfnUserPoolGroup, Mfa, UserPool } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { ROLES } from '../../functions/domain/roles.ts';
import type { Settings } from '../settings.ts';
import { accept } from './accept.ts';
import { protectedRemovalOf } from './removal.ts';

export function newUserPool(
  scope: Construct,
  id: string,
  settings: Settings,
): { pool: UserPool; clientId: string } {
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
  new CfnOutput(home, 'UserPoolId', { value: pool.userPoolId });
  new CfnOutput(home, 'UserPoolClientId', { value: client.userPoolClientId });
  return { pool, clientId: client.userPoolClientId };
}
