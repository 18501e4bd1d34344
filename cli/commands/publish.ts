import type { Command } from 'commander';
import { isEmptyDraft } from '../../client/empty-draft.ts';
import type { Comparison, MadeVersion } from '../../client/types.ts';
import { asChecksFailed, noteFindings } from '../checks-failed.ts';
import { canAsk, confirmed } from '../confirmed.ts';
import { countFiles, renderOutlook } from '../output/changes.ts';
import { explained } from '../output/explained.ts';
import { noteWarnings } from '../output/note-warnings.ts';
import { nameOf, numberArgument, type PipelinePath } from '../pipeline-argument.ts';
import { nameService, type OpenSession, type Session } from '../session.ts';
import { idempotencyKeyOption, keyHeader } from './idempotency-key-option.ts';
import { overrideFreezeOption } from './override-freeze-option.ts';
import { pipelineCommand } from './pipeline-command.ts';

interface Flags {
  readonly message: string;
  readonly yes?: true;
  readonly skipUnchanged: boolean;
  readonly allowFailedChecks: boolean;
  readonly expectedVersion?: number;
  readonly expectedDraft?: string;
  readonly overrideFreeze: boolean;
  readonly idempotencyKey?: string;
}

const EXPLANATION = {
  about: `On a terminal it shows what would change for runs and asks, unless --yes says it need not; in a pipe or a job it asks
nothing.

Prints what checks find in the draft (docs/checks.md). Errors end it with 1, and nothing is published, unless
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
    .option('-y, --yes', 'do not ask')
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
      const seen = flags.yes || !canAsk(session) ? {} : await askFor(session, path, flags);
      const publish = flags.overrideFreeze ? client.publishDespiteFreeze : client.publishVersion;
      const publishing = publish({
        path,
        body: {
          message: flags.message,
          expected_version: flags.expectedVersion ?? seen.version,
          expected_draft: flags.expectedDraft ?? seen.draft,
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

/** What a person has seen: if it is something else by then, nothing is published. */
interface Seen {
  readonly version?: number;
  readonly draft?: string;
}

async function askFor(session: Session, path: PipelinePath, { skipUnchanged }: Flags): Promise<Seen> {
  const { client, out, signal } = session;
  const { body } = await client.compareVersions({ path, query: { from: 'current', to: 'draft' }, signal });
  // The service makes nothing of an empty draft, and says why; nor of an unchanged one if that is wanted.
  if (isEmptyDraft(body) || (skipUnchanged && body.files.length === 0)) return {};
  const version = body.from.version_number ?? 0;
  return confirmed(session, `Publish v${version + 1}?`, async () => {
    out.aside(body, (comparison) => renderOutlook(whatOf(path, comparison), comparison));
    return { version, draft: body.to.fingerprint };
  });
}

function whatOf(path: PipelinePath, { files, from }: Comparison): string {
  const now = from.version_number ?? 0;
  if (files.length === 0)
    return `The draft of ${nameOf(path)} is v${now} already; v${now + 1} would have the same files`;
  if (now === 0) return `Runs of ${nameOf(path)} would use v1, its first version`;
  return `Runs of ${nameOf(path)} would use v${now + 1} instead of v${now}`;
}

function published(path: PipelinePath, { version_number, file_count }: MadeVersion): string {
  return `Published ${nameOf(path)} v${version_number} (${countFiles(file_count)}).`;
}

function unchanged(path: PipelinePath, { version_number }: MadeVersion): string {
  return `The draft of ${nameOf(path)} is v${version_number} already; nothing was published.`;
}
