import type { Command } from 'commander';
import type { Comparison } from '../../client/types.ts';
import { asChecksFailed, noteFindings } from '../checks-failed.ts';
import { confirmed } from '../confirmed.ts';
import { renderOutlook } from '../output/changes.ts';
import { explained } from '../output/explained.ts';
import { noteWarnings } from '../output/note-warnings.ts';
import { nameOf, type PipelinePath, versionArgument } from '../pipeline-argument.ts';
import { nameService, type OpenSession, type Session } from '../session.ts';
import { idempotencyKeyOption, keyHeader } from './idempotency-key-option.ts';
import { overrideFreezeOption } from './override-freeze-option.ts';
import { pipelineCommand } from './pipeline-command.ts';

interface Flags {
  readonly message?: string;
  readonly yes?: true;
  readonly allowFailedChecks: boolean;
  readonly overrideFreeze: boolean;
  readonly idempotencyKey?: string;
}

const EXPLANATION = {
  examples: [
    'rollback default/silver/clean_orders 3',
    'rollback default/silver/clean_orders 3 -m "v4 loses orders" --yes',
  ],
};

export const rollbackCommand = (open: OpenSession) =>
  explained(
    pipelineCommand('rollback', 'Publish an old version again as a new one; the draft stays as it is'),
    EXPLANATION,
  )
    .argument('<version>', 'its number', versionArgument)
    .option('-m, --message <text>', 'why; "Rollback to version n" if left out')
    .option('-y, --yes', 'do not ask')
    .option(
      '--allow-failed-checks',
      'roll back though the deployment’s own check refuses; history keeps saying so',
      false,
    )
    .addOption(overrideFreezeOption())
    .addOption(idempotencyKeyOption())
    .action(async (path: PipelinePath, version_number: number, flags: Flags, command: Command) => {
      const session = await open(command);
      const { client, out, signal } = session;
      nameService(session);
      const expected_version = flags.yes ? undefined : await askFor(session, path, version_number);
      const rollBack = flags.overrideFreeze ? client.rollbackDespiteFreeze : client.rollbackVersion;
      const rolling = rollBack({
        path: { ...path, version_number },
        body: {
          message: flags.message,
          expected_version,
          ...(flags.allowFailedChecks && { allow_failed_checks: true }),
        },
        headers: keyHeader(flags.idempotencyKey),
        signal,
      });
      const { body } = await rolling.catch((failure) => {
        throw asChecksFailed(out, path, failure);
      });
      noteFindings(out, body.checks);
      const text = `Published version ${version_number} of ${nameOf(path)} again as v${body.version_number}.`;
      noteWarnings(out, body);
      out.result(body, () => text);
    });

/** The current version that was shown: if it is another one by then, nothing happens. */
async function askFor(session: Session, path: PipelinePath, target: number) {
  const { client, out, signal } = session;
  const summary = async () => {
    const { body } = await client.compareVersions({
      path,
      query: { from: 'current', to: `${target}` },
      signal,
    });
    const now = body.from.version_number;
    out.aside(body, (comparison) => renderOutlook(whatOf(path, target, comparison), comparison));
    return now ?? 0;
  };
  return confirmed(session, 'Roll back?', summary);
}

function whatOf(path: PipelinePath, target: number, { files, from }: Comparison): string {
  const now = from.version_number;
  if (now === target)
    return `Version ${target} of ${nameOf(path)} is live already; a new one would repeat it`;
  if (files.length === 0)
    return `Nothing would change for runs of ${nameOf(path)}: version ${now} has the files of version ${target}`;
  return `Runs of ${nameOf(path)} would use version ${target} instead of ${now}`;
}
