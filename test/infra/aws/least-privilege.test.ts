// Every function may do what its row of the route table needs, and nothing else: read from the template.

import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { actUpdate, freezeUpdate } from '../../../functions/adapters/dynamodb/freezes.ts';
import { numberUpdate } from '../../../functions/adapters/dynamodb/keys.ts';
import { runsPut } from '../../../functions/adapters/dynamodb/runs.ts';
import { stateUpdate } from '../../../functions/adapters/dynamodb/state-update.ts';
import { RUNS_PREFIX } from '../../../functions/adapters/dynamodb/table.ts';
import { freezing, lifting } from '../../../functions/domain/freeze.ts';
import type { VersionNumber } from '../../../functions/domain/version.ts';
import { routes, routeTable } from '../../../functions/http/routes.ts';
import type { Expected, StateChange } from '../../../functions/ports/version-store.ts';
import { linesOf, type Statement, statementsOf } from './granted.ts';
import { functionOf, namingRoutes } from './route-functions.ts';
import { resourcesOf, synthesized, VARIANTS } from './synthesized.ts';

const { template } = synthesized();

const LOG = ['logs:CreateLogStream log', 'logs:PutLogEvents log'];
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  'table read': ['dynamodb:BatchGetItem table', 'dynamodb:GetItem table', 'dynamodb:Query table'],
  'table list': ['dynamodb:Query table/index/pipelines', 'dynamodb:Scan table/index/pipelines'],
  'table news': ['dynamodb:Query table/index/news'],
  'table observe': ['dynamodb:UpdateItem table'],
  'table freeze': ['dynamodb:UpdateItem table'],
  'table runs': ['dynamodb:PutItem table'],
  'table release': ['dynamodb:UpdateItem table'],
  'table publish': ['dynamodb:PutItem table', 'dynamodb:UpdateItem table'],
  'bucket list': ['s3:ListBucket bucket', 's3:ListBucketVersions bucket'],
  'bucket versioning': ['s3:GetBucketVersioning bucket'],
  'bucket lifecycle': ['s3:GetLifecycleConfiguration bucket'],
  'bucket head': ['s3:GetObject bucket/*/pipelines/*', 's3:GetObjectVersion bucket/*/pipelines/*'],
  // ListBucket: else S3 says 403 where it should say 404.
  'bucket read': ['s3:GetObjectVersion bucket/*/pipelines/*', 's3:ListBucket bucket'],
  'bucket read-draft': ['s3:GetObject bucket/*/pipelines/*', 's3:ListBucket bucket'],
  // GetObject: S3 compares ETags for those only who may read them.
  'bucket write': [
    's3:PutObject bucket/*/pipelines/*',
    's3:GetObject bucket/*/pipelines/*',
    's3:ListBucket bucket',
    's3:GetBucketVersioning bucket',
  ],
  'bucket delete': [
    's3:DeleteObject bucket/*/pipelines/*',
    's3:GetObject bucket/*/pipelines/*',
    's3:ListBucket bucket',
    's3:GetBucketVersioning bucket',
  ],
  'bucket copy': [
    's3:AbortMultipartUpload bucket/*/pipelines/*',
    's3:GetObjectVersion bucket/*/pipelines/*',
    's3:PutObject bucket/*/pipelines/*',
    's3:ListBucket bucket',
    's3:GetBucketVersioning bucket',
  ],
};

const rightsFor = (table: readonly string[], bucket: readonly string[]) => {
  const needs = [...table.map((need) => `table ${need}`), ...bucket.map((need) => `bucket ${need}`)];
  return [...new Set([...LOG, ...needs.flatMap((need) => RIGHTS[need] ?? [])])].toSorted();
};

describe('the rights of a route are its needs', () => {
  test.each(routeTable.map((route) => [route.operationId, route] as const))('%s', (_, route) => {
    const { needs } = route;

    expect(linesOf(statementsOf(template, functionOf(route)))).toEqual(rightsFor(needs.table, needs.bucket));
  });
});

const withTable = synthesized(VARIANTS['an existing table']).template;
const GIVEN = 'arn:AWS::Partition:dynamodb:AWS::Region:AWS::AccountId:table/restored-versions';

