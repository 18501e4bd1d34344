// Opens the dialog for a new pipeline; nothing for who may edit nothing.
import { useState } from 'preact/hooks';
import type { PipelineId } from '../service/pipeline-id.ts';
import { useMayAnywhere } from '../service/rights.ts';
import { onDemandAhead } from '../ui/on-demand.tsx';

const CreateDialog = onDemandAhead(
  'the dialog for a new pipeline',
  async () => (await import('./create-dialog.tsx')).CreateDialog,
);

interface Props {
  readonly initial?: Partial<PipelineId>;
  readonly namespaces?: readonly string[];
  readonly label?: string;
}

const BLANK: PipelineId = { namespace: '', layer: '', name: '' };

export function CreateButton({ initial, namespaces = [], label = 'New pipeline' }: Props) {
  const [isOpen, setOpen] = useState(false);
  if (!useMayAnywhere('editor')) return null;
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {label}
      </button>
      {isOpen && (
        <CreateDialog
          initial={{ ...BLANK, ...initial }}
          namespaces={namespaces}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
