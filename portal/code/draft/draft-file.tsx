// One file of the draft: its editor, or why it cannot be edited. Typed text stays on the page even if the file is gone.
import type { DraftFile as ListedFile } from '../../../client/types.ts';
import type { PipelineId } from '../../service/pipeline-id.ts';
import { useMay } from '../../service/rights.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TAB_HINT } from '../editor/editor-setup.ts';
import { type EditorMemory, TextEditor } from '../editor/text-editor.tsx';
import { formName } from '../files/text-form.ts';
import { type ReadFile, useFileNow } from '../files/use-file-now.ts';
import { Conflict } from './conflict.tsx';
import { DraftFileHead } from './draft-file-head.tsx';
import { DraftFileNotes } from './draft-file-notes.tsx';
import { Unedited } from './unedited.tsx';
import { type TypedText, useTypedText } from './use-typed-text.ts';

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
  const read = useFileNow(id, path, listed);
  const { now } = read;
  const typed = useTypedText(id, path, now);
  const { mine, giveUp } = typed;
  const isRemoved = listed?.change === 'removed' && mine === undefined && now?.kind === 'gone';
  const removedFrom = isRemoved ? currentVersion : null;
  const theirs = mine?.isComparing && now?.kind !== 'gone' ? now : undefined;
  return (
    <>
      <DraftFileHead {...props} now={now} mine={mine} removedFrom={removedFrom} onDiscard={giveUp} />
      {mine !== undefined && theirs !== undefined ? (
        <>
          <ErrorNotice error={mine.error ?? null} />
          <Conflict id={id} path={path} theirs={theirs} mine={mine} onTake={giveUp} />
        </>
      ) : (
        <OneText {...{ id, path, read, typed, removedFrom, memory }} />
      )}
    </>
  );
}

interface OneTextProps extends Pick<Props, 'id' | 'path' | 'memory'> {
  readonly read: ReadFile;
  readonly typed: TypedText;
  /** The current version, if it has the file and the draft does not. */
  readonly removedFrom: number | null;
}

function OneText({ id, path, read, typed, removedFrom, memory }: OneTextProps) {
  const { now } = read;
  const { mine } = typed;
  const text = mine?.text ?? (now && 'text' in now ? now.text : undefined);
  const mayEdit = useMay('editor', id);
  const form = mine ?? (now?.kind === 'text' && mayEdit ? now : undefined);
  return (
    <>
      <DraftFileNotes id={id} path={path} now={now} mine={mine} onGiveUp={typed.giveUp} />
      <PutAside {...typed} />
      {text === undefined ? (
        <Unedited id={id} path={path} read={read} removedFrom={removedFrom} />
      ) : (
        <TextEditor
          key={form === undefined ? 'read-only' : 'edited'}
          path={path}
          label={path}
          text={text}
          memory={memory}
          {...(form && { onChange: typed.type })}
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

function PutAside({ putAside, bringBack }: TypedText) {
  if (putAside === undefined) return null;
  return (
    <div class="notice" role="status">
      <p>Your text was put aside.</p>
      <button type="button" onClick={() => bringBack(putAside)}>
        Bring it back
      </button>
    </div>
  );
}