describe('an existing table is granted as the own one is', () => {
  test.each(routeTable.map((route) => [route.operationId, route] as const))('%s', (_, route) => {
    const { needs } = route;

    const rights = rightsFor(needs.table, needs.bucket).map((line) => line.replace(/ table/, ` ${GIVEN}`));

    expect(linesOf(statementsOf(withTable, functionOf(route)))).toEqual(rights.toSorted());
  });
});

test('what watches drafts reads, lists, observes and looks for pins', () => {
  const lines = linesOf(statementsOf(template, 'DraftWatcherObserver'));

  expect(lines.filter((line) => !line.startsWith('sqs:'))).toEqual(
    rightsFor(['read', 'observe'], ['list', 'head']),
  );
  expect(lines.filter((line) => line.startsWith('sqs:')).every((line) => line.endsWith(' queue'))).toBe(true);
});

test('what answers for unknown paths may do nothing', () => {
  expect(linesOf(statementsOf(template, 'ApinoRoute'))).toEqual(LOG);
});

const attributesOf = (id: string) =>
  statementsOf(template, id)
    .filter(({ Action }) => Action === 'dynamodb:UpdateItem')
    .map(
      ({ Condition }) => Condition?.['ForAllValues:StringLike']?.['dynamodb:Attributes'] as readonly string[],
    );

const writers = namingRoutes.filter(({ needs }) =>
  needs.table.some((need) => need === 'observe' || need === 'publish' || need === 'freeze'),
);

test('only publish and rollback may name the current version', () => {
  const may = writers.filter((route) =>
    attributesOf(functionOf(route)).some((names) => names.includes('current')),
  );

  expect(may.map(({ operationId }) => operationId)).toEqual(['publishVersion', 'rollbackVersion']);
  expect(attributesOf('DraftWatcherObserver').flat()).not.toContain('current');
});

test('only publish and rollback may name a freeze, which their condition does, and the function of freezes', () => {
  const may = writers.filter((route) =>
    attributesOf(functionOf(route)).some((names) => names.some((name) => name.startsWith('freeze'))),
  );

  expect(may.map(({ operationId }) => operationId)).toEqual([
    'publishVersion',
    'rollbackVersion',
    'freezePipeline',
  ]);
  expect(attributesOf('DraftWatcherObserver').flat()).not.toContain('freeze');
});

test.each([
  ['s3:PutObject', ['putFile', 'restoreDraft']],
  ['s3:DeleteObject', ['deleteFile', 'deleteAnyFile', 'restoreDraft']],
  ['s3:DeleteObjectVersion', []],
] as const)('%s is for %j', (action, expected) => {
  const may = namingRoutes.filter((route) =>
    linesOf(statementsOf(template, functionOf(route))).some((line) => line.startsWith(`${action} `)),
  );

  expect(may.map(({ operationId }) => operationId)).toEqual(expected);
});

const pipeline = { namespace: 'default', layer: 'silver', name: 'orders' } as const;
const draft = { fingerprint: 'f', fileCount: 1, sourceType: 'sql', observedAt: new Date(0) };
const request = { key: 'a key', inputHash: 'h', expiresAt: new Date(0) };
const snapshot = { id: 's', parts: 1 };
const current = { id: 'v', number: 2, createdAt: new Date(0), request, snapshot, rollbackOf: null };

