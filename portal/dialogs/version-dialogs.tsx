// The dialogs of a version's actions, and a notice of the outcome. A view has one at a time, so that a dialog stays
// open when its row scrolls away.
import X from 'lucide-preact/icons/x.mjs';
import { useState } from 'preact/hooks';
import type { MadeVersion, Pipeline } from '../../client/types.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { RestoreDialog, RollbackDialog } from './on-demand-dialogs.ts';
import './version-dialogs.css';

export interface Asked {
  readonly what: 'rollback' | 'restore';
  readonly version: number;
}

export type Ask = (asked: Asked) => void;

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
  readonly asked: Asked | undefined;
  readonly onClose: () => void;
}

export function VersionDialogs({ asked, onClose, ...of }: Props) {
  const [done, setDone] = useState('');

  function finish(words: string): void {
    setDone(words);
    onClose();
  }

  return (
    <>
      <div class="version-done">
        <p role="status">{done}</p>
        {done && (
          <button
            type="button"
            class="quiet icon"
            title="Dismiss"
            aria-label="Dismiss"
            onClick={() => setDone('')}
          >
            <X size={14} aria-hidden="true" />
          </button>
        )}
      </div>
      {asked?.what === 'rollback' && (
        <RollbackDialog
          {...of}
          version={asked.version}
          onClose={onClose}
          onDone={(made) => finish(liveNow(made))}
        />
      )}
      {asked?.what === 'restore' && (
        <RestoreDialog
          {...of}
          version={asked.version}
          onClose={onClose}
          onDone={() => finish(`The draft has the files of version ${asked.version} now.`)}
        />
      )}
    </>
  );
}

function liveNow({ version_number, rollback_of }: MadeVersion): string {
  return `Version ${version_number} is live: rollback of version ${rollback_of}.`;
}
