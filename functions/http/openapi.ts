// OpenAPI 3.1, made from the route table and the very schemas that check requests.
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { ErrorCode } from '../domain/errors.ts';
import { errorReplies } from './error-reply.ts';
import { idempotencyKeyField } from './fields.ts';
import { errorReply } from './replies.ts';
import type { Route } from './route.ts';

const COMMON_ERRORS: readonly ErrorCode[] = [
  'INVALID_REQUEST',
  'BODY_TOO_LARGE',
  'THROTTLED',
  'UNAVAILABLE',
  'INTERNAL',
];

export function openApiDocument(table: readonly Route[]) {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of table) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'pipeline-versioning',
      version: '1',
      description:
        'Publishes data pipelines whose files live in a versioned S3 bucket, and keeps their versions.',
    },
    paths,
  });
}

function operation(route: Route): ZodOpenApiOperationObject {
  const header = route.idempotent
    ? z.object({ 'Idempotency-Key': idempotencyKeyField.optional() })
    : undefined;
  return {
    operationId: route.operationId,
    summary: route.summary,
    requestParams: { path: route.params, query: route.query, ...(header && { header }) },
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
  return Object.fromEntries(
    Object.entries(route.replies).map(([status, { description, schema, headers = {} }]) => {
      const described = Object.entries(headers).map(([name, text]) => [
        name,
        { description: text, schema: { type: 'string' as const } },
      ]);
      return [
        status,
        {
          description,
          ...(described.length > 0 && { headers: Object.fromEntries(described) }),
          content: { 'application/json': { schema } },
        },
      ];
    }),
  );
}

function failures(route: Route): ZodOpenApiOperationObject['responses'] {
  const codes = [...route.errors, ...COMMON_ERRORS];
  const byStatus = Object.groupBy(codes, (code) => String(errorReplies[code][0]));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, sameStatus = []]) => [
      status,
      { description: sameStatus.join(', '), content: { 'application/json': { schema: errorReply } } },
    ]),
  );
}
