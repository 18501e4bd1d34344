// push: the draft becomes what is in a directory, by as few edits as that takes.
import { readFile } from 'node:fs/promises';
import { ApiError } from '../../client/errors.ts';
import { WrongUse } from '../failures.ts';
import { quoted } from '../output/quoted.ts';
import { applyEdits, type PushDeps } from './apply-edits.ts';
import { type LocalDraft, type LocalFile, readLocalDraft, refuse } from './local-draft.ts';
import { conflicts, type DraftFile, type PlannedEdit, planPush } from './push-plan.ts';

export interface PushOptions {
  /** Whether files of the draft go that are not in the directory. */
  readonly delete: boolean;
  readonly dryRun: boolean;
}

export interface Pushed {
  readonly edits: readonly PlannedEdit[];
  readonly unchanged: number;
  /** Neither uploaded nor deleted: hidden names, editors' droppings, what .pipelineignore says. */
  readonly leftOut: readonly string[];
}

/** Throws `WrongUse` before anything was changed, and `Failed` if an edit is refused. */
export async function push(deps: PushDeps, dir: string, options: PushOptions): Promise<Pushed> {
  const local = await readLocalDraft(dir);
  if (options.delete && local.files.length === 0)
    throw new WrongUse(`${dir} has no files: --delete would empty the draft. Nothing was changed.`);
  const draft = await readDraft(deps);
  const others = options.delete ? sortOthers(local, draft) : { removable: [], leftOut: [] };
  const removable = new Set(others.removable);
  refuseConflicts(
    local,
    draft.filter((file) => !removable.has(file)),
  );
  const plan = await planPush(local.files, draft, others.removable, (file) =>
    hasSameBytes(deps, local, file),
  );
  if (!options.dryRun) await applyEdits(deps, local, plan);
  return {
    edits: plan.phases.flat(),
    unchanged: plan.unchanged,
    leftOut: [...new Set([...local.leftOut, ...others.leftOut])],
  };
}

/** A pipeline that is not there yet has an empty draft. */
async function readDraft({ client, path, signal }: PushDeps): Promise<readonly DraftFile[]> {
  try {
    const { body } = await client.getDraft({ path, signal });
    return body.files.filter(({ change }) => change !== 'removed');
  } catch (error) {
    if (error instanceof ApiError && error.code === 'PIPELINE_NOT_FOUND') return [];
    throw error;
  }
}

/** What --delete does with each file of the draft that the directory does not have. */
function sortOthers({ files, isLeftOut }: LocalDraft, draft: readonly DraftFile[]) {
  const kept = new Set(files.map(({ path }) => path));
  const others = draft.filter(({ path }) => !kept.has(path));
  const leftOut = others.filter(({ path }) => isLeftOut(path));
  return {
    removable: others.filter(({ path }) => !isLeftOut(path)),
    leftOut: leftOut.map(({ path }) => path),
  };
}

function refuseConflicts({ files }: LocalDraft, staying: readonly DraftFile[]): void {
  const pairs = conflicts(
    files.map(({ path }) => path),
    staying.map(({ path }) => path),
  );
  const [first] = pairs;
  if (first === undefined) return;
  const rule = `The draft has ${quoted(first[1])}, and one is a folder of the other`;
  refuse([...new Set(pairs.map(([path]) => path))], rule);
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
