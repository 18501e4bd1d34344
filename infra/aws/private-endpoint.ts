// An API that only given VPC endpoints reach.
import { AuthorizationType, type MethodOptions } from 'aws-cdk-lib/aws-apigateway';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * Denies what comes by another way. What comes by these endpoints still has to be allowed: a method without an authorizer
 * wants the resource policy to do so. With IAM or a function that decides, it must not, since a resource policy that
 * allows would be enough for every principal of the account.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export function onlyThrough(
  vpcEndpointIds: readonly string[],
  { authorizationType }: MethodOptions,
): PolicyStatement[] {
  const all = {
    principals: [new AnyPrincipal()],
    actions: ['execute-api:Invoke'],
    resources: ['execute-api:/*'],
  };
  const elsewhere = { StringNotEquals: { 'aws:SourceVpce': [...vpcEndpointIds] } };
  return [
    new PolicyStatement({ effect: Effect.DENY, ...all, conditions: elsewhere }),
    ...(authorizationType === AuthorizationType.NONE ? [new PolicyStatement(all)] : []),
  ];
}
