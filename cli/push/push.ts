// push: the draft becomes what is in a directory, by as few edits as that takes. Every edit has the condition that
// nobody else has edited the file since the draft was listed.
import { readFile } from 'node:fs/promises';
import pMap from 'p-map';
import { ApiError } from '../../client/errors.ts';
import type { Client } from '../../client/request.ts';
import type { Draft } from '../../client/types.ts';
import { Failed, WrongUse } from '../failures.ts';
import type { PipelinePath } from '../pipeline-argument.ts';
import { type LocalDraft, type LocalFile, readLocalDraft } from './local-draft.ts';
import { type PlannedEdit, type PushPlan, planPush } from './push-plan.ts';

export interface PushDeps {
  readonly client: Client;
  readonly path: PipelinePath;
  readonly signal: AbortSignal;
}

export interface PushOptions {
  /** Whether files of the draft go that are not in the directory. */
  readonly delete: boolean;
  readonly dryRun: boolean;
}

export interface Pushed extends PushPlan {
  readonly hidden: readonly string[];
}

const PARALLEL_EDITS = 8;

/** Throws `WrongUse` before anything was changed, and `Failed` if somebody else edits meanwhile. */
export async function push(deps: PushDeps, dir: string, options: PushOptions): Promise<Pushed> {
  const local = await readLocalDraft(dir);
  if (options.delete && local.files.length === 0)
    throw new WrongUse(`${dir} has no files: --delete would empty the draft. Nothing was changed.`);
  const plan = await planPush(local.files, await readDraft(deps), options.delete, (file) =>
    hasSameBytes(deps, local, file),
  );
  if (!options.dryRun) await apply(deps, local, plan);
  return { ...plan, hidden: local.hidden };
}

/** A pipeline that is not there yet has an empty draft. */
async function readDraft({ client, path, signal }: PushDeps): Promise<Draft['files']> {
  try {
    return (await client.getDraft({ path, signal })).body.files;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'PIPELINE_NOT_FOUND') return [];
    throw error;
  }
}

/** For ETags that are no MD5: of several parts, or encrypted by KMS. Saving again would make the draft dirty. */
async function hasSameBytes({ client, path, signal }: PushDeps, local: LocalDraft, file: LocalFile) {
  const bytes = await readFile(local.absolute(file.path));
  try {
    const { body } = await client.getFile({ path: { ...path, path: file.path }, signal });
    return Buffer.compare(body, bytes) === 0;
  } catch (error) {
    // Deleted since it was listed: the condition of the upload says so.
    if (error instanceof ApiError && error.code === 'FILE_NOT_FOUND') return false;
    throw error;
  }
}

async function apply(deps: PushDeps, local: LocalDraft, { edits }: PushPlan): Promise<void> {
  const done: string[] = [];
  const applyOne = async (edit: PlannedEdit) => {
    await (edit.change === 'removed' ? remove(deps, edit) : upload(deps, local, edit)).catch(
      (error: unknown) => {
        throw explained(error, edit, done.length, edits.length);
      },
    );
    done.push(edit.path);
  };
  const [removals, uploads] = [edits.filter(isRemoval), edits.filter((edit) => !isRemoval(edit))];
  for (const part of [uploads, removals]) await pMap(part, applyOne, { concurrency: PARALLEL_EDITS });
}

const isRemoval = ({ change }: PlannedEdit) => change === 'removed';

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
  await client.deleteFile({ path: { ...path, path: file }, headers, signal }).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 'FILE_NOT_FOUND') throw error;
  });
}

/** Says how far it got: the draft is edited file by file. */
function explained(error: unknown, { path }: PlannedEdit, done: number, all: number): unknown {
  if (!(error instanceof ApiError) || error.status !== 412) return error;
  const why = `Somebody else has edited ${path} since the draft was looked at.`;
  return new Failed(`${why} ${done} of ${all} edits were made; look at the draft, then push again.`, {
    cause: error,
  });
}
