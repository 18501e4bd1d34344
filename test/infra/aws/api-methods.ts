// The APIs of a template, of which a deployment with tokens has two, and their methods.
import type { Template } from 'aws-cdk-lib/assertions';
import { type Resource, resource, resourcesOf } from './synthesized.ts';

/** How the logical IDs begin: of the API that `authorizer` names, and of the one for signed requests beside tokens. */
export const NAMED_API = 'ApiRestApi';
export const SIGNED_API = 'ApiSignedRestApi';

export function apiIn(template: Template, api: string) {
  return resource(template, 'AWS::ApiGateway::RestApi', api);
}

/** The resources of that type that belong to the API. */
export function ofApi(template: Template, api: string, type: string): readonly Resource[] {
  const [id] = apiIn(template, api);
  return resourcesOf(template, type)
    .map(([, one]) => one)
    .filter(({ Properties }) => Properties.RestApiId?.Ref === id);
}

export interface ApiMethod {
  /** The logical ID of the function behind it. */
  readonly fn: string;
  /** `AWS_IAM`, `CUSTOM` or `NONE`. */
  readonly authorization: string;
  readonly authorizer: unknown;
}

/** By method and path: `GET /health`. */
export function methodsIn(template: Template, api = NAMED_API): ReadonlyMap<string, ApiMethod> {
  const resources = new Map(resourcesOf(template, 'AWS::ApiGateway::Resource'));
  const pathOf = (id: unknown): string => {
    const { Ref } = id as { Ref?: string };
    const own = Ref === undefined ? undefined : resources.get(Ref)?.Properties;
    return own === undefined ? '' : `${pathOf(own.ParentId)}/${own.PathPart}`;
  };
  return new Map(
    ofApi(template, api, 'AWS::ApiGateway::Method').map(({ Properties }) => [
      `${Properties.HttpMethod} ${pathOf(Properties.ResourceId) || '/'}`,
      {
        fn: /"Fn::GetAtt":\["(\w+)","Arn"\]/.exec(JSON.stringify(Properties.Integration.Uri))?.[1] ?? '',
        authorization: Properties.AuthorizationType,
        authorizer: Properties.AuthorizerId,
      },
    ]),
  );
}
