// Publishes the draft, with a message, after showing what that changes for runs and what checks find in it.
import { useState } from 'preact/hooks';
import { isEmptyDraft } from '../../client/empty-draft.ts';
import { ApiError } from '../../client/errors.ts';
import type { Checks, Comparison, MadeVersion, Pipeline, PublishRequest } from '../../client/types.ts';
import { checkAgain, useChecks } from '../service/checks-query.ts';
import { type PipelineId, pathOf } from '../service/pipeline-id.ts';
import { service } from '../service/service.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { CheckFindings } from './check-findings.tsx';
import { useKeptMessage } from './kept-message.ts';
import { MessageField } from './message-field.tsx';
import { messageProblem } from './message-rules.ts';
import { type RefusedChecks, useRefusedChecks } from './refused-checks.ts';
import { useChange } from './use-change.ts';
import { type Overriding, useFreezeOverride } from './use-freeze-override.tsx';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
  readonly onClose: () => void;
  readonly onDone: (version: MadeVersion) => void;
}

export function PublishDialog({ id, pipeline, onClose, onDone }: Props) {
  const { message, write, forget } = useKeptMessage(`publish-message ${pathOf(id)}`);
  const { data: checks } = useChecks(id, pipeline);
  const [isAllowed, allow] = useState(false);
  const freeze = useFreezeOverride(id, pipeline, 'The version will say so.');
  const refused = useRefusedChecks();
  const checksOf = ({ to }: Comparison) => refused.of(to.fingerprint) ?? checks;
  const change = useChange({
    id,
    pipeline,
    sides: { from: 'current', to: 'draft' },
    request: (seen) => freeze.request(publishRequest(message, seen, checksOf(seen), isAllowed)),
    send: (request: Overriding<PublishRequest>, key) => publish(id, request, key, refused),
    onDone(version) {
      forget();
      onDone(version);
    },
  });
  const { comparison } = change.look;
  const shown = comparison ? checksOf(comparison) : checks;
  const current = change.look.comparison?.from.version_number ?? pipeline.latest_version ?? 0;
  return (
    <ChangeDialog
      id={id}
      change={change}
      words={{
        ...WORDS,
        title: `Publish version ${current + 1}`,
        action: `Publish v${current + 1}: runs use it from now on`,
      }}
      button="primary"
      field={<MessageField label="Message" value={message} onInput={write} required />}
      note={
        <>
          {comparison && isEmptyDraft(comparison) && (
            <p class="notice warning">The draft is empty: there is nothing to publish.</p>
          )}
          {shown && <CheckFindings checks={shown} isAllowed={isAllowed} onAllow={allow} />}
          {freeze.notice}
        </>
      }
      onClose={onClose}
    />
  );
}

const WORDS = {
  busy: 'Publishing…',
  again: 'Publish again',
  unknown:
    'We don’t know if that publish succeeded. Publishing again is safe: it won’t create a second version.',
  none: 'The draft is what runs use already: there is nothing to publish.',
};

async function publish(
  id: PipelineId,
  { body, overridesFreeze }: Overriding<PublishRequest>,
  key: string,
  refused: RefusedChecks,
): Promise<MadeVersion> {
  const send = overridesFreeze ? service.publishDespiteFreeze : service.publishVersion;
  try {
    return (await send({ path: id, body, headers: { 'Idempotency-Key': key } })).body;
  } catch (failure) {
    refused.note(body.expected_draft, failure);
    if (failure instanceof ApiError && failure.code === 'CHECKS_FAILED') checkAgain(id);
    throw failure;
  }
}

/** Without `checks`, which may take seconds, the service decides. */
function publishRequest(
  message: string,
  seen: Comparison,
  checks: Checks | undefined,
  isAllowed: boolean,
): PublishRequest | undefined {
  const { files, from, to } = seen;
  const hasErrors = checks?.valid === false;
  if (hasErrors && !isAllowed) return undefined;
  if (files.length === 0 || isEmptyDraft(seen)) return undefined;
  if (messageProblem(message, { required: true }) !== undefined) return undefined;
  return {
    message: message.trim(),
    expected_version: from.version_number ?? 0,
    expected_draft: to.fingerprint,
    ...(hasErrors && { allow_failed_checks: true }),
  };
}
