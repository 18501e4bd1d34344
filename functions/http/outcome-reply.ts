// The reply to publish and rollback.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import type { Outcome } from '../usecases/outcome.ts';
import type { Reply } from './api-handler.ts';
import { presentVersion } from './present.ts';

/** 201 for a version that was made, 200 for one that was there; a replay says the same again, and that it is one. */
export function outcomeReply(
  event: APIGatewayProxyEvent,
  pipeline: Pipeline,
  { version, outcome, replayed }: Outcome,
): Reply {
  const location = `${pathPrefix(event)}/api/v1/pipelines/${displayName(pipeline)}/versions/${version.number}`;
  return {
    status: outcome === 'created' ? 201 : 200,
    headers: {
      ...(outcome === 'created' && { Location: location }),
      ...(replayed && { 'Idempotent-Replayed': 'true' }),
    },
    body: presentVersion(pipeline, version),
  };
}

// What stands before our own path: a stage, or the base path of a custom domain.
function pathPrefix({ requestContext: { path } }: APIGatewayProxyEvent): string {
  return path.slice(0, Math.max(0, path.indexOf('/api/v1/')));
}
