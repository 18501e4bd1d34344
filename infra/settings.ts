// The deployment's settings: CDK context (`-c name=value`, or "context" in cdk.json), checked before anything is
// synthesised. What is unknown or mistyped stops the synthesis with its name.
import { Token } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import {
  DEFAULT_LAYOUT_SETTINGS,
  layoutProblems,
  listOfText,
  releasesProblem,
} from '../functions/domain/layout.ts';
import { RELEASE_FORMS } from '../functions/domain/release.ts';
import { parseGrant, ROLES } from '../functions/domain/roles.ts';

const KEPT_DAYS = Object.values(RetentionDays).filter((days) => typeof days === 'number' && days < 9999);

// Values of `-c` are strings, those of cdk.json can be what they are.
const flag = z.preprocess((value) => ({ true: true, false: false })[String(value)] ?? value, z.boolean());
const count = z.preprocess(
  (value) => (typeof value === 'string' && value !== '' ? Number(value) : value),
  z.int().min(1),
);
const text = z.string().min(1);

/** Of what AWS names: the construct takes values as well that only a deployment knows (tokens of the CDK). */
function named(pattern: RegExp, error = `must match ${pattern}`) {
  return z.string().refine((value) => Token.isUnresolved(value) || pattern.test(value), { error });
}
const arn = named(/^arn:/, 'must be an ARN: it starts with "arn:"');

const TAGS = 'write tags as name=value,name=value';
const tags = z.preprocess(
  (value) => (typeof value === 'string' ? Object.fromEntries(value.split(',').map(splitTag)) : value),
  z.record(text, z.string({ error: TAGS })),
);

const domain = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);

/** A claim's name stands in API Gateway's answers as it is, so it has nothing that JSON would escape. */
const claim = z.string().regex(/^[A-Za-z0-9_:/.-]{1,128}$/);

const listOf = (item: z.ZodString, least = 1) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.split(',').map((one) => one.trim()) : value),
    z.array(item).min(least),
  );
const endpointIds = listOf(named(/^vpce-[0-9a-f]+$/, 'write VPC endpoints as vpce-…,vpce-…'));
const clientIds = listOf(named(/^[^\s,]{1,256}$/, 'write client ids as id,id'));
const deleters = listOf(
  named(
    /^arn:[\w-]+:(iam::\d{12}:(root|(user|role)\/.+)|sts::\d{12}:federated-user\/.+)$/,
    'write ARNs of roles or users, such as arn:aws:iam::111122223333:role/Cleaner, not of sessions',
  ),
  0,
);

const machineScopes = listOf(
  z.string().refine((word) => parseGrant(word) !== null, 'write roles as reader@team_a,publisher@team_a'),
);

/** What is wrong in it, the layout's own rules say. */
const layoutList = z.preprocess(
  (value) => (typeof value === 'string' ? listOfText(value) : value),
  z.array(z.string()),
);

