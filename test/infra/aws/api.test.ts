// The API is the route table: every row a method that leads to the function of its handler, everything else answered by one
// more.
import { describe, expect, test } from 'vitest';
import { ROLES } from '../../../functions/domain/roles.ts';
import { missingRole } from '../../../functions/http/authorize.ts';
import { errorReplies } from '../../../functions/http/error-reply.ts';
import { openApiDocument } from '../../../functions/http/openapi.ts';
import { methodsOf } from '../../../functions/http/route.ts';
import { routeTable } from '../../../functions/http/routes.ts';
import { apiIn, methodsIn, NAMED_API } from './api-methods.ts';
import { functionOf, namingRoutes } from './route-functions.ts';
import { resource, resourcesOf, synthesized, VARIANTS } from './synthesized.ts';

const { template } = synthesized();

const rows = routeTable.flatMap((route) =>
  methodsOf(route).map((method) => [`${method} ${route.path}`, functionOf(route)] as const),
);

describe('every method of the route table leads to the function of its row', () => {
  test.each(rows)('%s', (name, fn) => {
    expect(methodsIn(template).get(name)?.fn).toMatch(new RegExp(`^${fn}`));
  });
});

test('what is no row leads to no-route, and there is no other method', () => {
  const known = new Set<string>(rows.map(([name]) => name));
  const others = [...methodsIn(template)].filter(([name]) => !known.has(name));

  expect(others.map(([name]) => name).toSorted()).toEqual(['ANY /', 'ANY /{proxy+}']);
  for (const [, { fn }] of others) expect(fn).toMatch(/^ApinoRouteFunction/);
});

test('each function runs on Node 24 and ARM, and ends before API Gateway gives up', () => {
  const functions = resourcesOf(template, 'AWS::Lambda::Function');

  expect(functions).toHaveLength(namingRoutes.length + 3);
  for (const [id, { Properties }] of functions) {
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
    });
    // Lambda counts from the end of a cold start, API Gateway from its beginning.
    if (id.startsWith('Api')) expect(Properties.Timeout).toBeLessThanOrEqual(29 - 3);
    expect(Properties.LoggingConfig.LogGroup).toBeDefined();
  }
});

test.each(['a new user pool', 'a portal with a new user pool', 'a portal with a given user pool'] as const)(
  'with %s, no app client allows the implicit grant',
  (variant) => {
    const clients = resourcesOf(synthesized(VARIANTS[variant]).template, 'AWS::Cognito::UserPoolClient');

    expect(clients.length).toBeGreaterThan(0);
    for (const [, { Properties }] of clients) {
      expect(Properties.AllowedOAuthFlows ?? []).not.toContain('implicit');
      expect(JSON.stringify(Properties.CallbackURLs ?? [])).not.toContain('example.com');
    }
  },
);

test('functions find their settings, and only those that functions/config.ts knows', () => {
  const variablesOf = (from: typeof template, id: string) =>
    Object.keys(resource(from, 'AWS::Lambda::Function', id)[1].Properties.Environment.Variables).toSorted();
  const toThrowAway = synthesized(VARIANTS['a stack to throw away']).template;
  const ours = ['PIPELINES_BUCKET', 'PIPELINES_TABLE'];
  const powertools = ['POWERTOOLS_METRICS_NAMESPACE', 'POWERTOOLS_SERVICE_NAME'];

  expect(variablesOf(template, 'ApipublishVersion')).toEqual([...ours, ...powertools]);
  expect(variablesOf(template, 'ApinoRoute')).toEqual(powertools);
  expect(variablesOf(toThrowAway, 'DraftWatcherObserver')).toContain('PIPELINES_S3_PATH_STYLE');
});

