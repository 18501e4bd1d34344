// Publishes an old version again, after showing what that changes for runs, and what it leaves alone.
import { useState } from 'preact/hooks';
import type { Comparison, MadeVersion, Pipeline, RollbackRequest } from '../../client/types.ts';
import { type PipelineId, pathOf } from '../service/pipeline-id.ts';
import { service } from '../service/service.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { CheckFindings } from './check-findings.tsx';
import { ConsentBox } from './consent-box.tsx';
import { useKeptMessage } from './kept-message.ts';
import { MessageField } from './message-field.tsx';
import { messageProblem } from './message-rules.ts';
import { useRefusedChecks } from './refused-checks.ts';
import { useChange } from './use-change.ts';
import { type Overriding, useFreezeOverride } from './use-freeze-override.tsx';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
  readonly version: number;
  readonly onClose: () => void;
  readonly onDone: (made: MadeVersion) => void;
}

export function RollbackDialog({ id, pipeline, version, onClose, onDone }: Props) {
  const { message, write, forget } = useKeptMessage(`rollback-message ${pathOf(id)} ${version}`);
  const freeze = useFreezeOverride(id, pipeline, 'The version will say so.');
  const [isAllowed, allow] = useState(false);
  const [isMeant, mean] = useState(false);
  const refused = useRefusedChecks();
  const checks = refused.of(undefined);
  const change = useChange({
    id,
    pipeline,
    sides: { from: 'current', to: String(version) },
    request(seen) {
      const mayGo = (checks === undefined || isAllowed) && (seen.files.length > 0 || isMeant);
      return freeze.request(mayGo ? rollbackRequest(message, seen, checks !== undefined) : undefined);
    },
    async send({ body, overridesFreeze }: Overriding<RollbackRequest>, key) {
      const path = { ...id, version_number: version };
      const send = overridesFreeze ? service.rollbackDespiteFreeze : service.rollbackVersion;
      try {
        return (await send({ path, body, headers: { 'Idempotency-Key': key } })).body;
      } catch (failure) {
        refused.note(undefined, failure);
        throw failure;
      }
    },
    onDone(made) {
      forget();
      onDone(made);
    },
  });
  const { comparison } = change.look;
  const current = comparison?.from.version_number;
  return (
    <ChangeDialog
      id={id}
      change={change}
      words={{
        ...WORDS,
        title: `Roll back to version ${version}`,
        none:
          current === version
            ? `Version ${version} is live already.`
            : `Nothing changes for runs: version ${current} has the same files.`,
      }}
      button="primary"
      field={
        <MessageField
          label={`Message (if left empty: “Rollback to version ${version}”)`}
          value={message}
          onInput={write}
          required={false}
          rows={2}
        />
      }
      introduction={
        <p>
          The files of version {version} become live again as a new version. Changes for runs, against version{' '}
          {current}:
        </p>
      }
      note={
        <>
          {comparison?.files.length === 0 && (
            <ConsentBox isTicked={isMeant} onTick={mean}>
              Make another version with the same files
            </ConsentBox>
          )}
          {checks && (
            <CheckFindings checks={checks} isAllowed={isAllowed} onAllow={allow} action="Roll back" />
          )}
          {comparison && comparison.to.fingerprint !== pipeline.draft.fingerprint && (
            <p class="notice warning">
              The draft differs from version {version} and stays as it is. Publishing it would make it live.
            </p>
          )}
          {freeze.notice}
        </>
      }
      onClose={onClose}
    />
  );
}

const WORDS = {
  action: 'Roll back',
  busy: 'Rolling back…',
  again: 'Roll back again',
  unknown:
    'We don’t know if that rollback succeeded. Rolling back again is safe: it won’t create a second version.',
};

function rollbackRequest(
  message: string,
  { from }: Comparison,
  isRefused: boolean,
): RollbackRequest | undefined {
  if (messageProblem(message, { required: false }) !== undefined) return undefined;
  const text = message.trim();
  return {
    expected_version: from.version_number ?? 0,
    ...(text !== '' && { message: text }),
    ...(isRefused && { allow_failed_checks: true }),
  };
}
