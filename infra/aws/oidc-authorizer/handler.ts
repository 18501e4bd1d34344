// API Gateway asks this about each token that it has not seen in the last minute.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent } from 'aws-lambda';
import { oidcVerifier } from './oidc-verifier.ts';

const { OIDC_ISSUER = '', OIDC_AUDIENCE = '' } = process.env;
const verify = oidcVerifier(OIDC_ISSUER, OIDC_AUDIENCE);

export async function handler(event: APIGatewayTokenAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const subject = await verify(event.authorizationToken.replace(/^bearer /i, ''));
  // API Gateway turns this very message into 401, any other failure into 500.
  if (subject === null) throw new Error('Unauthorized');
  return { principalId: subject, policyDocument: invokeAll(event.methodArn) };
}

/** The answer is kept for the token, whatever it asks for next. */
function invokeAll(methodArn: string): APIGatewayAuthorizerResult['policyDocument'] {
  const [apiArn, stage] = methodArn.split('/');
  const Resource = `${apiArn}/${stage}/*`;
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource }] };
}
