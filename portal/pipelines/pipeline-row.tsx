// One pipeline in the list; the whole row is the link of its name.
import { Link } from 'wouter-preact';
import type { PipelineSummary } from '../../client/types.ts';
import { addressOf } from '../service/addresses.ts';
import { pathOf } from '../service/pipeline-id.ts';
import { PipelineBadge } from '../ui/pipeline-badge.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { type Place, rowIndex } from './group-row.tsx';
import { keepPlace } from './use-kept-place.ts';

interface Props {
  readonly pipeline: PipelineSummary;
  /** Not under a heading of its namespace and layer. */
  readonly isAlone: boolean;
  readonly place: Place;
  readonly onFocus: () => void;
  readonly onMove: (step: 1 | -1) => void;
}

export function PipelineRow({ pipeline, isAlone, place, onFocus, onMove }: Props) {
  const { namespace, layer, name, type, message, published_by, published_at } = pipeline;
  return (
    <tr data-index={place.index} aria-rowindex={rowIndex(place)} style={{ top: place.top }}>
      <th scope="row" class="name">
        <Link
          href={addressOf(pipeline)}
          title={[pathOf(pipeline), message].filter(Boolean).join('\n')}
          onClick={() => keepPlace(pathOf(pipeline))}
          onFocus={onFocus}
          onKeyDown={(event: KeyboardEvent) => {
            const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] as 1 | -1 | undefined;
            if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            onMove(step);
          }}
        >
          {isAlone && (
            <span class="faint">
              {namespace}/{layer}/
            </span>
          )}
          {name}
        </Link>
      </th>
      <td class="state">
        <PipelineBadge {...pipeline} />
        <VersionInUse {...pipeline} />
      </td>
      <td class="type">{type}</td>
      <td class="message" title={message ?? undefined}>
        {message}
      </td>
      <td class="by" title={published_by ?? undefined}>
        {published_by}
      </td>
      <td class="when">{published_at && <RelativeTime time={published_at} />}</td>
    </tr>
  );
}

/** Only if the badge does not name the version. */
function VersionInUse({ draft_dirty, latest_version }: PipelineSummary) {
  if (!draft_dirty || latest_version === null) return null;
  return (
    <span class="faint" title={`Runs use version ${latest_version}`}>
      <span class="visually-hidden">runs use </span>v{latest_version}
    </span>
  );
}
