// A file that is no text, or too long for an editor: it can be had as it is.
import { useMutation } from '@tanstack/preact-query';
import { Download } from 'lucide-preact';
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
  large: 'This file has more than 1 MB, too much to be edited here.',
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
