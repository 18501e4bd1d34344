// Makes the edits of a push. Every edit has the condition that nobody else has edited the file since the draft was listed.
import { readFile } from 'node:fs/promises';
import pMap from 'p-map';
import { ApiError, Unreachable } from '../../client/errors.ts';
import type { Client } from '../../client/request.ts';
import { Failed } from '../failures.ts';
import { quoted } from '../output/quoted.ts';
import type { PipelinePath } from '../pipeline-argument.ts';
import { nameProblem } from './file-name.ts';
import type { LocalDraft } from './local-draft.ts';
import type { PlannedEdit, PushPlan } from './push-plan.ts';

export interface PushDeps {
  readonly client: Client;
  readonly path: PipelinePath;
  readonly signal: AbortSignal;
}

const PARALLEL_EDITS = 8;

/** After a failure no edit begins, and those under way come to their end. Throws `Failed`, which names the file. */
export async function applyEdits(deps: PushDeps, local: LocalDraft, { phases }: PushPlan): Promise<void> {
  let done = 0;
  let failed: { readonly edit: PlannedEdit; readonly error: unknown } | undefined;
  const applyOne = async (edit: PlannedEdit) => {
    if (failed) return;
    try {
      await (edit.change === 'removed' ? remove(deps, edit) : upload(deps, local, edit));
      done += 1;
    } catch (error) {
      failed ??= { edit, error };
    }
  };
  for (const phase of phases) await pMap(phase, applyOne, { concurrency: PARALLEL_EDITS });
  if (failed) throw explained(failed.error, failed.edit, done, phases.flat().length);
}

async function upload(
  { client, path, signal }: PushDeps,
  local: LocalDraft,
  edit: PlannedEdit,
): Promise<void> {
  const condition = edit.etag === null ? { 'If-None-Match': '*' } : { 'If-Match': `"${edit.etag}"` };
  const body = new Uint8Array(await readFile(local.absolute(edit.path)));
  const md5 = local.files.find((file) => file.path === edit.path)?.md5;
  await client
    .putFile({ path: { ...path, path: edit.path }, body, headers: condition, signal })
    .catch((error: unknown) => {
      // The answer to an earlier try was lost, or somebody has saved the same: it is there.
      if (!(error instanceof ApiError) || error.status !== 412 || error.details?.etag !== md5) throw error;
    });
}

async function remove({ client, path, signal }: PushDeps, { path: file, etag }: PlannedEdit): Promise<void> {
  const headers = { 'If-Match': `"${etag}"` };
  // A path such as `a//b.sql` is no path of a URL.
  const removal =
    nameProblem(file) === null
      ? client.deleteFile({ path: { ...path, path: file }, headers, signal })
      : client.deleteAnyFile({ path, query: { path: file }, headers, signal });
  await removal.catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 'FILE_NOT_FOUND') throw error;
  });
}

/** Names the file and says how far it got: the draft is edited file by file. */
function explained(cause: unknown, { path }: PlannedEdit, done: number, all: number): unknown {
  const progress = `${done} of ${all} edits were made`;
  if (cause instanceof Unreachable)
    return new Unreachable(`${quoted(path)}: ${cause.message} ${progress}.`, { cause });
  if (!(cause instanceof ApiError)) return cause;
  if (cause.status !== 412) return new Failed(`${quoted(path)}: ${cause.message} ${progress}.`, { cause });
  const why = `Somebody else has edited ${quoted(path)} since the draft was looked at.`;
  return new Failed(`${why} ${progress}; look at the draft, then push again.`, { cause });
}
