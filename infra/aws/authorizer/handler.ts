// API Gateway asks this about each token, method and path that it has not seen in the last minute.
import { ROLES } from '../../../functions/domain/roles.ts';
import { createAuthorizer } from './authorizer.ts';
import { cognitoVerifier, oidcVerifier } from './token-verifiers.ts';

/** As infra/aws/authorizers.ts sets it. */
const variable = (name: string) => process.env[`TOKEN_${name}`] ?? '';

const userPoolId = variable('USER_POOL_ID');
const clientIds = variable('CLIENT_IDS')
  .split(',')
  .filter((id) => id !== '');
const verify =
  userPoolId === ''
    ? oidcVerifier({ issuer: variable('ISSUER'), audience: variable('AUDIENCE'), clientIds })
    : cognitoVerifier({ userPoolId, clientIds });

export const handler = createAuthorizer(verify, {
  rolesClaim: variable('ROLES_CLAIM'),
  nameClaim: variable('NAME_CLAIM'),
  takesScopes: userPoolId !== '',
  everyone: ROLES.find((role) => role === variable('EVERYONE')) ?? null,
});
