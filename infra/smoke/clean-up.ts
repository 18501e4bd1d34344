// Leaves a draft without files. Versions stay: that is what the service promises.
import { nameOf } from '../../cli/pipeline-argument.ts';
import { ApiError } from '../../client/errors.ts';
import { filesOf } from './draft-files.ts';
import { must, type Step } from './step.ts';
import type { World } from './world.ts';

export function cleanUp(world: World): Step {
  return {
    name: 'clean up',
    needs: [],
    lookAt: {
      operation: 'deleteFile',
      rights: ['s3:DeleteObject', 's3:GetObject', 's3:ListBucket', 's3:GetBucketVersioning'],
    },
    async run() {
      for (const file of Object.keys(filesOf(world.source))) await remove(world, file);
      const left = await leftOf(world);
      if (left === null) return 'nothing is left, not even a version';
      must(left.files === 0, `The draft still has ${left.files} files.`);
      return `${nameOf(world.pipeline)} has no files; its ${left.versions} versions stay, as promised`;
    },
  };
}

/** What is there still; `null` if the service knows no such pipeline, as after the last file of one never published. */
async function leftOf({ client, pipeline: path }: World) {
  try {
    const { total } = (await client.listVersions({ path, query: { fields: 'summary' } })).body;
    const { file_count } = (await client.getDraft({ path })).body;
    return { versions: total, files: file_count };
  } catch (error) {
    if (error instanceof ApiError && error.code === 'PIPELINE_NOT_FOUND') return null;
    throw error;
  }
}

async function remove({ client, pipeline }: World, file: string): Promise<void> {
  try {
    await client.deleteFile({ path: { ...pipeline, path: file } });
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'FILE_NOT_FOUND')) throw error;
  }
}
