// Saves a file of the draft by the API.
import type { World } from './world.ts';

export async function saveFile({ client, pipeline }: World, file: string, text: string): Promise<void> {
  await client.putFile({ path: { ...pipeline, path: file }, body: new TextEncoder().encode(text) });
}
