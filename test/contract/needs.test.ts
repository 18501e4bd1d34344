// A function has the rights that it uses, and no others.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Needs, Route } from '../../functions/http/route.ts';
import { routes } from '../../functions/http/routes.ts';
import { CHECK_REQUESTER } from '../../infra/aws/daily-check.ts';
import { OBSERVER } from '../../infra/aws/observer.ts';
import { type AwsBackend, startAws } from './backends.ts';
import { type Counted, countRequests } from './counted-requests.ts';
import { createOperations, type Operation, type Operations } from './operations.ts';

const GRANTS: Readonly<
  Record<Needs['table'][number] | `bucket ${Needs['bucket'][number]}`, readonly string[]>
> = {
  read: ['GetItem', 'Query', 'BatchGetItem'],
  list: ['Scan'],
  news: ['Query'],
  observe: ['UpdateItem'],
  publish: ['UpdateItem', 'PutItem'],
  freeze: ['UpdateItem'],
  runs: ['PutItem'],
  release: ['UpdateItem'],
  'bucket list': ['ListObjectsV2', 'ListObjectVersions', 'HeadBucket'],
  'bucket versioning': ['GetBucketVersioning'],
  'bucket lifecycle': ['GetBucketLifecycleConfiguration'],
  'bucket head': ['HeadObject'],
  'bucket read': ['GetObject'],
  'bucket read-draft': ['GetObject'],
  'bucket write': ['PutObject', 'HeadObject', 'GetBucketVersioning'],
  'bucket delete': ['DeleteObject', 'HeadObject', 'GetBucketVersioning'],
  'bucket copy': ['CopyObject', 'HeadObject', 'GetBucketVersioning'],
};

let backend: AwsBackend;
let operations: Operations;
let counted: (action: () => Promise<unknown>) => Promise<Counted>;

beforeAll(async () => {
  backend = await startAws();
  operations = createOperations(backend);
  counted = countRequests([backend.s3, backend.dynamodb]);
});
afterAll(() => backend.close());

/** Operations that sign links to what they may read, which takes no request. */
const SIGNING: readonly Operation[] = ['getPublished', 'getDraftManifest'];

const needsOf: Readonly<Record<Operation, Needs>> = {
  ...(Object.fromEntries(
    Object.entries(routes).map(([name, { needs }]: [string, Route]) => [name, needs]),
  ) as Record<keyof typeof routes, Needs>),
  observer: OBSERVER,
  dailyCheck: CHECK_REQUESTER,
};

test.each(Object.keys(needsOf) as Operation[])('%s asks for what it is granted', async (operation) => {
  const needs = needsOf[operation];
  const pipeline = await operations.prepare(operation);

  const { requests } = await counted(() => operations.perform(operation, backend, pipeline));

  const isTheEditors = (command: string) => command === 'PutObject' && !needs.bucket.includes('write');
  const sent = Object.keys(requests).filter((command) => !isTheEditors(command));
  const granted = [
    ...needs.table.map((need) => GRANTS[need]),
    ...needs.bucket.map((need) => GRANTS[`bucket ${need}`]),
  ];
  expect(granted.flat()).toEqual(expect.arrayContaining(sent));
  const used = SIGNING.includes(operation) ? [...sent, 'GetObject'] : sent;
  for (const grant of granted) expect(grant.some((command) => used.includes(command))).toBe(true);
});
