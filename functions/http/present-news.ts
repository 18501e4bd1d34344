// News as they go over the wire.
import type { News } from '../domain/news.ts';
import { displayName } from '../domain/pipeline.ts';

export function presentNews(news: News) {
  return {
    id: news.id,
    type: news.type,
    time: news.time.toISOString(),
    namespace: news.namespace,
    pipeline: news.pipeline && displayName(news.pipeline),
    version_number: news.versionNumber,
    message: news.message,
    created_by: news.createdBy,
    rollback_of: news.rollbackOf,
    previous: news.previous,
    checks: news.checks,
    until: news.until?.toISOString() ?? null,
    url: urlOf(news),
  };
}

/** Relative to /api/v1/feed, and to whatever else is beside it. */
function urlOf({ namespace, pipeline, versionNumber }: News): string {
  if (pipeline === null) return `namespaces/${namespace}/freeze`;
  const path = `pipelines/${displayName(pipeline)}`;
  return versionNumber === null ? path : `${path}/versions/${versionNumber}`;
}
