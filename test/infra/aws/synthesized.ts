// The stack's template for given settings, with the CDK's flags as infra/app.ts sets them. Functions are not bundled.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type AppProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { ServiceStack } from '../../../infra/aws/service-stack.ts';
import { readSettings } from '../../../infra/settings.ts';

export type Context = Readonly<Record<string, unknown>>;

/** Settings under which the stack is made of other parts. */
export const VARIANTS = {
  'the defaults': {},
  'an existing bucket': {
    bucketName: 'team-files',
    bucketKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1',
  },
  'a key of its own': { kmsKeyArn: 'make', alarmEmail: 'team@example.com' },
  'a given key': {
    kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/7',
    alarmEmail: 'team@example.com',
    bucketEvents: 'eventbridge',
    notifyUrl: 'https://hooks.example.com/',
  },
  'an existing table': { tableName: 'restored-versions' },
  'news of an existing table': {
    tableName: 'restored-versions',
    tableStreamArn:
      'arn:aws:dynamodb:eu-west-1:111122223333:table/restored-versions/stream/2026-05-05T00:00:00.000',
    eventBus: 'arn:aws:events:eu-west-1:111122223333:event-bus/team',
  },
  'releases in a bucket apart': { releases: 'archive', releaseBucket: 'team-releases' },
  'a new user pool': { authorizer: 'cognito', everyone: 'nothing', machineScopes: 'publisher@team_a' },
  'a given user pool': {
    authorizer: 'cognito',
    userPoolId: 'eu-west-1_Example',
    clientIds: 'ci,cli',
    everyone: 'reader',
  },
  'tokens of an issuer': {
    authorizer: 'oidc',
    issuer: 'https://login.example',
    audience: 'pipelines',
    clientIds: 'ci',
    rolesClaim: 'https://login.example/roles',
    everyone: 'nothing',
  },
  'a portal with a new user pool': {
    portal: 'true',
    authorizer: 'cognito',
    everyone: 'nothing',
    machineScopes: 'publisher@team_a',
  },
  'a portal with a given user pool': {
    portal: 'true',
    authorizer: 'cognito',
    userPoolId: 'eu-west-1_Example',
    userPoolDomain: 'login.example.com',
    everyone: 'operator',
  },
  'a portal with an issuer': {
    portal: 'true',
    authorizer: 'oidc',
    issuer: 'https://login.example/realms/data',
    audience: 'pipelines',
    rolesClaim: 'roles',
    everyone: 'nothing',
    portalClientId: 'portal',
    portalDomain: 'pipelines.example.com',
    portalCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1',
    retain: 'false',
  },
  'nobody to ask': { authorizer: 'none', iKnowThisIsPublic: 'true' },
  'all there is to switch on': {
    checkUrl: 'https://check.example.com/',
    checkUnreachable: 'allow',
    eventBus: 'team',
    notifyUrl: 'https://hooks.example.com/',
    releases: 'prefix',
    tracing: 'true',
    alarms: 'all',
    alarmEmail: 'team@example.com',
    apiGatewayLogRole: 'keep',
    reservedConcurrency: '5',
    webAclArn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/team/1',
    apiDomain: 'pipelines-api.example.com',
    apiCertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/2',
    bucketEvents: 'eventbridge',
    permissionsBoundary: 'arn:aws:iam::111122223333:policy/team',
    versionDeleters: 'arn:aws:iam::111122223333:role/Cleaner',
  },
  'a private API': { vpcEndpointIds: 'vpce-1a2b,vpce-3c4d' },
  'a stack to throw away': { retain: 'false', s3PathStyle: 'true' },
} as const satisfies Record<string, Context>;

/** Settings with which the stack has as many resources as it can. */
export const LARGEST = {
  ...VARIANTS['all there is to switch on'],
  ...VARIANTS['an existing bucket'],
  ...VARIANTS['a portal with a new user pool'],
  apiGatewayLogRole: 'make',
  protectGivenBucket: 'true',
} as const satisfies Context;

export interface Synthesized {
  readonly app: App;
  readonly template: Template;
}

/** Modules are loaded anew for each file; this is not. */
const kept = globalThis as { synthesized?: Map<string, Synthesized>; templates?: Map<string, Template> };
kept.synthesized ??= new Map();
kept.templates ??= new Map();
const { synthesized: apps, templates } = kept;

/** The same result for the same settings: a synthesis takes a second, and no test changes the template. */
export function synthesized(settings: Context = {}): Pick<Synthesized, 'template'> {
  const key = JSON.stringify(settings);
  const template = templates.get(key) ?? readTemplate(key) ?? synthesizedHere(settings).template;
  templates.set(key, template);
  return { template };
}

/** The same, with the app that it was made of. */
export function synthesizedHere(settings: Context): Synthesized {
  const key = JSON.stringify(settings);
  const known = apps.get(key);
  if (known) return known;
  const made = synthesizedAnew(settings);
  apps.set(key, made);
  templates.set(key, made.template);
  writeTemplate(key, made.template);
  return made;
}

/** Where the processes of a run share templates: shared-templates.ts. Without a run there is none. */
const shared = process.env.SHARED_TEMPLATES;
const fileOf = (dir: string, key: string) => join(dir, createHash('sha256').update(key).digest('hex'));

function readTemplate(key: string): Template | undefined {
  if (shared === undefined || !existsSync(fileOf(shared, key))) return undefined;
  return Template.fromJSON(JSON.parse(readFileSync(fileOf(shared, key), 'utf8')));
}

/** Renamed, so that nobody reads half of it. */
function writeTemplate(key: string, template: Template): void {
  if (shared === undefined) return;
  const half = `${fileOf(shared, key)}.${process.pid}`;
  writeFileSync(half, JSON.stringify(template.toJSON()));
  renameSync(half, fileOf(shared, key));
}

export function synthesizedAnew(settings: Context = {}): Synthesized {
  const app = newApp();
  const template = Template.fromStack(addService(app, settings));
  rmSync(app.outdir, { recursive: true, force: true });
  return { app, template };
}

/** Leaves out the CDK's check by CloudFormation's schemas, which costs ten syntheses; one test asks for it. */
export function newApp(props: AppProps = {}): App {
  const context = { ...flags, 'aws:cdk:bundling-stacks': [] };
  return new App({ context, builtinCloudFormationValidation: false, ...props });
}

export function addService(app: App, settings: Context, id = 'Service'): ServiceStack {
  return new ServiceStack(app, id, { settings: readSettings(settings) });
}

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation has no types here, and assertions name what they look at
  readonly Properties: any;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export function resourcesOf(template: Template, type?: string): readonly (readonly [string, Resource])[] {
  const all = Object.entries<Resource>(template.toJSON().Resources);
  return type === undefined ? all : all.filter(([, resource]) => resource.Type === type);
}

/** The one resource whose logical ID begins so. */
export function resource(template: Template, type: string, prefix: string): readonly [string, Resource] {
  const [found, ...more] = resourcesOf(template, type).filter(([id]) => id.startsWith(prefix));
  if (found === undefined || more.length > 0)
    throw new Error(`${1 + more.length} resources ${type} ${prefix}…`);
  return found;
}
