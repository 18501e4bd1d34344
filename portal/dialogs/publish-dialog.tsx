// Publishes the draft, with a message, after showing what that changes for runs.
import type { Comparison, MadeVersion, Pipeline, PublishRequest } from '../../client/types.ts';
import { type PipelineId, pathOf } from '../service/pipeline-id.ts';
import { service } from '../service/service.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { useKeptMessage } from './kept-message.ts';
import { MessageField } from './message-field.tsx';
import { messageProblem } from './message-rules.ts';
import { useChange } from './use-change.ts';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
  readonly onClose: () => void;
  readonly onDone: (version: MadeVersion) => void;
}

export function PublishDialog({ id, pipeline, onClose, onDone }: Props) {
  const { message, write, forget } = useKeptMessage(`publish-message ${pathOf(id)}`);
  const change = useChange({
    id,
    pipeline,
    sides: { from: 'current', to: 'draft' },
    request: (seen) => publishRequest(message, seen),
    send: async (body: PublishRequest, key) =>
      (await service.publishVersion({ path: id, body, headers: { 'Idempotency-Key': key } })).body,
    onDone(version) {
      forget();
      onDone(version);
    },
  });
  const current = change.look.comparison?.from.version_number ?? pipeline.latest_version ?? 0;
  return (
    <ChangeDialog
      id={id}
      change={change}
      words={{ ...WORDS, title: `Publish version ${current + 1}` }}
      button="primary"
      field={<MessageField label="Message" value={message} onInput={write} required />}
      onClose={onClose}
    />
  );
}

const WORDS = {
  action: 'Publish',
  busy: 'Publishing…',
  again: 'Publish again',
  unknown:
    'We don’t know if that publish succeeded. Publishing again is safe: it won’t create a second version.',
  none: 'The draft is what runs use already: there is nothing to publish.',
};

function publishRequest(message: string, { files, from, to }: Comparison): PublishRequest | undefined {
  if (files.length === 0 || messageProblem(message, { required: true }) !== undefined) return undefined;
  return {
    message: message.trim(),
    expected_version: from.version_number ?? 0,
    expected_draft: to.fingerprint,
  };
}
