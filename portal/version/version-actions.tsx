// What a person can do with a version on its page.
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
