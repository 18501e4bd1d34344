// Compares any two states of a pipeline. The address names both sides, so people can share it.
import ArrowLeftRight from 'lucide-preact/icons/arrow-left-right.mjs';
import { useSearchParams } from 'wouter-preact';
import type { Comparison, Pipeline } from '../../client/types.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import type { Sides } from '../service/queries.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { CompareSide } from './compare-side.tsx';
import { FileChanges } from './file-changes.tsx';
import { useLiveComparison } from './live-comparison.ts';
import './compare-view.css';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
}

export function CompareView({ id, pipeline }: Props) {
  const [sides, setSides] = useSides();
  const { data, error, isPending, isPlaceholderData } = useLiveComparison(id, pipeline, sides);
  const latest = pipeline.latest_version;
  return (
    <section aria-labelledby="compare" class="compare-view">
      <h2 id="compare">Compare versions</h2>
      <div class="toolbar">
        <CompareSide
          label="From"
          side={sides.from}
          latest={latest}
          onChange={(from) => setSides({ ...sides, from })}
        />
        <button
          type="button"
          class="icon"
          aria-label="Swap the sides"
          title="Swap the sides"
          onClick={() => setSides({ from: sides.to, to: sides.from })}
        >
          <ArrowLeftRight size={16} aria-hidden="true" />
        </button>
        <CompareSide
          label="To"
          side={sides.to}
          latest={latest}
          onChange={(to) => setSides({ ...sides, to })}
        />
      </div>
      {isPending && <Loading what="the comparison" />}
      {data === undefined && <ErrorNotice error={error} />}
      {data && (
        <div aria-busy={isPlaceholderData}>
          <FileChanges id={id} comparison={data} sides={sides} none={sameness(data)} />
        </div>
      )}
    </section>
  );
}

function useSides(): readonly [Sides, (sides: Sides) => void] {
  const [parameters, setParameters] = useSearchParams();
  const sides = { from: parameters.get('from') || 'current', to: parameters.get('to') || 'draft' };
  return [sides, ({ from, to }) => setParameters({ from, to })];
}

function sameness({ from, to }: Comparison): string {
  const [before, after] = [nameOf(from), nameOf(to)];
  if (before === after) return `This is ${before} twice: there is no difference.`;
  return `There is no difference: ${before} and ${after} have the same files.`;
}

function nameOf({ version_number }: Comparison['from']): string {
  return version_number === null ? 'the draft' : `version ${version_number}`;
}
