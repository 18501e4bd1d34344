// Gives a file another path. Its unsaved text moves with it.
import type { PipelineId } from '../../service/pipeline-id.ts';
import { renameFile } from '../files/change-files.ts';
import { unsavedTexts } from '../files/unsaved-texts.ts';
import { FileDialog } from './file-dialog.tsx';

interface Props {
  readonly id: PipelineId;
  readonly path: string;
  readonly taken: ReadonlySet<string>;
  readonly onRenamed: (to: string) => void;
  readonly onClose: () => void;
}

export function RenameDialog({ id, path, taken, onRenamed, onClose }: Props) {
  async function rename(to: string): Promise<void> {
    const { etag } = await renameFile(id, path, to);
    const texts = unsavedTexts(id);
    const mine = texts.all().get(path);
    if (mine !== undefined) texts.put(to, { ...mine, base: etag ?? mine.base });
    texts.drop(path);
  }
  return (
    <FileDialog
      title={`Rename ${path}`}
      action="Rename"
      initial={path}
      taken={taken}
      make={rename}
      onMade={onRenamed}
      onClose={onClose}
    />
  );
}
