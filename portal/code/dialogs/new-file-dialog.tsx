// Makes an empty file and opens it.
import type { PipelineId } from '../../service/pipeline-id.ts';
import { createFile } from '../files/change-files.ts';
import { FileDialog } from './file-dialog.tsx';

interface Props {
  readonly id: PipelineId;
  readonly taken: ReadonlySet<string>;
  readonly onMade: (path: string) => void;
  readonly onClose: () => void;
}

const SUGGESTIONS = ['pipeline.sql', 'config.yaml', 'tests/quality/'];

export function NewFileDialog({ id, taken, onMade, onClose }: Props) {
  return (
    <FileDialog
      title="New file"
      action="Create"
      initial=""
      suggestions={SUGGESTIONS.filter((path) => !taken.has(path))}
      taken={taken}
      make={(path) => createFile(id, path, new Uint8Array())}
      onMade={onMade}
      onClose={onClose}
    />
  );
}
