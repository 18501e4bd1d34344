// The portal in AWS: one distribution with the files and the API behind it. That CloudFront and Cognito do as they are
// told takes an account; here is what they are told.
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { AllowedMethods, CachePolicy, OriginRequestPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { describe, expect, onTestFinished, test } from 'vitest';
import { buildPackages } from '../../../cli/package/packages.ts';
import { buildPortal } from '../../../portal/build.ts';
import { CALLBACK_PATH, CLEAR_CACHE_PATH, PAGE_PATHS, securityHeaders } from '../../../portal/delivery.ts';
import { resultFor } from '../../support/cloudfront-function.ts';
import { apiIn, NAMED_API } from './api-methods.ts';
import {
  addService,
  newApp,
  type Resource,
  resource,
  resourcesOf,
  synthesized,
  VARIANTS,
} from './synthesized.ts';

const packages = await buildPackages();
const built = new Map([...(await buildPortal()), ...packages]);
const ofPool = synthesized(VARIANTS['a portal with a new user pool']).template;
const ofGivenPool = synthesized(VARIANTS['a portal with a given user pool']).template;
const ofIssuer = synthesized(VARIANTS['a portal with an issuer']).template;

const only = (template: Template, type: string) => resource(template, type, 'Portal')[1].Properties;
const distributionOf = (template: Template) =>
  only(template, 'AWS::CloudFront::Distribution').DistributionConfig;
const [poolId] = resource(ofPool, 'AWS::Cognito::UserPool', 'Api');
const [distributionId] = resource(ofPool, 'AWS::CloudFront::Distribution', 'Portal');
const [apiId] = apiIn(ofPool, NAMED_API);
const PORTAL_URL = ['https://', { 'Fn::GetAtt': [distributionId, 'DomainName'] }];
const joined = (...parts: readonly unknown[]) => ({ 'Fn::Join': ['', parts] });

/** As it would be if the clients that the API's own users have were the only ones. */
const withoutPortalClient = (text: string) => text.replace(/,",",{"Ref":"PortalClient\w+"}/, '');

test('without the setting there is no portal, and nothing else is different', () => {
  const { template } = synthesized(VARIANTS['a new user pool']);
  const without = resourcesOf(template).filter(([id]) => !id.startsWith('PortalLoginDomain'));
  // But that the tokens of one more client are taken.
  const others = resourcesOf(ofPool)
    .filter(([id]) => !/^(Portal|CustomCDKBucketDeployment)/.test(id))
    .map(([id, one]) => [id, JSON.parse(withoutPortalClient(JSON.stringify(one)))]);

  expect(without.filter(([, { Type }]) => Type.startsWith('AWS::CloudFront'))).toEqual([]);
  expect(others).toEqual(without);
});

test('the outputs say where the portal is, and what to register at the issuer', () => {
  const { PortalUrl, PortalCallbackUrl } = ofPool.toJSON().Outputs;
  expect(PortalUrl.Value).toEqual(joined(...PORTAL_URL));
  expect(PortalCallbackUrl.Value).toEqual(joined(...PORTAL_URL, CALLBACK_PATH));

  const { Outputs } = ofIssuer.toJSON();
  expect(Outputs.PortalUrl.Value).toBe('https://pipelines.example.com');
  expect(Outputs.PortalCallbackUrl.Value).toBe('https://pipelines.example.com/signed-in');
  expect(Outputs.PortalDistributionDomain.Value).toMatchObject({
    'Fn::GetAtt': [expect.any(String), 'DomainName'],
  });
});

describe('files', () => {
  test('are private, encrypted, and readable by this distribution alone', () => {
    const bucket = only(ofPool, 'AWS::S3::Bucket');
    const { Statement } = only(ofPool, 'AWS::S3::BucketPolicy').PolicyDocument;
    const allowed = Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');

    expect(Object.values(bucket.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    expect(JSON.stringify(bucket.BucketEncryption)).toContain('AES256');
    expect(Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
    expect(allowed).toMatchObject([
      {
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: ['s3:GetObject', 's3:ListBucket'],
        Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
      },
    ]);
    expect(JSON.stringify(allowed[0].Condition)).toContain(distributionId);
  });

  test('are asked for by CloudFront with its own signature', () => {
    const [access, { Properties }] = resource(ofPool, 'AWS::CloudFront::OriginAccessControl', 'Portal');
    const { Origins } = distributionOf(ofPool);

    expect(Properties.OriginAccessControlConfig).toMatchObject({
      SigningBehavior: 'always',
      SigningProtocol: 'sigv4',
    });
    expect(Origins[0]).toMatchObject({ OriginAccessControlId: { 'Fn::GetAtt': [access, 'Id'] } });
  });

  const uploads = (template: Template): readonly (readonly [string, Resource])[] =>
    resourcesOf(template, 'Custom::CDKBucketDeployment');

  test('are kept as long as they say, and old ones stay for pages that are open', async () => {
    const kept = uploads(ofPool).map(([, { Properties }]) => Properties.SystemMetadata['cache-control']);

    expect(new Set(kept)).toEqual(new Set([...built.values()].map(({ cacheControl }) => cacheControl)));
    for (const [, { Properties }] of uploads(ofPool)) expect(Properties.Prune).toBe(false);
  });

  test('packages are bytes to download, and their index is asked for anew', () => {
    const [, { Properties }] = resource(ofPool, 'Custom::CDKBucketDeployment', 'PortalUploadPackages');

    expect(Properties.SystemMetadata).toEqual({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'application/octet-stream',
    });
    expect(packages.get('/packages/index.json')?.cacheControl).toBe('no-cache');
  });

  test('come before the page that names them', () => {
    const [page, ...more] = uploads(ofPool).filter(([, { Properties }]) =>
      Properties.SystemMetadata['cache-control'].includes('no-cache'),
    );
    const others = uploads(ofPool).filter(([id]) => id !== page?.[0]);

    expect(more).toEqual([]);
    for (const [id] of others) expect(page?.[1].DependsOn).toContain(id);
  });

  test('are never removed by the function that uploads them', () => {
    const [, { Properties }] = resource(ofPool, 'AWS::IAM::Policy', 'PortalUploadRole');
    const actions = Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string }) => Action);

    expect(actions.filter((action: string) => action.startsWith('s3:'))).toEqual([
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
    ]);
    for (const [, { Properties: upload }] of uploads(ofPool))
      expect(upload.RetainOnDelete ?? true).toBe(true);
  });

  test('go with the stack only where it was made to be thrown away', () => {
    const policyOf = (template: Template) =>
      resource(template, 'AWS::S3::Bucket', 'Portal')[1].DeletionPolicy;

    expect([policyOf(ofPool), policyOf(ofIssuer)]).toEqual(['RetainExceptOnCreate', 'Delete']);
  });

  test('are those of the build, byte by byte, and the same settings make the same', async () => {
    const outdir = await mkdtemp(join(tmpdir(), 'portal-'));
    onTestFinished(() => rm(outdir, { recursive: true, force: true }));
    const app = newApp({ outdir });
    const stack = addService(app, VARIANTS['a portal with an issuer']);
    app.synth();

    const found = new Map(
      ['index.html', 'favicon.svg', 'assets', 'packages']
        .flatMap((name) => globSync(`asset.*/${name}`, { cwd: outdir }))
        .flatMap((path) =>
          /(assets|packages)$/.test(path)
            ? readdirSync(join(outdir, path)).map((name) => join(path, name))
            : [path],
        )
        .map((path) => [path.replace(/^asset\.[^/]+/, ''), readFileSync(join(outdir, path))]),
    );
    expect([...found.keys()].toSorted()).toEqual([...built.keys()].toSorted());
    for (const [path, { body }] of built) expect(found.get(path)?.equals(body), path).toBe(true);
    const [config = ''] = globSync('asset.*/config.json', { cwd: outdir });
    expect(readdirSync(join(outdir, dirname(config)))).toEqual(['config.json']);
    expect(JSON.parse(readFileSync(join(outdir, config), 'utf8'))).toEqual({
      sign_in: {
        authority: 'https://login.example/realms/data',
        client_id: 'portal',
        scope: 'openid email profile offline_access',
        token: 'access_token',
        audience: 'pipelines',
      },
    });
    expect(Template.fromStack(stack).toJSON()).toEqual(ofIssuer.toJSON());
  });
});

describe('the distribution', () => {
  test('speaks HTTP/2 and HTTP/3, over TLS alone', () => {
    const { HttpVersion, CacheBehaviors, DefaultCacheBehavior } = distributionOf(ofPool);

    expect(HttpVersion).toBe('http2and3');
    expect(DefaultCacheBehavior.ViewerProtocolPolicy).toBe('redirect-to-https');
    for (const behavior of CacheBehaviors) expect(behavior.ViewerProtocolPolicy).toBe('https-only');
  });

  test('leaves the API’s own errors as they are, and keeps no failure for other callers', () => {
    const { CustomErrorResponses } = distributionOf(ofPool);

    expect(CustomErrorResponses).toEqual(
      [500, 502, 503, 504].map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 })),
    );
  });

  test('has a given domain, with its certificate and TLS 1.2 at least', () => {
    expect(distributionOf(ofIssuer)).toMatchObject({
      Aliases: ['pipelines.example.com'],
      ViewerCertificate: {
        AcmCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1',
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
    });
    expect(distributionOf(ofPool).ViewerCertificate).toBeUndefined();
  });

  test('passes everything below /api on to the API’s stage as it comes, and keeps none of it', () => {
    const { Origins, CacheBehaviors } = distributionOf(ofPool);
    const [, origin] = Origins;

    expect(CacheBehaviors).toMatchObject([
      {
        PathPattern: '/api/*',
        TargetOriginId: origin.Id,
        AllowedMethods: AllowedMethods.ALLOW_ALL.methods,
        CachePolicyId: CachePolicy.CACHING_DISABLED.cachePolicyId,
        OriginRequestPolicyId: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER.originRequestPolicyId,
      },
    ]);
    expect(origin.CustomOriginConfig).toEqual({
      OriginProtocolPolicy: 'https-only',
      OriginSSLProtocols: ['TLSv1.2'],
    });
    expect(JSON.stringify(origin.DomainName)).toContain(`{"Ref":"${apiId}"},".execute-api."`);
    expect(origin.OriginPath).toBe('/live');
  });

  test('sends the portal’s security headers with every file, and HSTS', () => {
    const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } = only(
      ofIssuer,
      'AWS::CloudFront::ResponseHeadersPolicy',
    ).ResponseHeadersPolicyConfig;
    const sent = {
      'Content-Security-Policy': security.ContentSecurityPolicy.ContentSecurityPolicy,
      'Referrer-Policy': security.ReferrerPolicy.ReferrerPolicy,
      'X-Content-Type-Options': security.ContentTypeOptions && 'nosniff',
      'X-Frame-Options': security.FrameOptions.FrameOption,
      ...Object.fromEntries(custom.Items.map(({ Header, Value }: Record<string, string>) => [Header, Value])),
    };

    expect(sent).toEqual(securityHeaders(['https://login.example']));
    expect(security.StrictTransportSecurity.AccessControlMaxAgeSec).toBe(31_536_000);
    for (const one of [...Object.values<object>(security), ...custom.Items])
      expect(one).toMatchObject({ Override: true });
  });

  test('lets pages talk to Cognito’s two addresses', () => {
    const { SecurityHeadersConfig } = only(
      ofPool,
      'AWS::CloudFront::ResponseHeadersPolicy',
    ).ResponseHeadersPolicyConfig;
    const [domain] = resource(ofPool, 'AWS::Cognito::UserPoolDomain', 'Portal');
    const region = { Ref: 'AWS::Region' };
    const [, parts] = SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy['Fn::Join'];

    expect(parts.slice(0, 6)).toEqual([
      expect.stringMatching(/connect-src 'self' https:\/\/cognito-idp\.$/),
      region,
      '.amazonaws.com https://',
      { Ref: domain },
      '.auth.',
      region,
    ]);
  });

  const { FunctionCode, FunctionConfig } = only(ofPool, 'AWS::CloudFront::Function');

  test.each([
    ['/', '/index.html'],
    ['/signed-in', '/index.html'],
    ['/pipelines/default/silver/orders', '/index.html'],
    ['/pipelines/default/silver/orders/versions/3', '/index.html'],
    ['/index.html', '/index.html'],
    ['/assets/main-1.js', '/assets/main-1.js'],
    ['/config.json', '/config.json'],
    ['/pipelines', '/pipelines'],
    ['/signed-in/more', '/signed-in/more'],
    ['/nothing', '/nothing'],
  ])('answers %s with %s', (path, file) => {
    expect(resultFor(FunctionCode, path).uri).toBe(file);
    expect(PAGE_PATHS.test(path)).toBe(path !== file);
  });

  test.each([
    ['/nothing', '/index.html'],
    ['/pipelines', '/index.html'],
    ['/assets/nothing.js', '/assets/nothing.js'],
    ['/health', '/health'],
  ])('answers a browser that asks for the page %s with %s', (path, file) => {
    expect(resultFor(FunctionCode, path, 'text/html,*/*').uri).toBe(file);
  });

  test.each([...packages.keys(), '/packages/pipeline-versioning-0.0.9.tgz'])(
    'leads %s to its file, whoever asks',
    (path) => {
      expect(resultFor(FunctionCode, path, 'text/html').uri).toBe(path);
    },
  );

  test.each(['/packages', '/packages/', '/packages/others.tgz', '/packages/pipeline-versioning-1.tgz/x'])(
    'answers %s, which no package can have, in words',
    (path) => {
      expect(resultFor(FunctionCode, path, 'text/html')).toMatchObject({
        statusCode: 404,
        headers: { 'content-type': { value: 'text/plain; charset=utf-8' } },
        body: 'There is no such package here; /packages/index.json names those that there are.\n',
      });
    },
  );

  test('has the browser forget what it kept, at sign-out', () => {
    expect(resultFor(FunctionCode, CLEAR_CACHE_PATH)).toMatchObject({
      statusCode: 204,
      headers: { 'clear-site-data': { value: '"cache"' } },
    });
  });

  test('asks the function before its cache, and for files alone', () => {
    const { DefaultCacheBehavior, CacheBehaviors } = distributionOf(ofPool);

    expect(FunctionConfig.Runtime).toBe('cloudfront-js-2.0');
    expect(DefaultCacheBehavior.FunctionAssociations).toMatchObject([{ EventType: 'viewer-request' }]);
    expect(CacheBehaviors[0].FunctionAssociations).toBeUndefined();
  });

  test('has names that other stacks and regions of the account leave free', () => {
    const named = [
      only(ofPool, 'AWS::CloudFront::Function').Name,
      only(ofPool, 'AWS::CloudFront::ResponseHeadersPolicy').ResponseHeadersPolicyConfig.Name,
      only(ofPool, 'AWS::CloudFront::OriginAccessControl').OriginAccessControlConfig.Name,
    ];

    for (const name of named)
      expect(name).toEqual(joined(expect.stringMatching(/^PipelineVersioning/), { Ref: 'AWS::Region' }));
  });
});

