// Shows both texts when somebody else has saved a file that is edited here, and lets the person choose. Nothing is
// overwritten before that.
import type { PipelineId } from '../../service/pipeline-id.ts';
import { onDemand } from '../../ui/on-demand.tsx';
import type { FileNow } from '../files/files.ts';
import { saveText } from '../files/save-text.ts';
import { formName, type TextForm } from '../files/text-form.ts';
import { type UnsavedText, unsavedTexts } from '../files/unsaved-texts.ts';

const MergeEditor = onDemand(
  'both texts',
  async () => (await import('../editor/merge-editor.tsx')).MergeEditor,
);

interface Props {
  readonly id: PipelineId;
  readonly path: string;
  readonly theirs: Exclude<FileNow, { readonly kind: 'gone' }>;
  readonly mine: UnsavedText;
  readonly onTake: () => void;
}

export function Conflict({ id, path, theirs, mine, onTake }: Props) {
  const texts = unsavedTexts(id);
  const { etag } = theirs;
  return (
    <div class="conflict">
      <div class="notice warning" role="alert">
        <p>
          Somebody else has saved {path} since you opened it. Nothing is overwritten until you choose. Every
          saved text stays in the bucket's history.
        </p>
        <div class="toolbar">
          {etag !== undefined && (
            <button
              type="button"
              class="primary"
              disabled={mine.isSaving}
              onClick={() => saveText(id, path, { etag })}
            >
              Save mine on top of theirs
            </button>
          )}
          <button type="button" disabled={mine.isSaving} onClick={onTake}>
            Take theirs
          </button>
          <button type="button" onClick={() => texts.change(path, { isComparing: false })}>
            Keep editing
          </button>
        </div>
      </div>
      {theirs.kind === 'text' || theirs.kind === 'mixed' ? (
        <>
          <div class="sides">
            <h3>
              There now <FormOf side={theirs} />
            </h3>
            <h3>
              Yours <FormOf side={mine} />
            </h3>
          </div>
          <MergeEditor
            path={path}
            theirs={theirs.text}
            mine={mine.text}
            onChange={(text) => texts.change(path, { text })}
          />
        </>
      ) : (
        <p class="empty">The saved file cannot be shown here as text.</p>
      )}
    </div>
  );
}

/** Texts that look the same can differ in their line breaks or byte order mark. */
function FormOf({ side }: { readonly side: TextForm | object }) {
  return <span class="faint">{'lineBreak' in side ? formName(side) : 'mixed line breaks'}</span>;
}
