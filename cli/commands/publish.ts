import type { Command } from 'commander';
import type { PipelineVersion } from '../../client/types.ts';
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
  readonly expectedVersion?: number;
  readonly expectedDraft?: string;
  readonly overrideFreeze: boolean;
  readonly idempotencyKey?: string;
}

const EXPLANATION = {
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
    .option('--expected-version <number>', 'only on top of this version; 0: never published', numberArgument)
    .option('--expected-draft <fingerprint>', 'only this draft')
    .addOption(overrideFreezeOption())
    .addOption(idempotencyKeyOption())
    .action(async (path: PipelinePath, flags: Flags, command: Command) => {
      const session = await open(command);
      const { client, out, signal } = session;
      nameService(session);
      const publish = flags.overrideFreeze ? client.publishDespiteFreeze : client.publishVersion;
      const { status, body } = await publish({
        path,
        body: {
          message: flags.message,
          expected_version: flags.expectedVersion,
          expected_draft: flags.expectedDraft,
          skip_unchanged: flags.skipUnchanged,
        },
        headers: keyHeader(flags.idempotencyKey),
        signal,
      });
      noteWarnings(out, body);
      out.result(body, (version) => (status === 200 ? unchanged(path, version) : published(path, version)));
    });

function published(path: PipelinePath, { version_number, file_count }: PipelineVersion): string {
  return `Published ${nameOf(path)} v${version_number} (${countFiles(file_count)}).`;
}

function unchanged(path: PipelinePath, { version_number }: PipelineVersion): string {
  return `The draft of ${nameOf(path)} is v${version_number} already; nothing was published.`;
}