test('runs may use drafts only where a setting says so, and only the function that hands them out is told', () => {
  const toldIn = (from: typeof template) =>
    resourcesOf(from, 'AWS::Lambda::Function')
      .filter(([, { Properties }]) => Properties.Environment?.Variables?.PIPELINES_DRAFT_RUNS)
      .map(([id]) => id.slice(0, -8));

  expect(toldIn(template)).toEqual([]);
  expect(toldIn(synthesized({ draftRuns: 'true' }).template)).toEqual(['ApigetDraftManifestFunction']);
});

test('every log group has an end', () => {
  for (const [, { Properties }] of resourcesOf(template, 'AWS::Logs::LogGroup'))
    expect(Properties.RetentionInDays).toBe(90);
});

describe('each authorizer stands before every method', () => {
  test.each([
    ['the defaults', 'AWS_IAM'],
    ['a new user pool', 'CUSTOM'],
    ['a given user pool', 'CUSTOM'],
    ['tokens of an issuer', 'CUSTOM'],
    ['nobody to ask', 'NONE'],
  ] as const)('%s: %s', (variant, type) => {
    const methods = methodsIn(synthesized(VARIANTS[variant]).template);

    expect(methods.size).toBeGreaterThan(routeTable.length);
    for (const { authorization, authorizer } of methods.values()) {
      expect(authorization).toBe(type);
      expect(authorizer === undefined).toBe(type === 'AWS_IAM' || type === 'NONE');
    }
  });
});

describe.each([
  'a new user pool',
  'a given user pool',
  'tokens of an issuer',
  'a portal with an issuer',
] as const)('with %s', (variant) => {
  const { template: withTokens } = synthesized(VARIANTS[variant]);
  const { Properties: authorizer } = resource(withTokens, 'AWS::ApiGateway::Authorizer', 'ApiTokens')[1];

  test('an answer of the authorizer is kept for one token, method and path, and for a minute', () => {
    expect(authorizer).toMatchObject({ Type: 'REQUEST', AuthorizerResultTtlInSeconds: 60 });
    expect(authorizer.IdentitySource.split(',').toSorted()).toEqual([
      'context.httpMethod',
      'context.path',
      'method.request.header.Authorization',
    ]);
  });

  test('403 says which role is missing, and can be read whether or not the authorizer said so', () => {
    const denied = resourcesOf(withTokens, 'AWS::ApiGateway::GatewayResponse')
      .map(([, { Properties }]) => Properties)
      .find(({ ResponseType }) => ResponseType === 'ACCESS_DENIED');
    const read = (refusal: string) => {
      const text = denied.ResponseTemplates['application/json'];
      return JSON.parse(text.replace('$context.authorizer.refusal', refusal)).error.message;
    };

    expect(read(missingRole('publisher', 'web', 'cognito:groups'))).toContain('publisher or publisher@web');
    expect(read('')).toMatch(/\S/);
  });
});

describe('tokens are taken of clients that are named', () => {
  const clientsIn = (variant: keyof typeof VARIANTS) =>
    resource(synthesized(VARIANTS[variant]).template, 'AWS::Lambda::Function', 'ApiTokenAuthorizer')[1]
      .Properties.Environment.Variables.TOKEN_CLIENT_IDS;

  test('those of the settings', () => {
    expect(clientsIn('a given user pool')).toBe('ci,cli');
    expect(clientsIn('tokens of an issuer')).toBe('ci');
  });

  test('and those that the stack makes in a pool', () => {
    const ofNew = [/^ApiUsersPoolClient/, /^ApiUsersPoolCommandLine/].map((id) => ({
      Ref: expect.stringMatching(id),
    }));

    expect(clientsIn('a new user pool')).toEqual({ 'Fn::Join': ['', [ofNew[0], ',', ofNew[1]]] });
    expect(clientsIn('a portal with a given user pool')).toEqual({
      Ref: expect.stringMatching(/^PortalClient/),
    });
  });

  test('with an issuer whose clients nobody has named, those that the audience lets in', () => {
    expect(clientsIn('a portal with an issuer')).toBe('');
  });
});