const fields = z.strictObject({
  stackName: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,127}$/)
    .default('PipelineVersioning'),
  /** Of the API; the first segment of its URL. */
  stageName: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,128}$/)
    .default('live'),
  /** A versioned bucket that is there already; without it the stack makes one. */
  bucketName: named(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/).optional(),
  /** Demanded by a given bucket whose lifecycle rules harm what versions pin. */
  iKnowPinsExpire: flag.default(false),
  /** Who may delete old versions of pipelines' files; nobody by default. */
  versionDeleters: deleters.default([]),
  /** Whether the stack sets the policy of a given bucket, as it does that of its own. */
  protectGivenBucket: flag.default(false),
  /** The customer-managed key that encrypts that bucket, if there is one: links to files need it. */
  bucketKeyArn: arn.optional(),
  /**
   * A table that is there already, with keys and index as the stack would make them: one restored from a backup. What a
   * restore leaves out, such as point-in-time recovery and deletion protection, is to be switched on by hand.
   */
  tableName: named(/^[A-Za-z0-9_.-]{3,255}$/).optional(),
  /** Its stream, with new and old images: of a given table, with `eventBus`, `notifyUrl` or `releases`. */
  tableStreamArn: named(
    /^arn:[\w-]+:dynamodb:.+\/stream\/.+$/,
    'write the ARN of a stream, not of its table',
  ).optional(),
  authorizer: z.enum(['iam', 'cognito', 'oidc', 'none']).default('iam'),
  /** With `cognito`; without it the stack makes a pool. */
  userPoolId: text.optional(),
  /** With `oidc`: the `iss` and `aud` that tokens must carry. */
  issuer: z.url({ protocol: /^https$/ }).optional(),
  audience: text.optional(),
  /**
   * Of clients whose tokens are taken. With a given pool its app clients; with `oidc` any client of the issuer's may ask
   * for the audience, unless they are named here.
   */
  clientIds: clientIds.optional(),
  /** With `oidc` or `userPoolId`: the public client that is registered for `pipeline-versioning login`. */
  cliClientId: text.optional(),
  /** Where tokens name roles, such as `publisher@team_a`; `cognito:groups` with `cognito`. */
  rolesClaim: claim.optional(),
  /** With a pool of the stack's own: scopes for machines besides the four roles, such as `publisher@team_a`. */
  machineScopes: machineScopes.optional(),
  /** What every valid token may do, whatever its roles. Demanded with tokens, so that no update locks people out. */
  everyone: z.enum(['nothing', ...ROLES]).optional(),
  /** Where tokens name their bearer, for `created_by`; the subject is kept beside it. */
  nameClaim: claim.default('email'),
  /** The portal for browsers, at an address of its own that has the API below /api. */
  portal: flag.default(false),
  /** With `portal` and `userPoolId`: where the pool's login pages are, as a prefix or with all its dots. */
  userPoolDomain: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/)
    .optional(),
  /** With `portal` and `oidc`: the public client that is registered at the issuer; the audience unless said otherwise. */
  portalClientId: text.optional(),
  /** Which token that client is given for the audience; the ID token if the client is the audience. */
  portalToken: z.enum(['id_token', 'access_token']).optional(),
  /** What that client asks for. Most issuers give refresh tokens for `offline_access` alone. */
  portalScope: text.default('openid email profile offline_access'),
  /** A domain for the portal, and its certificate, which has to be in us-east-1. */
  portalDomain: domain.optional(),
  portalCertificateArn: named(/^arn:aws:acm:us-east-1:/).optional(),
  /** Demanded by `none`. */
  iKnowThisIsPublic: flag.default(false),
  /** What makes a directory a pipeline: patterns of paths, of which the first that a file matches runs. */
  sources: layoutList.default([...DEFAULT_LAYOUT_SETTINGS.sources]),
  /** The layers, in the order in which people read them. */
  layers: layoutList.default([...DEFAULT_LAYOUT_SETTINGS.layers]),
  /** Where the files of a pipeline are in the bucket. */
  prefix: z.string().default(DEFAULT_LAYOUT_SETTINGS.prefix),
  /** Whether runs may use drafts, which nobody has published. */
  draftRuns: flag.default(false),
  /** A web service that is asked before a version becomes visible. */
  checkUrl: z.url({ protocol: /^https$/ }).optional(),
  /** What follows if it does not answer. */
  checkUnreachable: z.enum(['refuse', 'allow']).default('refuse'),
  /** EventBridge's bus for events: its name in the stack's account and region, or an ARN. */
  eventBus: named(/^(arn:[\w-]+:events:[\w-]+:\d{12}:event-bus\/.+|[\w./-]{1,256})$/).optional(),
  /** A webhook, which receives every event. */
  notifyUrl: z.url({ protocol: /^https$/ }).optional(),
  /** Whether each version is put into a bucket as plain objects, one for each file or one archive. */
  releases: z.enum(RELEASE_FORMS).optional(),
  /** That bucket, which is there already; the pipelines' by default. */
  releaseBucket: named(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/).optional(),
  /** Of each API function; without it they share what the account has. */
  reservedConcurrency: count.optional(),
  /** X-Ray. */
  tracing: flag.default(false),
  logRetentionDays: count.pipe(z.literal(KEPT_DAYS as number[])).default(RetentionDays.THREE_MONTHS),
  /** Requests a second, and how many at once, for all callers together. */
  throttlingRate: count.default(100),
  throttlingBurst: count.default(200),
  /** A domain for the API, and its certificate in the stack's region. */
  apiDomain: domain.optional(),
  apiCertificateArn: named(/^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/.+$/).optional(),
  /** The API is reached by these VPC endpoints (`execute-api`) alone. */
  vpcEndpointIds: endpointIds.optional(),
  /** One customer-managed key for bucket, table, queues, topic and logs: its ARN, or `make` for one of the stack's own. */
  kmsKeyArn: named(
    /^(make|arn:[\w-]+:kms:[\w-]+:\d{12}:key\/.+)$/,
    'write make, or the ARN of a key, not of an alias',
  ).optional(),
  /** How the bucket's events come: straight to the queue, or by EventBridge beside other notifications. */
  bucketEvents: z.enum(['queue', 'eventbridge']).default('queue'),
  /** How many hours lie between two checks of every pipeline. */
  reconcile: count.default(24),
  /** The boundary of every role that the stack makes. */
  permissionsBoundary: z
    .string()
    .regex(/^arn:[\w-]+:iam::(\d{12}|aws):policy\/.+$/)
    .optional(),
  /** A web ACL of the stack's region, for the stage: it then guards `ApiUrl` and the portal's way to the API alike. */
  webAclArn: named(/^arn:[\w-]+:wafv2:[\w-]+:\d{12}:regional\/webacl\/.+$/).optional(),
  /** API Gateway's role for writing logs, one for account and region: `make` sets it anew, `keep` needs one that is set. */
  apiGatewayLogRole: z.enum(['make', 'keep']).default('make'),
  /** Ten alarms for the service as a whole, or those of each route besides. */
  alarms: z.enum(['basic', 'all']).default('basic'),
  /** Where alarms go: a topic, or an address for which the stack makes one. */
  alarmTopicArn: arn.optional(),
  alarmEmail: z.email().optional(),
  tags: tags.default({}),
  /** `false` only for deployments made to be thrown away: table, logs and the bucket, once empty, go with the stack. */
  retain: flag.default(true),
  /** For S3 servers that cannot resolve `bucket.host`. */
  s3PathStyle: flag.default(false),
});

