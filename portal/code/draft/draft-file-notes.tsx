// Notices above the editor: errors, restored text, changes by others.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PipelineId } from '../../service/pipeline-id.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import type { FileNow } from '../files/files.ts';
import { saveText } from '../files/save-text.ts';
import { type UnsavedText, unsavedTexts } from '../files/unsaved-texts.ts';

interface Props {
  readonly id: PipelineId;
  readonly path: string;
  readonly now: FileNow | undefined;
  readonly mine: UnsavedText | undefined;
  readonly onGiveUp: () => void;
}

export function DraftFileNotes({ id, path, now, mine, onGiveUp }: Props) {
  const texts = unsavedTexts(id);
  const isReloaded = useReloaded(now, mine !== undefined);
  const isGone = now?.kind === 'gone';
  const isChanged = now !== undefined && !isGone && now.etag !== mine?.base && !mine?.isSaving;
  return (
    <>
      <ErrorNotice error={mine?.error ?? null} />
      {mine !== undefined && !texts.isKept() && (
        <p class="notice warning" role="alert">
          This browser has no room left for unsaved text: save it before you close or reload this page.
        </p>
      )}
      {mine?.isRestored && (
        <p class="notice" role="status">
          Restored unsaved text: it was typed before this page was loaded.
        </p>
      )}
      {mine !== undefined && isChanged && (
        <div class="notice warning" role="alert">
          <p>Changed by somebody else since you opened it.</p>
          <button type="button" onClick={() => texts.change(path, { isComparing: true })}>
            Compare
          </button>
        </div>
      )}
      {mine !== undefined && isGone && (
        <div class="notice warning" role="alert">
          <p>Deleted by somebody else since you opened it. Your text is still here.</p>
          <div class="toolbar">
            <button type="button" disabled={mine.isSaving} onClick={() => saveText(id, path, 'none')}>
              Save as a new file
            </button>
            <button type="button" disabled={mine.isSaving} onClick={onGiveUp}>
              Discard mine
            </button>
          </div>
        </div>
      )}
      {mine === undefined && now?.kind === 'mixed' && (
        <p class="notice">
          Read-only: this file mixes line breaks (LF, CRLF, CR), which an editor would not preserve.
        </p>
      )}
      {isReloaded && (
        <p class="notice" role="status">
          Changed by somebody else just now; this is the new text.
        </p>
      )}
    </>
  );
}

/** Whether somebody else changed the file while it was open here without unsaved text. */
function useReloaded(now: FileNow | undefined, isEdited: boolean): boolean {
  const seen = useRef<string>();
  const [reloaded, setReloaded] = useState<string>();

  useEffect(() => {
    if (now?.etag === undefined) return;
    if (seen.current !== undefined && seen.current !== now.etag && !isEdited && !now.isOurs)
      setReloaded(now.etag);
    seen.current = now.etag;
  }, [now, isEdited]);

  return !isEdited && reloaded !== undefined && reloaded === now?.etag;
}
