import type { Command } from 'commander';
import { confirmed } from '../confirmed.ts';
import { countFiles, renderOutlook } from '../output/changes.ts';
import { explained } from '../output/explained.ts';
import { nameOf, type PipelinePath, versionArgument } from '../pipeline-argument.ts';
import { nameService, type OpenSession, type Session } from '../session.ts';
import { overrideFreezeOption } from './override-freeze-option.ts';
import { pipelineCommand } from './pipeline-command.ts';

const EXPLANATION = {
  examples: ['restore default/silver/clean_orders 3'],
};

interface Flags {
  readonly yes?: true;
  readonly overrideFreeze: boolean;
}

export const restoreCommand = (open: OpenSession) =>
  explained(
    pipelineCommand('restore', 'Make the draft a version’s files again; what runs use stays as it is'),
    EXPLANATION,
  )
    .argument('<version>', 'its number', versionArgument)
    .option('-y, --yes', 'do not ask')
    .addOption(overrideFreezeOption())
    .action(async (path: PipelinePath, version: number, { yes, overrideFreeze }: Flags, command: Command) => {
      const session = await open(command);
      const { client, out, signal } = session;
      nameService(session);
      const expected_draft = yes ? undefined : await askFor(session, path, version);
      const restore = overrideFreeze ? client.restoreDespiteFreeze : client.restoreDraft;
      const { body } = await restore({ path, body: { version, expected_draft }, signal });
      out.result(
        body,
        ({ written, removed }) =>
          `The draft of ${nameOf(path)} is version ${version} again: ${countFiles(written.length)} written, ${removed.length} removed.`,
      );
    });

/** The draft that was shown: if somebody edits it before the answer, nothing happens. */
async function askFor(session: Session, path: PipelinePath, target: number) {
  const { client, out, signal } = session;
  const summary = async () => {
    const { body } = await client.compareVersions({
      path,
      query: { from: 'draft', to: `${target}` },
      signal,
    });
    const what = `The draft of ${nameOf(path)} would become version ${target}`;
    out.aside(body, (comparison) => renderOutlook(what, comparison));
    return body.from.fingerprint;
  };
  return confirmed(session, 'Replace the draft?', summary);
}
