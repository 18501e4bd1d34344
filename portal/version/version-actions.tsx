// What a person can do with a version, on its page and in its row of the history.
import type { ComponentChildren } from 'preact';
import { Link } from 'wouter-preact';
import type { Ask } from '../dialogs/version-dialogs.tsx';
import { addressOf } from '../service/addresses.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { useMay } from '../service/rights.ts';

interface Props {
  readonly id: PipelineId;
  readonly number: number;
  readonly isLive: boolean;
  readonly ask: Ask;
}

export function VersionActions({ id, number, isLive, ask }: Props) {
  const mayRollBack = useMay('publisher', id) && !isLive;
  const mayRestore = useMay('editor', id);
  return (
    <div class="toolbar">
      {mayRollBack && (
        <button type="button" onClick={() => ask({ what: 'rollback', version: number })}>
          Roll back to this version
        </button>
      )}
      {mayRestore && (
        <button type="button" onClick={() => ask({ what: 'restore', version: number })}>
          Restore into draft
        </button>
      )}
      <Link class="button" href={addressOf(id, 'compare', { from: number, to: 'draft' })}>
        Compare with draft
      </Link>
      {!isLive && (
        <Link class="button" href={addressOf(id, 'compare', { from: number, to: 'current' })}>
          Compare with current
        </Link>
      )}
    </div>
  );
}

/** Ends with the actions that every row has, so that they stand below each other. */
export function RowActions({ id, number, isLive, ask }: Props) {
  const mayRollBack = useMay('publisher', id) && !isLive;
  const mayRestore = useMay('editor', id);
  return (
    <div class="row-actions">
      {mayRollBack && (
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
      {mayRestore && (
        <button type="button" class="quiet" onClick={() => ask({ what: 'restore', version: number })}>
          <span>
            Restore into draft<Of> from v{number}</Of>
          </span>
        </button>
      )}
    </div>
  );
}

/** Screen readers name a button without its row. */
function Of({ children }: { readonly children: ComponentChildren }) {
  return <span class="visually-hidden">{children}</span>;
}
