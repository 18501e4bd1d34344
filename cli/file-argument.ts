// One file of a pipeline, as the command line writes it.
import { InvalidArgumentError } from 'commander';
import { isPipelineName, type PipelinePath, pipelineArgument, versionArgument } from './pipeline-argument.ts';

export interface FileOf {
  readonly pipeline: PipelinePath;
  /** The current version if left out. */
  readonly of: number | 'draft' | 'current';
  readonly path: string;
}

/** `default/silver/clean_orders@3:pipeline.sql`; without `@3` of the current version, with `@draft` of the draft. */
export function fileArgument(text: string): FileOf {
  const [, name = '', of = 'current', path = ''] = /^([^@:]+)(?:@([^:]+))?:(.+)$/s.exec(text) ?? [];
  if (!isPipelineName(name))
    throw new InvalidArgumentError(
      'Write it as namespace/layer/name@3:pipeline.sql; without @3 it is a file of the current version, with @draft one of the draft.',
    );
  const isWord = of === 'draft' || of === 'current';
  return { pipeline: pipelineArgument(name), of: isWord ? of : versionArgument(of), path };
}
