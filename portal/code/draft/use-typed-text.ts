// The text that a person types into a file of the draft: kept as unsaved, put aside, or brought back.
import { useEffect, useState } from 'preact/hooks';
import type { PipelineId } from '../../service/pipeline-id.ts';
import type { FileNow } from '../files/files.ts';
import type { TextForm } from '../files/text-form.ts';
import { type UnsavedText, unsavedTexts, useUnsavedTexts } from '../files/unsaved-texts.ts';

export interface TypedText {
  /** `undefined` while the editor shows the file as it is. */
  readonly mine: UnsavedText | undefined;
  /** The text that was given up last, until the next one is typed. */
  readonly putAside: UnsavedText | undefined;
  readonly giveUp: () => void;
  readonly bringBack: (text: UnsavedText) => void;
  readonly type: (text: string) => void;
}

/** `now` is the file as it was last read. */
export function useTypedText(id: PipelineId, path: string, now: FileNow | undefined): TypedText {
  const texts = unsavedTexts(id);
  const mine = useUnsavedTexts(id).get(path);
  const [putAside, setPutAside] = useState<UnsavedText>();

  // Somebody else has saved the same text, or our own save succeeded although its answer was lost.
  useEffect(() => {
    if (mine !== undefined && !mine.isSaving && isSame(mine, now)) texts.drop(path);
  }, [mine, now, texts, path]);

  return {
    mine,
    putAside: mine === undefined ? putAside : undefined,
    giveUp() {
      setPutAside(mine);
      texts.drop(path);
    },
    bringBack(text) {
      texts.put(path, { ...text, base: now?.etag ?? text.base, isComparing: false, isSaving: false });
    },
    type(text) {
      setPutAside(undefined);
      if (mine === undefined && now?.kind === 'text')
        texts.put(path, { ...formOf(now), text, base: now.etag });
      else if (now?.kind === 'text' && now.text === text && now.etag === mine?.base) texts.drop(path);
      else texts.change(path, { text, isRestored: false });
    },
  };
}

function formOf({ lineBreak, hasBom }: TextForm): TextForm {
  return { lineBreak, hasBom };
}

function isSame(mine: UnsavedText, now: FileNow | undefined): boolean {
  if (now?.kind !== 'text') return false;
  return now.text === mine.text && now.lineBreak === mine.lineBreak && now.hasBom === mine.hasBom;
}