/** The attributes that a request names, as paths: `current.number`. */
function namedBy(request: UpdateCommandInput): readonly string[] {
  const { UpdateExpression = '', ConditionExpression = '', ExpressionAttributeNames: names = {} } = request;
  const paths = `${UpdateExpression} ${ConditionExpression}`.match(/#\w+(\.#\w+)*/g) ?? [];
  const named = paths.map((path) =>
    path
      .split('.')
      .map((name) => names[name])
      .join('.'),
  );
  return [...Object.keys(request.Key ?? {}), ...named];
}

const namedByChange = (change: object, expected: Expected) =>
  namedBy(stateUpdate('table', pipeline, change as StateChange, expected));

const observations = [namedByChange({ draft }, { revision: 0 }), namedByChange({ draft }, { revision: 3 })];
const freeze = { reason: 'r', frozenBy: null, frozenAt: new Date(0), until: new Date(1) };
const acts = [freezing(freeze), lifting(null, new Date(0))];
const freezes = [pipeline, 'default'].flatMap((subject) =>
  acts.map((act) => namedBy(freezeUpdate('table', subject, act))),
);
const told = acts.map((act) => namedBy(actUpdate('table', pipeline, act)));
const unfrozenAt = new Date(0);
const rollbacks = [
  namedByChange({ current }, { number: 1, unfrozenAt }),
  namedByChange({ current }, { number: 1 }),
  namedBy(numberUpdate('table', pipeline, request, 2 as VersionNumber)),
];
const publications = [
  ...rollbacks,
  namedByChange({ current, draft }, { number: 0, revision: 0 }),
  namedByChange({ current, draft }, { number: 1, revision: 3, unfrozenAt }),
];

// AWS does not say whether a path counts by its first name or as a whole, so either must do.
function fits(names: readonly string[], patterns: readonly string[]): boolean {
  const isAllowed = (name: string) =>
    patterns.some((pattern) =>
      pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
    );
  return names.every((name) => isAllowed(name) && isAllowed(name.split('.')[0] ?? ''));
}

describe('the limits to attributes let pass what is sent', () => {
  test.each([
    ['ApigetPipelineFunction', observations],
    ['ApilistVersionsFunction', observations],
    ['DraftWatcherObserver', observations],
    ['ApifreezePipelineFunction', [...observations, ...freezes, ...told]],
    ['ApirollbackVersionFunction', rollbacks],
    ['ApipublishVersionFunction', publications],
  ])('%s', (id, requests) => {
    const [patterns = []] = attributesOf(id);

    for (const names of requests) expect(names.filter((name) => !fits([name], patterns))).toEqual([]);
  });
});

test('what notes runs may put items of runs alone, which are beside the pipelines', () => {
  const report = { id: 'r', state: 'running', url: null, reportedAt: new Date(0), reportedBy: null } as const;
  const may = statementsOf(template, functionOf(routes.reportRun)).filter(({ Action }) =>
    [Action].flat().some((action) => /:(Put|Update|Delete|BatchWrite)Item/.test(action)),
  );

  const { Item } = runsPut('table', pipeline, 1, { revision: 1, count: 1, newest: [report] });

  expect(may.map(({ Action, Condition }) => [Action, Condition])).toEqual([
    ['dynamodb:PutItem', { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${RUNS_PREFIX}*`] } }],
  ]);
  expect(Item?.pk).toMatch(new RegExp(`^${RUNS_PREFIX}`));
  expect(stateUpdate('table', pipeline, { current } as never, { number: 1 }).Key?.pk).not.toBe(Item?.pk);
});

test('an observer cannot send what a publish sends', () => {
  const [patterns = []] = attributesOf('DraftWatcherObserver');

  for (const names of rollbacks) expect(fits(names, patterns)).toBe(false);
});

test('an observer can send no freeze, and what freezes can send no version', () => {
  const [ofObserver = []] = attributesOf('DraftWatcherObserver');
  const [ofFreezes = []] = attributesOf('ApifreezePipelineFunction');

  for (const names of [...freezes, ...told]) expect(fits(names, ofObserver)).toBe(false);
  for (const names of rollbacks) expect(fits(names, ofFreezes)).toBe(false);
});

describe.each(Object.entries(VARIANTS))('with %s', (_, settings) => {
  const all: readonly Statement[] = resourcesOf(synthesized(settings).template, 'AWS::IAM::Policy').flatMap(
    ([, { Properties }]) => Properties.PolicyDocument.Statement,
  );
  const actions = all.flatMap(({ Action }) => [Action].flat());

  test('no action has a wildcard', () => {
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  test('of the bucket, only current objects are written and deleted; else nobody deletes anything but messages', () => {
    const writes = actions.filter((action) => /Delete|BatchWrite|Restore|s3:Put/.test(action));

    expect(new Set(writes)).toEqual(
      new Set([
        's3:PutObject',
        's3:DeleteObject',
        'sqs:DeleteMessage',
        ...('bucketName' in settings ? ['s3:PutBucketNotification'] : []),
      ]),
    );
  });

  test('every statement names its resources, but for X-Ray', () => {
    const open = all.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);

    expect(new Set(open)).toEqual(
      new Set('tracing' in settings ? ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'] : []),
    );
  });
});
