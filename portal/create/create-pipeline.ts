// Makes a pipeline by saving its first file, unless there is one of these names.
import { ApiError } from '../../client/errors.ts';
import { type FirstFile, pipelineExists } from '../../client/new-pipeline.ts';
import { type PipelineId, pathOf } from '../service/pipeline-id.ts';
import { queryClient } from '../service/query-client.ts';
import { reading, service } from '../service/service.ts';

/** Doing it again after a lost answer succeeds. Rejects if somebody else's pipeline has these names. */
export async function createPipeline(id: PipelineId, file: FirstFile): Promise<void> {
  const isFree = !(await pipelineExists(reading, id));
  const isMade = isFree && (await isSaved(id, file));
  if (!isMade && !(await isOurs(id, file))) throw new Error(`There is a pipeline ${pathOf(id)} already.`);
  void queryClient.invalidateQueries();
}

/** `false` if another file of this path came first. */
async function isSaved(id: PipelineId, { path, text }: FirstFile): Promise<boolean> {
  const body = new TextEncoder().encode(text);
  try {
    await service.putFile({ path: { ...id, path }, body, headers: { 'If-None-Match': '*' } });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 412) return false;
    throw error;
  }
}

/** Nothing is there but this very file: an earlier try succeeded although its answer was lost. */
async function isOurs(id: PipelineId, { path, text }: FirstFile): Promise<boolean> {
  const { body: draft } = await reading.getDraft({ path: id });
  if (draft.current_version !== null || draft.files.length !== 1 || draft.files[0]?.path !== path)
    return false;
  const { body } = await reading.getFile({ path: { ...id, path } });
  return new TextDecoder().decode(body) === text;
}
