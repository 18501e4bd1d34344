import type { APIGatewayProxyEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import { callerOf } from '../../../functions/http/caller.ts';

test.each([
  ['an IAM user', { identity: { userArn: 'arn:aws:iam::1:user/ada' } }, 'arn:aws:iam::1:user/ada'],
  ['a Cognito token', { identity: {}, authorizer: { claims: { sub: 'sub-1' } } }, 'sub-1'],
  ['a Lambda authorizer', { identity: {}, authorizer: { principalId: 'user|2' } }, 'user|2'],
  ['nobody', { identity: { userArn: null } }, null],
])('the caller is named by what API Gateway says of %s', (_, requestContext, expected) => {
  const caller = callerOf({ requestContext } as unknown as APIGatewayProxyEvent);

  expect(caller).toBe(expected);
});
