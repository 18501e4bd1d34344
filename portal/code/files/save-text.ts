// Saves unsaved text. A save continues while the person looks at another file, so its state is kept with the text.
import type { PipelineId } from '../../service/pipeline-id.ts';
import { type Expected, putFile, showChange } from './change-files.ts';
import { type FileNow, setFile } from './files.ts';
import { bytesOf } from './text-form.ts';
import { type UnsavedText, unsavedTexts } from './unsaved-texts.ts';

/** `expected` replaces the ETag that the text is based on. Resolves to whether it was saved; never rejects. */
export async function saveText(id: PipelineId, path: string, expected?: Expected): Promise<boolean> {
  const texts = unsavedTexts(id);
  const mine = texts.all().get(path);
  if (mine === undefined || mine.isSaving) return false;
  texts.change(path, { isSaving: true, error: null });
  try {
    const { isSaved, now } = await putFile(
      id,
      path,
      bytesOf(mine.text, mine),
      expected ?? { etag: mine.base },
    );
    await setFile(id, path, now);
    if (isSaved) settle(id, path, mine, now);
    else texts.change(path, { isSaving: false, isComparing: now.kind !== 'gone' });
    await showChange(id);
    return isSaved;
  } catch (error) {
    texts.change(path, { isSaving: false, error: error as Error });
    return false;
  }
}

/** Text typed during the save is still unsaved. */
function settle(id: PipelineId, path: string, saved: UnsavedText, { etag = '' }: FileNow): void {
  const texts = unsavedTexts(id);
  const isAllSaved = texts.all().get(path)?.text === saved.text;
  if (isAllSaved) texts.drop(path);
  else texts.change(path, { base: etag, isSaving: false, isComparing: false, isRestored: false });
}
