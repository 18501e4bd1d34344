import { type Command, Option } from 'commander';
import { ApiError } from '../../client/errors.ts';
import { type FirstFile, firstFile, type SourceType } from '../../client/new-pipeline.ts';
import { createPipeline } from '../create-pipeline.ts';
import { Failed } from '../failures.ts';
import { explained } from '../output/explained.ts';
import { nameOf, type PipelinePath } from '../pipeline-argument.ts';
import { nameService, type OpenSession, type Session } from '../session.ts';
import { assertTrusted } from '../target.ts';
import { pipelineCommand } from './pipeline-command.ts';

const EXPLANATION = {
  about: `Namespace and name have a to z in lower case, 0 to 9, _ and -, begin with a letter, and have at most 128 characters.
The layer is one of the deployment's: bronze, silver or gold unless it says otherwise.

It saves pipeline.sql or pipeline.py, or what the deployment has instead, with a few lines to begin with. Runs see nothing of it
before the first publish. A pipeline that exists stays as it is.`,
  examples: ['create default/silver/clean_orders', 'create finance/gold/revenue_daily --type python'],
};

export const createCommand = (open: OpenSession) =>
  explained(pipelineCommand('create', 'Make a pipeline, with a first file'), EXPLANATION)
    .addOption(
      new Option('--type <type>', 'what its source is written in').choices(['sql', 'python']).default('sql'),
    )
    .action(async (path: PipelinePath, { type }: { readonly type: SourceType }, command: Command) => {
      const session = await open(command);
      assertTrusted(session.target, 'Files are');
      nameService(session);
      const file = await firstFileOf(session, type, path);
      await createPipeline(session, path, file);
      const value = { pipeline: nameOf(path), path: file.path };
      session.out.result(value, ({ pipeline, path: source }) => `Created ${pipeline} with ${source}.`);
      session.out.note(
        `Next: edit it (open ${nameOf(path)} shows it in the portal), then publish ${nameOf(path)} -m "First version".`,
      );
    });

async function firstFileOf(session: Session, type: SourceType, path: PipelinePath): Promise<FirstFile> {
  const sources = await sourcesOf(session);
  const file = firstFile(type, path.name, sources);
  if (file !== undefined) return file;
  throw new Failed(
    `Pipelines of this deployment begin with ${sources?.join(' or ')}, none of which is ${LABELS[type]}. Save such a file with push or by S3.`,
  );
}

const LABELS: Readonly<Record<SourceType, string>> = { sql: 'SQL', python: 'Python' };

/** `undefined` for the default: from a service that is older, or whose IAM policy lets this caller not ask. */
async function sourcesOf({ client, signal }: Session): Promise<readonly string[] | undefined> {
  try {
    const { body } = await client.getMe({ signal });
    return body.layout?.sources;
  } catch (failure) {
    if (failure instanceof ApiError && (failure.status === 403 || failure.status === 404)) return undefined;
    throw failure;
  }
}