describe('the command line’s client', () => {
  const { template } = synthesized(VARIANTS['a new user pool']);
  const [id, { Properties }] = resource(template, 'AWS::Cognito::UserPoolClient', 'ApiUsersPoolCommandLine');

  test('is public, takes the code grant alone, and goes back to the ports of login', () => {
    expect(Properties).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: [25845, 26845, 27845].map((port) => `http://localhost:${port}/callback`),
      EnableTokenRevocation: true,
    });
  });

  test('renews by rotation, which Cognito refuses beside the flow that does not rotate', () => {
    expect(Properties.RefreshTokenRotation).toEqual({ Feature: 'ENABLED', RetryGracePeriodSeconds: 60 });
    expect(Properties.ExplicitAuthFlows).not.toContain('ALLOW_REFRESH_TOKEN_AUTH');
  });

  test('has login pages, and an output that is the whole command', () => {
    const [, style] = resource(template, 'AWS::Cognito::ManagedLoginBranding', 'ApiUsers');
    const { LoginCommand } = template.toJSON().Outputs;

    expect(style.Properties.ClientId).toEqual({ Ref: id });
    expect(JSON.stringify(LoginCommand.Value)).toContain('pipeline-versioning login --url ');
    expect(JSON.stringify(LoginCommand.Value)).toContain(JSON.stringify({ Ref: id }));
    expect(
      synthesized(VARIANTS['tokens of an issuer']).template.toJSON().Outputs.LoginCommand,
    ).toBeUndefined();
  });
});

test('a new user pool has a group for each role', () => {
  const groups = resourcesOf(
    synthesized(VARIANTS['a new user pool']).template,
    'AWS::Cognito::UserPoolGroup',
  );

  expect(groups.map(([, { Properties }]) => Properties.GroupName).toSorted()).toEqual(ROLES.toSorted());
});

test('a new user pool gives machines tokens, whose scopes are roles, with and without the portal', () => {
  const poolWith = (variant: 'a new user pool' | 'a portal with a new user pool', type: string) =>
    resourcesOf(synthesized(VARIANTS[variant]).template, type);
  const scopesOf = (variant: 'a new user pool' | 'a portal with a new user pool') =>
    poolWith(variant, 'AWS::Cognito::UserPoolResourceServer').map(([, { Properties }]) => [
      Properties.Identifier,
      Properties.Scopes.map(({ ScopeName }: { ScopeName: string }) => ScopeName),
    ]);

  for (const variant of ['a new user pool', 'a portal with a new user pool'] as const)
    expect(scopesOf(variant)).toEqual([['pipeline-versioning', [...ROLES, 'publisher@team_a']]]);
  // One ID in both: a domain of another ID would have the same name, which Cognito refuses.
  for (const variant of ['a new user pool', 'a portal with a new user pool'] as const)
    expect(poolWith(variant, 'AWS::Cognito::UserPoolDomain').map(([id]) => id)).toEqual([
      'PortalLoginDomain73B13738',
    ]);
});

test('a user pool is made only where none is given', () => {
  const poolsWith = (variant: keyof typeof VARIANTS) =>
    resourcesOf(synthesized(VARIANTS[variant]).template, 'AWS::Cognito::UserPool').length;

  expect([poolsWith('a new user pool'), poolsWith('a given user pool')]).toEqual([1, 0]);
});

test('reserved concurrency and tracing are set where they are asked for', () => {
  const { template: full } = synthesized(VARIANTS['all there is to switch on']);

  const [, { Properties: publish }] = resource(full, 'AWS::Lambda::Function', 'ApipublishVersion');
  expect(publish).toMatchObject({ ReservedConcurrentExecutions: 5, TracingConfig: { Mode: 'Active' } });
  expect(resource(full, 'AWS::ApiGateway::Stage', 'Api')[1].Properties.TracingEnabled).toBe(true);
});

