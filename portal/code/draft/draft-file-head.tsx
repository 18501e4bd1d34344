// The name of the open file, its state, and its buttons.
import Save from 'lucide-preact/icons/save.mjs';
import Trash2 from 'lucide-preact/icons/trash.mjs';
import { useEffect, useState } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import type { DraftFile } from '../../../client/types.ts';
import { addressOf, fileAddress } from '../../service/addresses.ts';
import type { PipelineId } from '../../service/pipeline-id.ts';
import { useMay } from '../../service/rights.ts';
import { DeleteDialog } from '../dialogs/delete-dialog.tsx';
import { RenameDialog } from '../dialogs/rename-dialog.tsx';
import { FileHistoryLink } from '../files/file-history-link.tsx';
import type { FileNow } from '../files/files.ts';
import { saveText } from '../files/save-text.ts';
import type { UnsavedText } from '../files/unsaved-texts.ts';
import { BringBack } from './bring-back.tsx';

interface Props {
  readonly id: PipelineId;
  readonly path: string;
  /** As the draft was last listed. */
  readonly listed: DraftFile | undefined;
  readonly taken: ReadonlySet<string>;
  readonly now: FileNow | undefined;
  readonly mine: UnsavedText | undefined;
  /** The current version, if it has the file and the draft does not. */
  readonly removedFrom: number | null;
  readonly onDiscard: () => void;
}

export function DraftFileHead(props: Props) {
  const { id, path, listed, taken, now, mine, removedFrom, onDiscard } = props;
  const [, navigate] = useLocation();
  const [dialog, setDialog] = useState<'rename' | 'delete'>();
  const [wasSaved, setWasSaved] = useState(false);
  const etag = now?.etag ?? (listed?.change === 'removed' ? undefined : listed?.etag);
  const mayEdit = useMay('editor', id);
  const canDiscard = mine !== undefined && !mine.isComparing && now?.kind !== 'gone';
  const canSave = mayEdit && canDiscard;

  async function save(): Promise<void> {
    if (canSave) setWasSaved(await saveText(id, path));
  }
  useSaveKey(save);

  return (
    <div class="code-head">
      <h2>{path}</h2>
      {mine !== undefined && <span class="dot" aria-hidden="true" />}
      <span class="state" role="status">
        {removedFrom === null
          ? stateOf(mine, wasSaved)
          : `Removed from the draft; this is version ${removedFrom}`}
      </span>
      <span class="spread" />
      {listed?.change === 'modified' && (
        <Link href={addressOf(id, 'compare', { from: 'current', to: 'draft' })}>Changes</Link>
      )}
      <FileHistoryLink id={id} path={path} />
      {canDiscard && (
        <button type="button" class="quiet" disabled={mine.isSaving} onClick={onDiscard}>
          Discard
        </button>
      )}
      {mayEdit && etag !== undefined && (
        <>
          <button type="button" class="quiet" onClick={() => setDialog('rename')}>
            Rename
          </button>
          <button type="button" class="quiet icon" title="Delete" onClick={() => setDialog('delete')}>
            <Trash2 size={14} aria-hidden="true" />
            <span class="visually-hidden">Delete</span>
          </button>
        </>
      )}
      {mayEdit && (now?.kind === 'text' || mine !== undefined) && (
        <button
          type="button"
          class="primary"
          title={HAS_KEYS ? 'Ctrl+S' : undefined}
          aria-disabled={!canSave || mine.isSaving}
          onClick={save}
        >
          <Save size={14} aria-hidden="true" /> Save
        </button>
      )}
      {mayEdit && removedFrom !== null && <BringBack id={id} path={path} version={removedFrom} />}
      {dialog === 'rename' && (
        <RenameDialog
          id={id}
          path={path}
          taken={taken}
          onClose={() => setDialog(undefined)}
          onRenamed={(to) => navigate(fileAddress(id, to))}
        />
      )}
      {dialog === 'delete' && etag !== undefined && (
        <DeleteDialog id={id} path={path} etag={etag} onClose={() => setDialog(undefined)} />
      )}
    </div>
  );
}

/** A phone has no such keys. */
const HAS_KEYS = window.matchMedia('(hover: hover)').matches;

function stateOf(mine: UnsavedText | undefined, wasSaved: boolean): string {
  if (mine?.isSaving) return 'Saving …';
  if (mine !== undefined) return 'Unsaved changes';
  return wasSaved ? 'Saved' : '';
}

/** Ctrl+S works wherever the focus is. Otherwise the browser would save the page. */
function useSaveKey(save: () => Promise<void>): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const isSave =
        (event.ctrlKey || event.metaKey) &&
        !event.shiftKey &&
        !event.altKey &&
        event.key.toLowerCase() === 's';
      if (!isSave) return;
      event.preventDefault();
      void save();
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
}
