// The policy that API Gateway keeps for a caller's request. It names the route and the pipeline that were asked for and
// nothing else, so that it cannot decide about another request even where it is kept for more than one.
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { NAME_PATTERN } from '../../../functions/domain/pipeline.ts';

export type Asked = Pick<APIGatewayRequestAuthorizerEvent, 'methodArn' | 'resource' | 'pathParameters'>;

const OF_PIPELINE = ['namespace', 'layer', 'name'];

/** API Gateway takes 512 characters. */
const MAX_ARN = 500;

export function policyFor(
  asked: Asked,
  Effect: 'Allow' | 'Deny',
): APIGatewayAuthorizerResult['policyDocument'] {
  const Statement = [{ Effect, Action: 'execute-api:Invoke', Resource: resourceOf(asked) }];
  return { Version: '2012-10-17', Statement };
}

function resourceOf({ methodArn, resource, pathParameters }: Asked): string {
  if (!resource.startsWith('/api/')) return exactly(methodArn);
  const [api, stage, method] = methodArn.split('/', 3);
  const path = resource.replace(/\{(\w+)\+?\}/g, (_, name) => nameOrAny(name, pathParameters?.[name]));
  return `${api}/${stage}/${method}${path}`;
}

/** The names of a pipeline; a path or a number can be spelled in more than one way. */
function nameOrAny(parameter: string, value = ''): string {
  return OF_PIPELINE.includes(parameter) && NAME_PATTERN.test(value) ? value : '*';
}

/** In a policy `$` begins a variable. */
function exactly(methodArn: string): string {
  const arn = methodArn.replaceAll('$', '?');
  return arn.length > MAX_ARN ? `${arn.slice(0, MAX_ARN)}*` : arn;
}
