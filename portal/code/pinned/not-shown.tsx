// Offers a file for download that is binary or too large for an editor.
import { useMutation } from '@tanstack/preact-query';
import Download from 'lucide-preact/icons/download.mjs';
import type { PipelineId } from '../../service/pipeline-id.ts';
import { service } from '../../service/service.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';

interface Props {
  readonly id: PipelineId;
  readonly path: string;
  readonly version?: number | undefined;
  readonly kind: 'binary' | 'large';
}

const REASONS = {
  binary: 'This file is not UTF-8 text, so it is not shown here.',
  large: 'This file is larger than 1 MB, which is too large to edit here.',
};

export function NotShown({ id, path, version, kind }: Props) {
  const download = useMutation({
    mutationFn: async () => (await service.getFile({ path: { ...id, path }, query: { version } })).body,
    onSuccess: (bytes) => saveAs(bytes, path.slice(path.lastIndexOf('/') + 1)),
  });
  return (
    <div class="empty">
      <p>{REASONS[kind]}</p>
      <button type="button" disabled={download.isPending} onClick={() => download.mutate()}>
        <Download size={14} aria-hidden="true" /> Download
      </button>
      <ErrorNotice error={download.error} />
    </div>
  );
}

/** Through the client, since the request may need a token, which a plain link would not carry. */
function saveAs(bytes: Uint8Array, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
