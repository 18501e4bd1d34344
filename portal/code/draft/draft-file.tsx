// One file of the draft: to be edited, or why not. What has been typed is shown whatever becomes of the file.
import { useEffect, useState } from 'preact/hooks';
import type { DraftFile as ListedFile } from '../../../client/types.ts';
import type { PipelineId } from '../../service/pipeline-id.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TAB_HINT } from '../editor/editor-setup.ts';
import { type EditorMemory, TextEditor } from '../editor/text-editor.tsx';
import type { FileNow } from '../files/files.ts';
import { formName, type TextForm } from '../files/text-form.ts';
import { type UnsavedText, unsavedTexts, useUnsavedTexts } from '../files/unsaved-texts.ts';
import { useFileNow } from '../files/use-file-now.ts';
import { Conflict } from './conflict.tsx';
import { DraftFileHead } from './draft-file-head.tsx';
import { DraftFileNotes } from './draft-file-notes.tsx';
import { Unedited } from './unedited.tsx';

interface Props {
  readonly id: PipelineId;
  readonly path: string;
  /** As the draft was last listed. */
  readonly listed: ListedFile | undefined;
  readonly currentVersion: number | null;
  readonly taken: ReadonlySet<string>;
  readonly memory: EditorMemory;
}

/** Give it another key for another file. */
export function DraftFile(props: Props) {
  const { id, path, listed, currentVersion, memory } = props;
  const texts = unsavedTexts(id);
  const mine = useUnsavedTexts(id).get(path);
  const read = useFileNow(id, path, listed);
  const { now } = read;
  const [putAside, setPutAside] = useState<UnsavedText>();

  // Somebody else has saved the same, or a save whose answer was lost has come through.
  useEffect(() => {
    if (mine !== undefined && !mine.isSaving && isSame(mine, now)) texts.drop(path);
  }, [mine, now, texts, path]);

  function giveUp(): void {
    setPutAside(mine);
    texts.drop(path);
  }

  function bringBack(text: UnsavedText): void {
    texts.put(path, { ...text, base: now?.etag ?? text.base, isComparing: false, isSaving: false });
  }

  function onChange(text: string): void {
    setPutAside(undefined);
    if (mine === undefined && now?.kind === 'text') texts.put(path, { ...formOf(now), text, base: now.etag });
    else if (now?.kind === 'text' && now.text === text && now.etag === mine?.base) texts.drop(path);
    else texts.change(path, { text, isRestored: false });
  }

  const isRemoved = listed?.change === 'removed' && mine === undefined && now?.kind === 'gone';
  const removedFrom = isRemoved ? currentVersion : null;
  const head = (
    <DraftFileHead {...props} now={now} mine={mine} removedFrom={removedFrom} onDiscard={giveUp} />
  );
  if (mine?.isComparing && now !== undefined && now.kind !== 'gone')
    return (
      <>
        {head}
        <ErrorNotice error={mine.error ?? null} />
        <Conflict id={id} path={path} theirs={now} mine={mine} onTake={giveUp} />
      </>
    );

  const text = mine?.text ?? (now && 'text' in now ? now.text : undefined);
  const form = mine ?? (now?.kind === 'text' ? now : undefined);
  return (
    <>
      {head}
      <DraftFileNotes id={id} path={path} now={now} mine={mine} onGiveUp={giveUp} />
      {putAside !== undefined && mine === undefined && (
        <div class="notice" role="status">
          <p>Your text was put aside.</p>
          <button type="button" onClick={() => bringBack(putAside)}>
            Bring it back
          </button>
        </div>
      )}
      {text === undefined ? (
        <Unedited id={id} path={path} read={read} removedFrom={removedFrom} />
      ) : (
        <TextEditor
          key={form === undefined ? 'read-only' : 'edited'}
          path={path}
          label={path}
          text={text}
          memory={memory}
          {...(form && { onChange })}
        />
      )}
      {form !== undefined && (
        <p class="code-foot">
          <span>{TAB_HINT}</span>
          <span>{formName(form)}</span>
        </p>
      )}
    </>
  );
}

function formOf({ lineBreak, hasBom }: TextForm): TextForm {
  return { lineBreak, hasBom };
}

function isSame(mine: UnsavedText, now: FileNow | undefined): boolean {
  if (now?.kind !== 'text') return false;
  return now.text === mine.text && now.lineBreak === mine.lineBreak && now.hasBom === mine.hasBom;
}
