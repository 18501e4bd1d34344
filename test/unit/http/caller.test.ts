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

test('where an authorizer has looked at a token, the token is the caller', () => {
  const identity = { userArn: ARN, accessKey: 'AKIA', caller: 'AIDA' };

  expect(callerOf(event({ identity, authorizer: { ...bearer, roles: '' } }))).toEqual({
    name: 'ada@example.com',
    subject: 'sub-1',
    grants: [],
    claim: 'groups',
  });
});

/** What somebody may write who knows this program, and wants to be taken for another. */
const CLAIMED = {
  authorization: `AWS4-HMAC-SHA256 Credential=AKIA/20261127/eu-west-1/execute-api/aws4_request`,
  'x-amzn-requestcontext': JSON.stringify({ identity: { userArn: ARN }, authorizer: { roles: 'operator' } }),
  'x-amzn-iam-user-arn': ARN,
  'x-amz-security-token': 'token',
  userarn: ARN,
  principalid: 'root',
  roles: 'operator',
  name: ARN,
};

test.each([
  ['with a token without roles', { identity: { userArn: null }, authorizer: { ...bearer, roles: '' } }],
  ['that is signed', { identity: { userArn: ARN } }],
  ['by nobody', { identity: { userArn: null } }],
])('nothing that a request %s carries says who sends it', (_, requestContext) => {
  const asSent = {
    requestContext,
    headers: CLAIMED,
    multiValueHeaders: Object.fromEntries(Object.entries(CLAIMED).map(([name, value]) => [name, [value]])),
    queryStringParameters: CLAIMED,
    pathParameters: CLAIMED,
    stageVariables: null,
    body: JSON.stringify({ requestContext: { identity: { userArn: ARN } }, ...CLAIMED }),
  } as unknown as APIGatewayProxyEvent;

  expect(callerOf(asSent)).toEqual(callerOf(event(requestContext)));
});
