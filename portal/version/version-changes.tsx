// A version's changes against the version before.
import { useQuery } from '@tanstack/preact-query';
import { FileChanges } from '../compare/file-changes.tsx';
import type { PipelineId } from '../service/pipeline-id.ts';
import { comparisonOptions } from '../service/queries.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';

interface Props {
  readonly id: PipelineId;
  readonly number: number;
}

export function VersionChanges({ id, number }: Props) {
  if (number === 1) return <p class="faint first">The first version: all its files were new.</p>;
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">Changes since version {number - 1}</h2>
      <Changes id={id} number={number} />
    </section>
  );
}

function Changes({ id, number }: Props) {
  const sides = { from: String(number - 1), to: String(number) };
  const { data, error, isPending } = useQuery(comparisonOptions(id, sides, false));
  if (isPending) return <Loading what="the changes" />;
  if (data === undefined) return <ErrorNotice error={error} />;
  const none = `None: version ${number - 1} has the same files.`;
  return <FileChanges id={id} comparison={data} sides={sides} none={none} />;
}
