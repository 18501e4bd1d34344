// Makes the draft a version's files again, after showing what that would change.
import type { Comparison, Pipeline, RestoreRequest } from '../../client/types.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { service } from '../service/service.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { useChange } from './use-change.ts';
import { type Overriding, useFreezeOverride } from './use-freeze-override.tsx';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
  readonly version: number;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function RestoreDialog({ id, pipeline, version, onClose, onDone }: Props) {
  const freeze = useFreezeOverride(id, pipeline, 'No version records it.');
  const change = useChange({
    id,
    pipeline,
    sides: { from: 'draft', to: String(version) },
    request: (seen) => freeze.request(restoreRequest(version, seen)),
    async send({ body, overridesFreeze }: Overriding<RestoreRequest>) {
      const send = overridesFreeze ? service.restoreDespiteFreeze : service.restoreDraft;
      return void (await send({ path: id, body }));
    },
    onDone,
  });
  const isDiscard = version === pipeline.latest_version;
  return (
    <ChangeDialog
      id={id}
      change={change}
      words={{
        ...WORDS,
        title: isDiscard ? 'Discard changes' : `Restore version ${version} into the draft`,
        action: isDiscard ? 'Discard changes' : 'Restore',
        none: `The draft has the files of version ${version} already.`,
      }}
      button="danger"
      introduction={
        <p>
          The draft becomes version {version} again, with the changes below. Unpublished changes of these
          files are overwritten; what they were before stays in the bucket’s history.
        </p>
      }
      note={freeze.notice}
      onClose={onClose}
    />
  );
}

const WORDS = {
  busy: 'Restoring…',
  again: 'Restore again',
  unknown:
    'We don’t know if the draft was restored. Restoring again is safe: it overwrites nothing but what is listed here.',
};

function restoreRequest(version: number, { files, from }: Comparison): RestoreRequest | undefined {
  return files.length === 0 ? undefined : { version, expected_draft: from.fingerprint };
}
