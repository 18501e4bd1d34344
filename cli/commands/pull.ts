import type { Command } from 'commander';
import { WrongUse } from '../failures.ts';
import { countFiles } from '../output/changes.ts';
import { explained } from '../output/explained.ts';
import { printableJson } from '../output/printable.ts';
import { createProgress } from '../output/progress.ts';
import { quoted } from '../output/quoted.ts';
import { nameOf, type PipelinePath, versionArgument } from '../pipeline-argument.ts';
import { type Pulled, pull } from '../pull/pull.ts';
import type { Manifest } from '../pull/pulled-record.ts';
import { nameService, type OpenSession, type Session } from '../session.ts';
import { pipelineCommand } from './pipeline-command.ts';

interface Source {
  readonly version?: number;
  readonly draft?: true;
}

interface Flags extends Source {
  readonly out?: string;
  readonly manifest?: true;
  readonly skipUnusable: boolean;
}

const EXPLANATION = {
  about: `DIR becomes a symbolic link to a directory in .DIR.pulled beside it, replaced in one rename: it shows one whole
snapshot at any time. The snapshot before stays there until the next pull. A DIR that pull has not made is not touched.

Some object keys cannot be files below a directory, such as a//b.sql. pull refuses a version that has one; with
--skip-unusable it pulls the other files and says which it left. publish warns of such files, and push --delete removes
them from the draft.`,
  examples: [
    'pull default/silver/clean_orders --out clean_orders',
    'pull default/silver/clean_orders --version 3 --out clean_orders',
    'pull default/silver/clean_orders --manifest | jq .source',
  ],
};

export const pullCommand = (open: OpenSession) =>
  explained(
    pipelineCommand('pull', 'Put the files of a version into a directory, byte for byte as they are pinned'),
    EXPLANATION,
  )
    .option('--version <number>', 'this version; the current one if left out', versionArgument)
    .option('--draft', 'the draft as it is now, where the service allows runs of drafts')
    .option('-o, --out <dir>', 'the directory')
    .option('--manifest', 'print the run manifest, and fetch nothing')
    .option('--skip-unusable', 'leave out what cannot be a file below a directory', false)
    .action(async (path: PipelinePath, flags: Flags, command: Command) => {
      if (flags.draft && flags.version !== undefined)
        throw new WrongUse('Say --version or --draft, not both.');
      const session = await open(command);
      if (flags.manifest) return printManifest(session, path, flags);
      if (!flags.out) throw new WrongUse('Say --out DIR, or --manifest.');
      if (!session.target.isTrusted) nameService(session);
      const pulled = await pullWithProgress(session, path, flags, flags.out);
      const { manifest, ...rest } = pulled;
      for (const { path, why } of pulled.left) session.out.note(`Left out: ${quoted(path)}, ${why}.`);
      const { version_number, fingerprint } = manifest;
      const files = manifest.files.length - pulled.left.length;
      session.out.result({ version_number, fingerprint, files, ...rest }, () => summary(path, flags, pulled));
    });

async function printManifest({ client, out, signal }: Session, path: PipelinePath, source: Source) {
  const manifest = await readManifest({ client, signal }, path, source, false);
  out.result(manifest, () => printableJson(manifest, 2));
}

async function pullWithProgress(session: Session, path: PipelinePath, source: Flags, dir: string) {
  const { signal, out, target } = session;
  const progress = createProgress(out.isWatched);
  // The current version as it was at the first request, even if another one is published meanwhile.
  let version = source.version;
  async function read(presign: boolean) {
    const manifest = await readManifest(session, path, { ...source, ...(version && { version }) }, presign);
    version = manifest.version_number ?? undefined;
    return manifest;
  }
  try {
    const { start: onStart, increment: onFile } = progress;
    const deps = { readManifest: read, serviceUrl: target.url, onStart, onFile, signal };
    return await pull(deps, dir, source);
  } finally {
    progress.stop();
  }
}

async function readManifest(
  { client, signal }: Pick<Session, 'client' | 'signal'>,
  path: PipelinePath,
  { version, draft }: Source,
  presign: boolean,
): Promise<Manifest> {
  const { body } = draft
    ? await client.getDraftManifest({ path, query: { presign }, signal })
    : await client.getPublished({ path, query: { version, presign }, signal });
  return body;
}

function summary(path: PipelinePath, { draft }: Source, { manifest, dir, changed, left }: Pulled): string {
  const what = draft ? 'the draft' : `v${manifest.version_number}`;
  const count = countFiles(manifest.files.length - left.length);
  return changed
    ? `${dir} is ${what} of ${nameOf(path)} now (${count}).`
    : `${dir} is ${what} of ${nameOf(path)} already (${count}).`;
}