describe('with a user pool', () => {
  const client = only(ofPool, 'AWS::Cognito::UserPoolClient');

  test('people sign in by authorization code at a client without a secret', () => {
    expect(client).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: [joined(...PORTAL_URL, '/signed-in')],
      LogoutURLs: [joined(...PORTAL_URL, '/')],
      EnableTokenRevocation: true,
      UserPoolId: { Ref: poolId },
    });
    expect(client.ExplicitAuthFlows).toContain('ALLOW_REFRESH_TOKEN_AUTH');
  });

  test('a pool of the stack’s own has login pages, at a name no other account has', () => {
    expect(only(ofPool, 'AWS::Cognito::UserPoolDomain')).toEqual({
      Domain: joined('pipelineversioning-', { Ref: 'AWS::AccountId' }),
      ManagedLoginVersion: 2,
      UserPoolId: { Ref: poolId },
    });
    expect(only(ofPool, 'AWS::Cognito::ManagedLoginBranding').UseCognitoProvidedValues).toBe(true);
  });

  test('words that Cognito does not take in a domain are left out of it', () => {
    const { template } = synthesized({
      ...VARIANTS['a portal with a new user pool'],
      stackName: 'Amazon-Awsome',
    });

    expect(only(template, 'AWS::Cognito::UserPoolDomain').Domain).toEqual(
      joined('x-xome-', { Ref: 'AWS::AccountId' }),
    );
  });

  test('a given pool gets a client, and keeps its own login pages', () => {
    const { SecurityHeadersConfig } = only(
      ofGivenPool,
      'AWS::CloudFront::ResponseHeadersPolicy',
    ).ResponseHeadersPolicyConfig;

    expect(only(ofGivenPool, 'AWS::Cognito::UserPoolClient').UserPoolId).toBe('eu-west-1_Example');
    for (const type of ['UserPool', 'UserPoolDomain', 'ManagedLoginBranding'])
      expect(resourcesOf(ofGivenPool, `AWS::Cognito::${type}`)).toEqual([]);
    expect(JSON.stringify(SecurityHeadersConfig)).toContain('https://login.example.com;');
  });

  test('pages are told the pool, the client, and that the API takes ID tokens', () => {
    const [clientId] = resource(ofPool, 'AWS::Cognito::UserPoolClient', 'Portal');
    const [, { Properties }] = resource(ofPool, 'Custom::CDKBucketDeployment', 'PortalUploadPage');
    const told = Object.values<object>(Properties.SourceMarkers[1]);

    expect(told).toContainEqual({ Ref: poolId });
    expect(told).toContainEqual({ Ref: clientId });
  });

  test('/config.json names a client of the command line’s own', () => {
    const [clientId] = resource(ofPool, 'AWS::Cognito::UserPoolClient', 'ApiUsersPoolCommandLine');
    const [, { Properties }] = resource(ofPool, 'Custom::CDKBucketDeployment', 'PortalUploadPage');

    expect(Object.values<object>(Properties.SourceMarkers[1])).toContainEqual({ Ref: clientId });
  });
});