test('the web ACL is on the stage, which `ApiUrl` and the portal lead to', () => {
  const { template: full } = synthesized(VARIANTS['all there is to switch on']);
  const [stage] = resource(full, 'AWS::ApiGateway::Stage', 'Api');

  const [, { Properties }] = resource(full, 'AWS::WAFv2::WebACLAssociation', 'Api');
  expect(Properties.WebACLArn).toBe('arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/team/1');
  expect(JSON.stringify(Properties.ResourceArn)).toMatch(
    new RegExp(`/restapis/.*/stages/.*"Ref":"${stage}"`),
  );
  expect(resourcesOf(template, 'AWS::WAFv2::WebACLAssociation')).toEqual([]);
});

test("the account's role for the logs of API Gateway is set, unless a setting keeps what is there", () => {
  const { template: full } = synthesized(VARIANTS['all there is to switch on']);

  expect(resourcesOf(template, 'AWS::ApiGateway::Account')).toHaveLength(1);
  expect(resourcesOf(full, 'AWS::ApiGateway::Account')).toEqual([]);
  expect(JSON.stringify(full.toJSON())).not.toContain('AmazonAPIGatewayPushToCloudWatchLogs');
});

test('the stage is throttled and keeps bodies out of its logs', () => {
  const [, { Properties }] = resource(template, 'AWS::ApiGateway::Stage', 'Api');

  expect(Properties.MethodSettings).toMatchObject([
    { ResourcePath: '/*', ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200, DataTraceEnabled: false },
  ]);
});

test('the access log is JSON once its variables are filled in', () => {
  const [, { Properties }] = resource(template, 'AWS::ApiGateway::Stage', 'Api');
  const { Format } = Properties.AccessLogSetting;

  expect(JSON.parse(Format.replace('$context.status', '200'))).toMatchObject({
    status: 200,
    stack: 'PipelineVersioning',
    route: '$context.httpMethod $context.resourcePath',
  });
});

test('bodies come to the functions as they are, whatever their Content-Type', () => {
  expect(resource(template, 'AWS::ApiGateway::RestApi', 'Api')[1].Properties.BinaryMediaTypes).toEqual([
    '*/*',
  ]);
});

interface ErrorSchema {
  readonly properties: { readonly code: { readonly enum: readonly string[] } };
}

describe("API Gateway's own refusals come in our envelope", () => {
  const answers = resourcesOf(template, 'AWS::ApiGateway::GatewayResponse').map(
    ([, { Properties }]) => [Properties.ResponseType as string, Properties] as const,
  );
  const document = openApiDocument(routeTable);
  const documented = document.components?.schemas?.Error as unknown as { properties: { error: ErrorSchema } };

  test.each(answers)('%s', (_, { StatusCode, ResponseTemplates }) => {
    const { error } = JSON.parse(ResponseTemplates['application/json']);

    expect(Object.keys(error)).toEqual(['code', 'type', 'message', 'request_id']);
    expect(error.request_id).toBe('$context.requestId');
    // What a status stands for is the same as in the functions' own answers.
    expect([Number(StatusCode), error.type]).toEqual(errorReplies[error.code as keyof typeof errorReplies]);
    expect(documented.properties.error.properties.code.enum).toContain(error.code);
  });

  test.each([
    ['MISSING_AUTHENTICATION_TOKEN', '401', 'UNAUTHENTICATED'],
    ['UNAUTHORIZED', '401', 'UNAUTHENTICATED'],
    ['EXPIRED_TOKEN', '401', 'UNAUTHENTICATED'],
    ['INVALID_SIGNATURE', '401', 'UNAUTHENTICATED'],
    ['ACCESS_DENIED', '403', 'FORBIDDEN'],
    ['REQUEST_TOO_LARGE', '413', 'BODY_TOO_LARGE'],
    ['THROTTLED', '429', 'THROTTLED'],
    ['INTEGRATION_TIMEOUT', '503', 'UNAVAILABLE'],
    ['DEFAULT_4XX', '400', 'INVALID_REQUEST'],
    ['DEFAULT_5XX', '500', 'INTERNAL'],
  ])('%s answers %s %s', (type, status, code) => {
    const properties = new Map(answers).get(type);

    expect(properties.StatusCode).toBe(status);
    expect(properties.ResponseTemplates['application/json']).toContain(`"code":"${code}"`);
  });

  test.each(routeTable.map((route) => [route.operationId, route] as const))(
    '%s documents every status that API Gateway can answer for it',
    (_, { path, method }) => {
      const operation = document.paths?.[path.replace('+}', '}')]?.[method.toLowerCase() as 'get'];
      const statuses = new Set(answers.map(([, { StatusCode }]) => StatusCode));

      // Every path and method leads to a function, so this one is not met.
      statuses.delete('404');
      expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining([...statuses]));
    },
  );

  test('429 and 503 say when to come again, 401 how to sign in', () => {
    const headersOf = (type: string) => new Map(answers).get(type).ResponseParameters;

    expect(headersOf('THROTTLED')['gatewayresponse.header.Retry-After']).toBe("'2'");
    expect(headersOf('INTEGRATION_TIMEOUT')['gatewayresponse.header.Retry-After']).toBe("'2'");
    expect(headersOf('UNAUTHORIZED')['gatewayresponse.header.WWW-Authenticate']).toBe("'AWS4-HMAC-SHA256'");
  });
});