const schema = fields.superRefine((settings, context) => {
  for (const [name, message] of contradictions(settings))
    context.addIssue({ code: 'custom', path: [name], message });
});

export type Settings = z.output<typeof schema>;

/** In the order of the table in README.md. */
export const SETTING_NAMES = Object.keys(fields.shape) as readonly (keyof Settings)[];

/** Whether the table's changes are read for news. */
export function tellsNews({ eventBus, notifyUrl }: Pick<Settings, 'eventBus' | 'notifyUrl'>): boolean {
  return eventBus !== undefined || notifyUrl !== undefined;
}

/** Whether the table has a stream. */
export function readsStream(settings: Pick<Settings, 'eventBus' | 'notifyUrl' | 'releases'>): boolean {
  return tellsNews(settings) || settings.releases !== undefined;
}

/** Throws an error that names each setting that is unknown, mistyped, or at odds with another. */
export function readSettings(context: Readonly<Record<string, unknown>>): Settings {
  return checkSettings(Object.fromEntries(Object.entries(context).filter(([name]) => !isCdks(name))));
}

/** How an error calls the settings together, and the one that the construct has by another name. */
const AS_SETTINGS = { what: 'settings', stackName: 'stackName' };

/** The same, without the context that is the CDK's own. */
export function checkSettings(values: Readonly<Record<string, unknown>>, as = AS_SETTINGS): Settings {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  throw wrongSettings(
    as.what,
    z.prettifyError(parsed.error).replace('→ at stackName', `→ at ${as.stackName}`),
  );
}

export function wrongSettings(what: string, problems: string): Error {
  return new Error(`wrong ${what}:\n${problems}`);
}

/** The CDK keeps switches and notes of its own in the same place: `@aws-cdk/core:…`, `availability-zones:…`, `cli-telemetry`. */
function isCdks(name: string): boolean {
  return name.includes(':') || name.startsWith('cli-') || name === 'acknowledged-issue-numbers';
}

function* contradictions(
  settings: z.output<typeof fields>,
): Generator<readonly [name: string, message: string]> {
  const { authorizer } = settings;
  if (authorizer === 'none' && !settings.iKnowThisIsPublic) {
    yield [
      'authorizer',
      'none lets everybody on the internet publish; say iKnowThisIsPublic=true if that is wanted',
    ];
  }
  if (authorizer !== 'none' && settings.iKnowThisIsPublic)
    yield ['iKnowThisIsPublic', 'needs authorizer=none'];
  if (authorizer !== 'cognito' && settings.userPoolId) yield ['userPoolId', 'needs authorizer=cognito'];
  for (const name of ['issuer', 'audience'] as const) {
    if (authorizer === 'oidc' && !settings[name]) yield [name, 'is needed with authorizer=oidc'];
    if (authorizer !== 'oidc' && settings[name]) yield [name, 'needs authorizer=oidc'];
  }
  for (const { setting, problem } of layoutProblems(settings)) yield [setting, problem];
  yield* ofRoles(settings);
  yield* ofPortal(settings);
  yield* ofApi(settings);
  if (settings.bucketKeyArn && !settings.bucketName) yield ['bucketKeyArn', 'needs bucketName'];
  if (settings.protectGivenBucket && !settings.bucketName) yield ['protectGivenBucket', 'needs bucketName'];
  if (settings.versionDeleters.length > 0 && settings.bucketName && !settings.protectGivenBucket)
    yield ['versionDeleters', 'needs protectGivenBucket=true with bucketName'];
  if (settings.versionDeleters.length > 0 && !settings.bucketName && !settings.retain)
    yield ['versionDeleters', 'needs retain=true: nothing protects a bucket made to be thrown away'];
  if (settings.iKnowPinsExpire && !settings.bucketName) yield ['iKnowPinsExpire', 'needs bucketName'];
  if (settings.checkUnreachable === 'allow' && !settings.checkUrl)
    yield ['checkUnreachable', 'needs checkUrl'];
  yield* ofStream(settings);
  yield* ofReleases(settings);
  if (settings.alarmEmail && settings.alarmTopicArn)
    yield ['alarmEmail', 'give this or alarmTopicArn, not both'];
}

