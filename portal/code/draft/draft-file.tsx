// One file of the draft: its editor, or why it cannot be edited. Typed text stays on the page even if the file is gone.
import { useState } from 'preact/hooks';
import type { DraftFile as ListedFile } from '../../../client/types.ts';
import type { PipelineId } from '../../service/pipeline-id.ts';
import { useMay } from '../../service/rights.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import type { Mark } from '../editor/check-marks.ts';
import { TAB_HINT } from '../editor/editor-setup.ts';
import { type EditorMemory, TextEditor } from '../editor/text-editor.tsx';
import { formName, type TextForm } from '../files/text-form.ts';
import { type ReadFile, useFileNow } from '../files/use-file-now.ts';
import { CONFIG_PATH, checkText } from './check-text.ts';
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
  const { id, path, listed, currentVersion, taken, memory } = props;
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
        <OneText {...{ id, path, taken, read, typed, removedFrom, memory }} />
      )}
    </>
  );
}

interface OneTextProps extends Pick<Props, 'id' | 'path' | 'taken' | 'memory'> {
  readonly read: ReadFile;
  readonly typed: TypedText;
  /** The current version, if it has the file and the draft does not. */
  readonly removedFrom: number | null;
}

function OneText({ id, path, taken, read, typed, removedFrom, memory }: OneTextProps) {
  const { now } = read;
  const { mine } = typed;
  const text = mine?.text ?? (now && 'text' in now ? now.text : undefined);
  const mayEdit = useMay('editor', id);
  const form = mine ?? (now?.kind === 'text' && mayEdit ? now : undefined);
  const [marks, setMarks] = useState<readonly Mark[]>([]);

  async function check(typed: string, typedForm: TextForm): Promise<readonly Mark[]> {
    const found = await checkText(id, path, typed, typedForm, taken.has(CONFIG_PATH));
    setMarks(found);
    return found;
  }
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
          {...(form && { onChange: typed.type, check: (typedText) => check(typedText, form) })}
        />
      )}
      {form !== undefined && (
        <p class="code-foot">
          <span role="status">
            {summaryOf(marks)}
            {marks.length > 0 && <span class="shortcut">: F8 goes to the next</span>}
          </span>
          <span class="shortcut">{TAB_HINT}</span>
          <span>{formName(form)}</span>
        </p>
      )}
    </>
  );
}

/** Such as “1 error, 2 warnings”; empty without any. */
function summaryOf(marks: readonly Mark[]): string {
  const counted = (['error', 'warning'] as const).flatMap((level) => {
    const count = marks.filter((mark) => mark.level === level).length;
    return count === 0 ? [] : [`${count} ${level}${count === 1 ? '' : 's'}`];
  });
  return counted.join(', ');
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
