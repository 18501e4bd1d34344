// Beside an API for tokens stands one for signed requests: the same routes to the same functions, and IAM before each.
import { describe, expect, test } from 'vitest';
import { routeTable } from '../../../functions/http/routes.ts';
import { apiIn, methodsIn, NAMED_API, ofApi, SIGNED_API } from './api-methods.ts';
import { type Context, resource, resourcesOf, synthesized, VARIANTS } from './synthesized.ts';

/** What both APIs have alike, but for what names the API itself. */
const SAME = { Name: '', RestApiId: '', DeploymentId: '' };

const WITH_TOKENS = [
  'a new user pool',
  'a given user pool',
  'tokens of an issuer',
  'a portal with a new user pool',
  'a portal with an issuer',
] as const;

test.each(['the defaults', 'nobody to ask', 'a private API', 'all there is to switch on'] as const)(
  'without tokens there is one way in: %s',
  (variant) => {
    const { template } = synthesized(VARIANTS[variant]);

    expect(resourcesOf(template, 'AWS::ApiGateway::RestApi').map(([id]) => id)).toEqual([
      'ApiRestApiE35FEAFE',
    ]);
    expect(Object.keys(template.toJSON().Outputs)).not.toContain('SignedApiUrl');
  },
);

describe.each(WITH_TOKENS)('with %s', (variant) => {
  const { template } = synthesized(VARIANTS[variant]);

  test('each API keeps its ID, and with it its URL', () => {
    expect([NAMED_API, SIGNED_API].map((api) => apiIn(template, api)[0])).toEqual([
      'ApiRestApiE35FEAFE',
      'ApiSignedRestApi9BF18BE9',
    ]);
  });

  test('signed requests have the same methods, with the same functions behind them', () => {
    const functionsOf = (api: string) => [...methodsIn(template, api)].map(([name, { fn }]) => [name, fn]);

    expect(functionsOf(SIGNED_API).length).toBeGreaterThan(routeTable.length);
    expect(functionsOf(SIGNED_API)).toEqual(functionsOf(NAMED_API));
  });

  test('IAM stands before each method of the one, the authorizer before each of the other', () => {
    const typesOf = (api: string) =>
      new Set([...methodsIn(template, api).values()].map(({ authorization }) => authorization));

    expect([...typesOf(SIGNED_API)]).toEqual(['AWS_IAM']);
    expect([...typesOf(NAMED_API)]).toEqual(['CUSTOM']);
  });

  test('API Gateway may call each function for the signed API, with one permission', () => {
    const [id] = apiIn(template, SIGNED_API);
    const permissions = resourcesOf(template, 'AWS::Lambda::Permission')
      .map(([, { Properties }]) => Properties)
      .filter(({ SourceArn }) => JSON.stringify(SourceArn).includes(`"${id}"`));
    const behind = new Set([...methodsIn(template, SIGNED_API).values()].map(({ fn }) => fn));

    expect(permissions.map(({ FunctionName }) => FunctionName['Fn::GetAtt'][0]).toSorted()).toEqual(
      [...behind].toSorted(),
    );
    for (const { Principal } of permissions) expect(Principal).toBe('apigateway.amazonaws.com');
  });

  test('refusals come in the same envelope, and ask for a signature', () => {
    const answersOf = (api: string) =>
      new Map(
        ofApi(template, api, 'AWS::ApiGateway::GatewayResponse').map(({ Properties }) => [
          Properties.ResponseType,
          Properties,
        ]),
      );

    expect([...answersOf(SIGNED_API).keys()].toSorted()).toEqual([...answersOf(NAMED_API).keys()].toSorted());
    expect(answersOf(SIGNED_API).get('UNAUTHORIZED').ResponseParameters).toMatchObject({
      'gatewayresponse.header.WWW-Authenticate': "'AWS4-HMAC-SHA256'",
    });
    expect(JSON.stringify(answersOf(SIGNED_API).get('ACCESS_DENIED'))).not.toContain('context.authorizer');
  });

  test('the smoke test signs', () => {
    const { SmokeTest, SignedApiUrl } = template.toJSON().Outputs;
    const [first, ...parts] = SignedApiUrl.Value['Fn::Join'][1];

    expect(SmokeTest.Value['Fn::Join'][1]).toEqual([`npm run smoke -- --url ${first}`, ...parts]);
    expect(JSON.stringify(SignedApiUrl)).toContain(apiIn(template, SIGNED_API)[0]);
  });
});

