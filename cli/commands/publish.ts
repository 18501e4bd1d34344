import type { Command } from 'commander';
import type { MadeVersion } from '../../client/types.ts';
import { asChecksFailed, noteFindings } from '../checks-failed.ts';
import { countFiles } from '../output/changes.ts';
import { explained } from '../output/explained.ts';
import { noteWarnings } from '../output/note-warnings.ts';
import { nameOf, numberArgument, type PipelinePath } from '../pipeline-argument.ts';
import { nameService, type OpenSession } from '../session.ts';
import { idempotencyKeyOption, keyHeader } from './idempotency-key-option.ts';
import { overrideFreezeOption } from './override-freeze-option.ts';
import { pipelineCommand } from './pipeline-command.ts';

interface Flags {
  readonly message: string;
  readonly skipUnchanged: boolean;
  readonly allowFailedChecks: boolean;
  readonly expectedVersion?: number;
  readonly expectedDraft?: string;
  readonly overrideFreeze: boolean;
  readonly idempotencyKey?: string;
}

const EXPLANATION = {
  about: `Prints what checks find in the draft (docs/checks.md). Errors end it with 1, and nothing is published, unless
--allow-failed-checks publishes all the same.`,
  examples: [
    'publish default/silver/clean_orders -m "Only the ids"',
    'publish default/silver/clean_orders -m "$GITHUB_SHA" --skip-unchanged',
  ],
};

export const publishCommand = (open: OpenSession) =>
  explained(
    pipelineCommand('publish', 'Pin the draft as the next version; from then on runs use it'),
    EXPLANATION,
  )
    .requiredOption('-m, --message <text>', 'what is new')
    .option('--skip-unchanged', 'make no version if the draft is the current version already', false)
    .option('--allow-failed-checks', 'publish though checks find errors; history keeps saying so', false)
    .option('--expected-version <number>', 'only on top of this version; 0: never published', numberArgument)
    .option('--expected-draft <fingerprint>', 'only this draft')
    .addOption(overrideFreezeOption())
    .addOption(idempotencyKeyOption())
    .action(async (path: PipelinePath, flags: Flags, command: Command) => {
      const session = await open(command);
      const { client, out, signal } = session;
      nameService(session);
      const publish = flags.overrideFreeze ? client.publishDespiteFreeze : client.publishVersion;
      const publishing = publish({
        path,
        body: {
          message: flags.message,
          expected_version: flags.expectedVersion,
          expected_draft: flags.expectedDraft,
          skip_unchanged: flags.skipUnchanged,
          ...(flags.allowFailedChecks && { allow_failed_checks: true }),
        },
        headers: keyHeader(flags.idempotencyKey),
        signal,
      });
      const { status, body } = await publishing.catch((failure) => {
        throw asChecksFailed(out, path, failure);
      });
      noteFindings(out, body.checks);
      noteWarnings(out, body);
      out.result(body, (version) => (status === 200 ? unchanged(path, version) : published(path, version)));
    });

function published(path: PipelinePath, { version_number, file_count }: MadeVersion): string {
  return `Published ${nameOf(path)} v${version_number} (${countFiles(file_count)}).`;
}

function unchanged(path: PipelinePath, { version_number }: MadeVersion): string {
  return `The draft of ${nameOf(path)} is v${version_number} already; nothing was published.`;
}
