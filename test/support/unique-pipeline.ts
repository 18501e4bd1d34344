// Pipelines that no other test has, so that tests can share a service.
import { randomUUID } from 'node:crypto';
import type { Pipeline } from '../../functions/domain/pipeline.ts';

export function uniquePipeline(given: Partial<Pipeline> = {}): Pipeline {
  return { namespace: 'tests', layer: 'silver', name: uniqueName('p'), ...given };
}

export function uniqueName(prefix: string): string {
  return `${prefix}_${randomUUID()}`;
}