describe('what is set for the one API is set for the other', () => {
  const everything: Context = {
    ...VARIANTS['a portal with a new user pool'],
    ...VARIANTS['all there is to switch on'],
    apiGatewayLogRole: 'make',
  };
  const { template } = synthesized(everything);
  const { template: unreached } = synthesized({
    ...VARIANTS['tokens of an issuer'],
    ...VARIANTS['a private API'],
  });

  test.each([
    ['the API', template],
    ['a private API, with its policy', unreached],
  ] as const)('%s', (_, from) => {
    const [signed, tokens] = [SIGNED_API, NAMED_API].map((api) => apiIn(from, api)[1].Properties);

    expect({ ...signed, ...SAME }).toEqual({ ...tokens, ...SAME });
    expect(signed.BinaryMediaTypes).toEqual(['*/*']);
    expect(signed.Policy === undefined).toBe(from === template);
  });

  test('stage: name, throttling, access log and tracing', () => {
    const [signed, tokens] = [SIGNED_API, NAMED_API].map(
      (api) => ofApi(template, api, 'AWS::ApiGateway::Stage')[0],
    );

    expect({ ...signed?.Properties, ...SAME }).toEqual({ ...tokens?.Properties, ...SAME });
    expect(signed?.Properties.TracingEnabled).toBe(true);
  });

  test('an execution log that ends', () => {
    const logs = resourcesOf(template, 'AWS::Logs::LogGroup').filter(([id]) => id.includes('ExecutionLog'));

    expect(logs.map(([, { Properties }]) => Properties.RetentionInDays)).toEqual([90, 90]);
    for (const api of [SIGNED_API, NAMED_API])
      expect(JSON.stringify(logs)).toContain(`"Ref":"${apiIn(template, api)[0]}"`);
  });

  test('the web ACL', () => {
    const stages = resourcesOf(template, 'AWS::ApiGateway::Stage').map(([id]) => id);
    const guarded = resourcesOf(template, 'AWS::WAFv2::WebACLAssociation').map(([, { Properties }]) =>
      JSON.stringify(Properties.ResourceArn),
    );

    expect(guarded).toHaveLength(2);
    for (const stage of stages) expect(guarded.join()).toContain(`"Ref":"${stage}"`);
  });

  test('one role for the logs of the account, before either stage', () => {
    const [account, ...more] = resourcesOf(template, 'AWS::ApiGateway::Account').map(([id]) => id);
    const stages = resourcesOf(template, 'AWS::ApiGateway::Stage');

    expect(more).toEqual([]);
    for (const [, { DependsOn }] of stages) expect(DependsOn).toContain(account);
  });

  test('but the domain, and the portal, lead to the API for tokens', () => {
    const [tokens] = apiIn(template, NAMED_API);
    const mappings = resourcesOf(template, 'AWS::ApiGateway::BasePathMapping');
    const [, { Properties: distribution }] = resource(
      template,
      'AWS::CloudFront::Distribution',
      'PortalDistribution',
    );

    expect(mappings.map(([, { Properties }]) => Properties.RestApiId)).toEqual([{ Ref: tokens }]);
    expect(JSON.stringify(distribution)).toContain(`"Ref":"${tokens}"`);
    expect(JSON.stringify(distribution)).not.toContain(apiIn(template, SIGNED_API)[0]);
  });
});
