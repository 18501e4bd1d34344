// Events as API Gateway's REST APIs (v1) send them to functions, moved to our routes and to accounts of nobody, each
// with the request that makes it. Where their parts are from:
// - documentation-sample: word for word, but for its header without a name; documentation-sample-publish: the same with
//   our path and body; publish-by-iam-user: the page's `identity` for AWS_IAM
//   https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
// - paths that stay encoded, parameters too, greedy ones without the slash at their end; decoded queries: recorded on AWS
//   https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/tests/aws/services/apigateway/test_apigateway_lambda.snapshot.json
//   https://github.com/hotsock/voker/tree/a1c00bf491e026f81917cc2edfdaca03eabc7518/vokerhttp/testdata
// - rollback-by-assumed-role, console-test (no headers, a template as path): as public logs show them, after
//   https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
// - what authorizers leave: Cognito's claims, all of them texts, and a machine's, whose sub is its client
//   https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
//   https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
//   https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
// - custom-domain: https://github.com/aws/serverless-java-container/issues/112, https://github.com/localstack/localstack/pull/12296
// - bodies as base64, since binaryMediaTypes is */*:
//   https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
import { readFileSync } from 'node:fs';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Outgoing } from '../infra/local/support/exchange.ts';

const P = '/api/v1/pipelines/default/silver/clean_orders';
const JSON_TYPE = { 'content-type': 'application/json' };

/** The requests, after the stage. `null` where the local gateway has no such address. */
export const requests = {
  'documentation-sample': {
    method: 'POST',
    target: '/hello/world?name=me&multivalueName=you&multivalueName=me',
    headers: { 'Content-Type': 'application/json', headerName: 'headerValue' },
    body: '{\r\n\t"a": 1\r\n}',
  },
  'documentation-sample-publish': {
    method: 'POST',
    target: `${P}/publish`,
    headers: { 'Content-Type': 'application/json', headerName: 'headerValue' },
    body: '{\r\n\t"message": "hello"\r\n}',
  },
  'publish-by-iam-user': {
    method: 'POST',
    target: `${P}/publish`,
    headers: { ...JSON_TYPE, 'idempotency-key': 'release-42' },
    body: '{"message": "žluť 🐴"}',
  },
  'rollback-by-assumed-role': { method: 'POST', target: `${P}/versions/1/rollback` },
  'publish-by-cognito-user': {
    method: 'POST',
    target: `${P}/publish`,
    headers: JSON_TYPE,
    body: '{"message": "By a person"}',
  },
  'publish-by-cognito-machine': {
    method: 'POST',
    target: `${P}/publish`,
    headers: JSON_TYPE,
    body: '{"message": "By a machine"}',
  },
  'publish-by-oidc-user': {
    method: 'POST',
    target: `${P}/publish`,
    headers: JSON_TYPE,
    body: '{"message": "By a person of an OpenID Connect issuer"}',
  },
  'encoded-path': { target: '/api/v1/pipelines/default/%73ilver/clean%5Forders?refresh=true' },
  'repeated-query': { target: `${P}/versions?limit=1&limit=2&cursor=a+b%2Bc` },
  'conditional-get': {
    target: `${P}/versions/1`,
    headers: { 'If-None-Match': '*', 'x-many': ['first', 'second'] },
  },
  'greedy-path': { target: `${P}/folders/a%20b/100%25+%C3%A9/` },
  'file-path': { target: `${P}/files/a%20b/100%25+%C3%A9` },
  'list-pipelines': { target: '/api/v1/pipelines' },
  'custom-domain': null,
  'console-test': null,
} as const satisfies Record<string, Outgoing | null>;

export type FixtureName = keyof typeof requests;

/** A copy of its own: handlers write into their events. */
export function fixture(name: FixtureName): APIGatewayProxyEvent {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));
}