function* ofStream(settings: z.output<typeof fields>): Generator<readonly [name: string, message: string]> {
  const { tableName, tableStreamArn } = settings;
  if (tableStreamArn && !(tableName && readsStream(settings)))
    yield ['tableStreamArn', 'needs tableName, and eventBus, notifyUrl or releases'];
  if (tableName && !tableStreamArn && readsStream(settings))
    yield [
      'tableStreamArn',
      'is needed with tableName and eventBus, notifyUrl or releases: they follow its stream',
    ];
}

function* ofReleases(settings: z.output<typeof fields>): Generator<readonly [name: string, message: string]> {
  const { releases, releaseBucket, bucketName } = settings;
  if (releaseBucket && !releases) yield ['releaseBucket', 'needs releases'];
  const problem = releaseBucket && releaseBucket !== bucketName ? null : releasesProblem(settings);
  if (releases && problem !== null) yield ['releases', problem];
}

function* ofRoles(settings: z.output<typeof fields>): Generator<readonly [name: string, message: string]> {
  const { authorizer, userPoolId, portal, clientIds, rolesClaim, machineScopes, everyone } = settings;
  if (authorizer !== 'cognito' && authorizer !== 'oidc') {
    for (const name of ['clientIds', 'cliClientId', 'rolesClaim', 'machineScopes', 'everyone'] as const)
      if (settings[name]) yield [name, 'needs authorizer=cognito or oidc'];
    return;
  }
  if (everyone === undefined) {
    yield [
      'everyone',
      'is needed with tokens: nothing (only those with a role get in), or the role that every valid token has; operator is what releases without roles allowed',
    ];
  }
  if (authorizer === 'oidc' && rolesClaim === undefined)
    yield ['rolesClaim', 'is needed with authorizer=oidc: the claim in which the issuer names roles'];
  if (machineScopes && (authorizer !== 'cognito' || userPoolId))
    yield ['machineScopes', 'needs authorizer=cognito and a pool of the stack’s own'];
  if (settings.cliClientId && authorizer === 'cognito' && !userPoolId)
    yield ['cliClientId', 'needs userPoolId or authorizer=oidc: a pool of the stack’s own has such a client'];
  if (userPoolId && !portal && clientIds === undefined)
    yield ['clientIds', 'is needed with userPoolId: the app clients whose tokens are taken'];
}

function* ofPortal(settings: z.output<typeof fields>): Generator<readonly [name: string, message: string]> {
  const { portal, authorizer, userPoolId, userPoolDomain, portalDomain, portalCertificateArn } = settings;
  if (portal && authorizer !== 'cognito' && authorizer !== 'oidc')
    yield ['portal', 'needs authorizer=cognito or oidc: people sign in with a browser'];
  if (portal && userPoolId && !userPoolDomain)
    yield ['userPoolDomain', 'is needed with portal and userPoolId: people sign in on its pages'];
  if (userPoolDomain && !(portal && userPoolId)) yield ['userPoolDomain', 'needs portal and userPoolId'];
  for (const name of ['portalClientId', 'portalToken'] as const)
    if (settings[name] && !(portal && authorizer === 'oidc'))
      yield [name, 'needs portal and authorizer=oidc'];
  for (const name of ['portalDomain', 'portalCertificateArn'] as const)
    if (settings[name] && !portal) yield [name, 'needs portal'];
  if (portalDomain && !portalCertificateArn) yield ['portalCertificateArn', 'is needed with portalDomain'];
  if (portalCertificateArn && !portalDomain) yield ['portalDomain', 'is needed with portalCertificateArn'];
}

function* ofApi(settings: z.output<typeof fields>): Generator<readonly [name: string, message: string]> {
  const { apiDomain, apiCertificateArn, vpcEndpointIds, portal } = settings;
  if (apiDomain && !apiCertificateArn) yield ['apiCertificateArn', 'is needed with apiDomain'];
  if (apiCertificateArn && !apiDomain) yield ['apiDomain', 'is needed with apiCertificateArn'];
  if (vpcEndpointIds && portal)
    yield ['vpcEndpointIds', 'cannot go with portal: CloudFront reaches no private API'];
  if (vpcEndpointIds && apiDomain)
    yield ['apiDomain', 'cannot go with vpcEndpointIds: callers use the endpoint’s own names'];
}

function splitTag(tag: string): [name: string, value: string | undefined] {
  const [name = '', ...value] = tag.split('=');
  return [name.trim(), value.length === 0 ? undefined : value.join('=').trim()];
}
