// Pipelines whose files would be among the releases of the same bucket.
import { layout } from '../domain/layout.ts';
import { keyPrefix, type Pipeline } from '../domain/pipeline.ts';
import { isReservedKey } from '../domain/reserved-keys.ts';
import type { FieldProblem } from './invalid-request.ts';

/** Of the parameters of a path. */
export function reservedProblems(params: object | undefined): readonly FieldProblem[] {
  if (!isPipeline(params) || !isReservedKey(keyPrefix(params))) return [];
  const [field = ''] = layout().prefix.order;
  const problem = 'must not be releases: this deployment keeps releases of versions there; use another name';
  return [{ in: 'path', field, problem }];
}

function isPipeline(params: object | undefined): params is Pipeline {
  return params !== undefined && 'namespace' in params && 'layer' in params && 'name' in params;
}
