// What each function is asked first, about a pipeline that has one version, and how to tell that it has done it.
import type { APIGatewayProxyResult, SQSBatchResponse } from 'aws-lambda';
import { routeTable } from '../../../functions/http/routes.ts';
import { BUCKET } from '../../../infra/local/defaults.ts';
import { localAttributes, sqsRecord } from '../../../infra/local/events/sqs-record.ts';
import { proxyEvent } from '../../../infra/local/gateway/proxy-event.ts';
import { createRouteMatcher } from '../../../infra/local/gateway/route-matcher.ts';

export interface FirstEvent {
  readonly event: object;
  isSuccess(answer: unknown): boolean;
}

/** Of the pipeline. */
export const NAME = 'cold';
const PARAMETERS = { namespace: 'bench', layer: 'silver', name: NAME, version_number: '1' };
const KEY = `bench/pipelines/silver/${NAME}/pipeline.sql`;

/** The row to ask by, where a function has several: nothing is to be frozen for those that are asked later. */
const ASKED_BY: Readonly<Record<string, string>> = { freeze: 'getNamespaceFreeze' };

const BODIES: Readonly<Record<string, object>> = { 'restore-draft': { version: 1 } };
const QUERIES: Readonly<Record<string, string>> = { 'delete-any-file': 'path=a//b.sql' };
/** The file to delete may be gone already; runs of drafts are off. */
const OTHER_ANSWERS: Readonly<Record<string, readonly number[]>> = {
  'delete-file': [204, 404],
  'delete-any-file': [204, 404],
  'get-draft-manifest': [403],
};

const matchRoute = createRouteMatcher(routeTable);

/** Functions that run by a schedule: nobody waits for their start. */
export const UNAWAITED: readonly string[] = ['request-checks'];

/** Throws if nothing is known to ask the function of that name. */
export function firstEvent(name: string): FirstEvent {
  if (name === 'observe-drafts') return { event: savedFile(), isSuccess: hasNoFailures };
  if (name === 'no-route') return request('GET', '/nowhere', [404]);
  const rows = routeTable.filter(({ handler }) => handler === name);
  const route = rows.find(({ operationId }) => operationId === ASKED_BY[name]) ?? rows[0];
  if (route === undefined) throw new Error(`${name} is no route; say in first-events.ts what to ask it`);
  const parameters = { ...PARAMETERS, 'path+': route.method === 'GET' ? 'pipeline.sql' : 'notes.md' };
  const path = Object.entries(parameters).reduce((filled, [parameter, value]) => {
    return filled.replace(`{${parameter}}`, value);
  }, route.path);
  const answers = OTHER_ANSWERS[name] ?? [200, 201];
  const body = route.body && (BODIES[name] ?? { message: 'A cold start' });
  return request(route.method, `${path}?${QUERIES[name] ?? ''}`, answers, body);
}

function request(method: string, target: string, successes: readonly number[], body?: object): FirstEvent {
  const [path = '', query = ''] = target.split('?');
  const event = proxyEvent(
    {
      requestId: 'cold-start',
      method,
      path,
      query,
      rawHeaders: ['Accept', '*/*', 'Host', 'localhost'],
      headers: {},
      sourceIp: '127.0.0.1',
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
      isTooLarge: false,
    },
    matchRoute(method, path),
  );
  const statusOf = (answer: unknown) => (answer as Partial<APIGatewayProxyResult>).statusCode ?? 0;
  return { event, isSuccess: (answer) => successes.includes(statusOf(answer)) };
}

function savedFile(): object {
  const s3 = { bucket: { name: BUCKET }, object: { key: KEY } };
  const message = {
    messageId: 'cold-start',
    receiptHandle: 'cold-start',
    body: JSON.stringify({ Records: [{ s3 }] }),
    attributes: localAttributes(1, Date.now()),
  };
  return { Records: [sqsRecord(message)] };
}

function hasNoFailures(answer: unknown): boolean {
  return (answer as Partial<SQSBatchResponse>).batchItemFailures?.length === 0;
}
