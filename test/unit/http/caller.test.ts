import type { APIGatewayProxyEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import { authorOf, callerOf } from '../../../functions/http/caller.ts';

const ARN = 'arn:aws:iam::1:user/ada';
const event = (requestContext: object) => ({ requestContext }) as unknown as APIGatewayProxyEvent;

const bearer = {
  principalId: 'sub-1',
  name: 'ada@example.com',
  roles: 'reader publisher@web',
  claim: 'groups',
};

test.each([
  ['an IAM user', { identity: { userArn: ARN } }, ARN, null],
  ['a token', { identity: {}, authorizer: bearer }, 'ada@example.com', 'sub-1'],
  ["an older release's authorizer of tokens", { authorizer: { principalId: 'user|2' } }, 'user|2', 'user|2'],
  ["an older release's user pool", { authorizer: { claims: { sub: 'sub-3' } } }, 'sub-3', 'sub-3'],
  ['nobody', { identity: { userArn: null } }, null, null],
])(
  'a version of %s has the name that people know, and the subject of a token',
  (_, context, name, subject) => {
    expect(authorOf(event(context))).toEqual({ createdBy: name, createdBySubject: subject });
  },
);

test('roles are those that the authorizer says, and unknown where none has', () => {
  expect(callerOf(event({ authorizer: bearer })).grants).toEqual([
    { role: 'reader', namespace: null },
    { role: 'publisher', namespace: 'web' },
  ]);
  expect(callerOf(event({ authorizer: { ...bearer, roles: '' } })).grants).toEqual([]);
  expect(callerOf(event({ identity: { userArn: ARN } })).grants).toBeNull();
});