describe('a private API', () => {
  const policyOf = (settings: object) => {
    const api = synthesized({ ...VARIANTS['a private API'], ...settings }).template;
    return apiIn(api, NAMED_API)[1].Properties;
  };
  const Deny = {
    Effect: 'Deny',
    Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-1a2b', 'vpce-3c4d'] } },
  };

  test('is reached by its endpoints alone, and allows nobody whom the authorizer does not', () => {
    expect(policyOf({})).toMatchObject({
      EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: ['vpce-1a2b', 'vpce-3c4d'] },
      Policy: { Statement: [Deny] },
    });
    expect(policyOf(VARIANTS['tokens of an issuer']).Policy.Statement).toMatchObject([Deny]);
  });

  test('lets in all that come by them where nobody is asked who they are', () => {
    expect(policyOf(VARIANTS['nobody to ask']).Policy.Statement).toMatchObject([
      Deny,
      { Effect: 'Allow', Principal: { AWS: '*' } },
    ]);
  });
});

test('a domain leads to the stage, so that its paths begin with /api', () => {
  const { template: withDomain } = synthesized(VARIANTS['all there is to switch on']);
  const [domain, { Properties }] = resource(withDomain, 'AWS::ApiGateway::DomainName', 'Api');
  const [, { Properties: mapping }] = resource(withDomain, 'AWS::ApiGateway::BasePathMapping', 'Api');

  expect(Properties).toMatchObject({
    DomainName: 'pipelines-api.example.com',
    EndpointConfiguration: { Types: ['REGIONAL'] },
    SecurityPolicy: 'TLS_1_2',
  });
  expect(mapping).toMatchObject({ DomainName: { Ref: domain }, Stage: expect.anything() });
  expect(mapping.BasePath).toBeUndefined();
  expect(withDomain.toJSON().Outputs.ApiDomainTarget.Value).toEqual({
    'Fn::GetAtt': [domain, 'RegionalDomainName'],
  });
});

test('with a permissions boundary every role has it, those of the CDK among them', () => {
  for (const settings of [VARIANTS['an existing bucket'], VARIANTS['a portal with a new user pool']]) {
    const permissionsBoundary = 'arn:aws:iam::111122223333:policy/team';
    const roles = resourcesOf(synthesized({ ...settings, permissionsBoundary }).template, 'AWS::IAM::Role');

    expect(roles.length).toBeGreaterThan(15);
    for (const [, { Properties }] of roles) expect(Properties.PermissionsBoundary).toBe(permissionsBoundary);
  }
});
