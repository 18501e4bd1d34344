// OpenAPI 3.1, made from the route table and the very schemas that check requests.
import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { errorReplies, RETRY_AFTER_SECONDS, type ReplyCode } from './error-reply.ts';
import { idempotencyKeyField } from './fields.ts';
import { errorReply } from './replies.ts';
import type { Route } from './route.ts';

/**
 * What every route may answer. How to sign in is a matter of the deployment, so the document has no security scheme; a
 * 401 says it.
 */
export const COMMON_ERRORS: readonly ReplyCode[] = [
  'INVALID_REQUEST',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BODY_TOO_LARGE',
  'UNSUPPORTED_ENCODING',
  'THROTTLED',
  'UNAVAILABLE',
  'ANSWER_TOO_LARGE',
  'INTERNAL',
];

const ANY_BYTES = '*/*';

export function openApiDocument(table: readonly Route[]) {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of table) {
    // A parameter that takes the rest of a path is written like any other here.
    const path = route.path.replace('+}', '}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'pipeline-versioning',
      version: '1',
      description:
        'Publishes data pipelines whose files live in a versioned S3 bucket, and keeps their versions. Every path that takes GET takes HEAD as well.',
    },
    paths,
  });
}

function operation(route: Route): ZodOpenApiOperationObject {
  const header = route.idempotent
    ? z.object({ 'Idempotency-Key': z.optional(idempotencyKeyField) })
    : route.headers;
  return {
    operationId: route.operationId,
    summary: route.summary,
    ...(route.repeatable && { 'x-repeatable': true }),
    requestParams: { path: route.params, query: route.query, ...(header && { header }) },
    ...(route.file && { requestBody: { required: false, content: { [ANY_BYTES]: {} } } }),
    ...(route.body && {
      requestBody: {
        required: route.body.required,
        content: { 'application/json': { schema: route.body.schema } },
      },
    }),
    responses: { ...successes(route), ...failures(route) },
  };
}

function successes(route: Route): ZodOpenApiOperationObject['responses'] {
  const replies = Object.entries(route.replies).map(
    ([status, { description, schema, isFile, headers = {} }]) => [
      status,
      {
        description,
        ...described(headers),
        ...(isFile && { content: { [ANY_BYTES]: {} } }),
        ...(schema && { content: { 'application/json': { schema } } }),
      },
    ],
  );
  return Object.fromEntries(replies);
}

function failures(route: Route): ZodOpenApiOperationObject['responses'] {
  const codes = [...route.errors, ...COMMON_ERRORS];
  const byStatus = Object.groupBy(codes, (code) => String(errorReplies[code][0]));
  const replies = Object.entries(byStatus).map(([status, sameStatus = []]) => {
    return [
      status,
      {
        description: sameStatus.join(', '),
        ...described(headersOf(sameStatus)),
        content: { 'application/json': { schema: errorReply } },
      },
    ];
  });
  return Object.fromEntries(replies);
}

function headersOf(codes: readonly ReplyCode[]): Readonly<Record<string, string>> {
  const isWorthRepeating = codes.some((code) => code in RETRY_AFTER_SECONDS);
  return {
    ...(isWorthRepeating && { 'Retry-After': 'Seconds to wait before the request is repeated' }),
    ...(codes.includes('UNAUTHENTICATED') && { 'WWW-Authenticate': 'How to sign in' }),
  };
}

function described(headers: Readonly<Record<string, string>>) {
  const entries = Object.entries(headers).map(([name, description]) => [
    name,
    { description, schema: { type: 'string' as const } },
  ]);
  return entries.length === 0 ? {} : { headers: Object.fromEntries(entries) };
}
