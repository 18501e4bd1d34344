// Puts a file that was removed from the draft back into it, as the current version has it.
import { useMutation } from '@tanstack/preact-query';
import Undo2 from 'lucide-preact/icons/undo-2.mjs';
import type { PipelineId } from '../../service/pipeline-id.ts';
import { service } from '../../service/service.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { createFile } from '../files/change-files.ts';

interface Props {
  readonly id: PipelineId;
  readonly path: string;
  readonly version: number;
}

export function BringBack({ id, path, version }: Props) {
  const bringing = useMutation({
    mutationFn: async () => {
      const { body } = await service.getFile({ path: { ...id, path }, query: { version } });
      await createFile(id, path, body);
    },
  });
  return (
    <>
      <button type="button" disabled={bringing.isPending} onClick={() => bringing.mutate()}>
        <Undo2 size={14} aria-hidden="true" /> Bring it back
      </button>
      <ErrorNotice error={bringing.error} />
    </>
  );
}
