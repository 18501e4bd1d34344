// What a person can do with a version in its row of the history: roll back, and the rest in a menu.
import { Link } from 'wouter-preact';
import type { Ask } from '../dialogs/version-dialogs.tsx';
import { addressOf } from '../service/addresses.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { useMay } from '../service/rights.ts';
import { RowMenu } from './row-menu.tsx';

interface Props {
  readonly id: PipelineId;
  readonly number: number;
  readonly isLive: boolean;
  readonly ask: Ask;
}

export function RowActions({ id, number, isLive, ask }: Props) {
  const mayRollBack = useMay('publisher', id) && !isLive;
  const mayRestore = useMay('editor', id);
  return (
    <div class="row-actions">
      {mayRollBack && (
        <button
          type="button"
          class="quiet roll-back"
          onClick={() => ask({ what: 'rollback', version: number })}
        >
          <span>
            Roll back<span class="visually-hidden"> to v{number}</span>
          </span>
        </button>
      )}
      <RowMenu label={`More about v${number}`}>
        <Link class="button quiet" href={addressOf(id, 'code', { version: number })}>
          Files of v{number}
        </Link>
        <Link class="button quiet" href={addressOf(id, 'compare', { from: number, to: 'draft' })}>
          Compare with the draft
        </Link>
        {!isLive && (
          <Link class="button quiet" href={addressOf(id, 'compare', { from: number, to: 'current' })}>
            Compare with what is live
          </Link>
        )}
        {mayRestore && (
          <button type="button" class="quiet" onClick={() => ask({ what: 'restore', version: number })}>
            Restore into draft
          </button>
        )}
      </RowMenu>
    </div>
  );
}
