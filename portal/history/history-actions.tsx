// What can be done with a version from its row.
import { Link } from 'wouter-preact';
import type { Ask } from '../dialogs/version-dialogs.tsx';
import { addressOf } from '../service/addresses.ts';
import type { PipelineId } from '../service/pipeline-id.ts';

interface Props {
  readonly id: PipelineId;
  readonly number: number;
  readonly isLive: boolean;
  readonly ask: Ask;
}

export function HistoryActions({ id, number, isLive, ask }: Props) {
  return (
    // What not every row has comes first: the rest is aligned at the end.
    <div class="row-actions">
      {!isLive && (
        <button type="button" class="quiet" onClick={() => ask({ what: 'rollback', version: number })}>
          <span>
            Roll back<Of> to v{number}</Of>
          </span>
        </button>
      )}
      {number > 1 && (
        <Link class="button quiet" href={addressOf(id, 'compare', { from: number - 1, to: number })}>
          <span>
            Diff<Of> of v{number}</Of> to v{number - 1}
          </span>
        </Link>
      )}
      <Link class="button quiet" href={addressOf(id, `versions/${number}`)}>
        <span>
          Files<Of> of v{number}</Of>
        </span>
      </Link>
      <button type="button" class="quiet" onClick={() => ask({ what: 'restore', version: number })}>
        <span>
          Restore into draft<Of> from v{number}</Of>
        </span>
      </button>
    </div>
  );
}

/** For those who hear a button without its row. */
function Of({ children }: { readonly children: preact.ComponentChildren }) {
  return <span class="visually-hidden">{children}</span>;
}
