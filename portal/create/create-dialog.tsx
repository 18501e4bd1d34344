// Asks for the names of a new pipeline, with the rules as one types, and opens its first file.
import { useMutation } from '@tanstack/preact-query';
import { useId, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { type FirstFile, firstFile, nameProblem, type SourceType } from '../../client/new-pipeline.ts';
import { fileAddress } from '../service/addresses.ts';
import { useLayout } from '../service/layout-query.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { createPipeline } from './create-pipeline.ts';
import { NameField } from './name-field.tsx';
import './create-dialog.css';

interface Props {
  readonly initial: PipelineId;
  /** Offered while somebody types. */
  readonly namespaces: readonly string[];
  readonly onClose: () => void;
}

const TYPES: readonly (readonly [type: SourceType, label: string])[] = [
  ['sql', 'SQL'],
  ['python', 'Python'],
];

export function CreateDialog({ initial, namespaces, onClose }: Props) {
  const [, navigate] = useLocation();
  const { layers, sources } = useLayout();
  const [typed, setId] = useState(initial);
  const id = { ...typed, layer: layers.includes(typed.layer) ? typed.layer : (layers[0] ?? '') };
  const types = TYPES.filter(([each]) => firstFile(each, '', sources) !== undefined);
  const [chosen, setType] = useState<SourceType>('sql');
  const type = types.some(([each]) => each === chosen) ? chosen : types[0]?.[0];
  const layerField = useId();
  const file = type && firstFile(type, id.name, sources);
  const creating = useMutation({
    mutationFn: (first: FirstFile) => createPipeline(id, first),
    onSuccess(_, { path }) {
      onClose();
      navigate(fileAddress(id, path));
    },
  });
  const isWrong = (['namespace', 'name'] as const).some((what) => nameProblem(what, id[what]) !== undefined);

  function change(part: Partial<PipelineId>): void {
    creating.reset();
    setId({ ...id, ...part });
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (file && !isWrong && !creating.isPending) creating.mutate(file);
  }

  return (
    <Dialog title="New pipeline" onClose={() => creating.isPending || onClose()}>
      <form class="create-dialog" noValidate onSubmit={submit}>
        <NameField
          what="namespace"
          value={id.namespace}
          suggestions={namespaces}
          onInput={(namespace) => change({ namespace })}
        />
        <label for={layerField}>Layer</label>
        <select
          id={layerField}
          value={id.layer}
          onChange={({ currentTarget }) => change({ layer: currentTarget.value as PipelineId['layer'] })}
        >
          {layers.map((layer) => (
            <option key={layer}>{layer}</option>
          ))}
        </select>
        <NameField what="name" value={id.name} suggestions={[]} onInput={(name) => change({ name })} />
        <fieldset>
          <legend>Source</legend>
          {types.map(([value, label]) => (
            <label key={value}>
              <input
                type="radio"
                name={`${layerField}-type`}
                checked={type === value}
                onChange={() => setType(value)}
              />{' '}
              {label}
            </label>
          ))}
        </fieldset>
        {file ? (
          <p class="faint">
            It begins with {file.path}, which you can edit at once. Runs see nothing of it before the first
            publish.
          </p>
        ) : (
          <p>
            Pipelines here begin with {sources.join(' or ')}. Save such a file with <code>push</code> or by
            S3.
          </p>
        )}
        <ErrorNotice error={creating.error} />
        <div class="actions">
          <button type="button" disabled={creating.isPending} onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary" aria-disabled={!file || isWrong || creating.isPending}>
            {creating.isPending ? 'Creating …' : 'Create'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
