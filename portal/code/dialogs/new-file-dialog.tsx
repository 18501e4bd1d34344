// Makes an empty file and opens it.
import { useLayout } from '../../service/layout-query.ts';
import type { PipelineId } from '../../service/pipeline-id.ts';
import { createFile } from '../files/change-files.ts';
import { FileDialog } from './file-dialog.tsx';

interface Props {
  readonly id: PipelineId;
  readonly taken: ReadonlySet<string>;
  readonly onMade: (path: string) => void;
  readonly onClose: () => void;
}

const SUGGESTIONS = ['config.yaml', 'tests/quality/'];

export function NewFileDialog({ id, taken, onMade, onClose }: Props) {
  const [source] = useLayout()
    .sources.filter((pattern) => !pattern.includes('*'))
    .slice(-1);
  const suggestions = source === undefined ? SUGGESTIONS : [source, ...SUGGESTIONS];
  return (
    <FileDialog
      title="New file"
      action="Create"
      initial=""
      suggestions={suggestions.filter((path) => !taken.has(path))}
      taken={taken}
      make={(path) => createFile(id, path, new Uint8Array())}
      onMade={onMade}
      onClose={onClose}
    />
  );
}
