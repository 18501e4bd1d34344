import type { Client } from '../client/request.ts';
import type { PipelinePath } from './pipeline-argument.ts';

/** By the manifest, because it refuses in words what was never published. */
export async function currentNumber(
  client: Client,
  path: PipelinePath,
  signal: AbortSignal,
): Promise<number> {
  return (await client.getPublished({ path, signal })).body.version_number;
}
