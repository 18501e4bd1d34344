// An edit, in the bucket itself where the caller may, and the flag that it has to turn.
import type { RunManifest } from '../../client/types.ts';
import { wait } from '../../client/wait.ts';
import { addressOf, editInBucket } from './bucket-edit.ts';
import { editedOf } from './draft-files.ts';
import type { Found } from './found.ts';
import { READ, SAVE } from './rights.ts';
import { saveFile } from './save-file.ts';
import { type Place, type Step, Unexpected } from './step.ts';
import type { World } from './world.ts';

const FLAG: Place = {
  operation: 'getPipeline',
  rights: READ,
  besides:
    'the way of events: the bucket’s notification, the queue DraftChangesQueueUrl and its dead letters, the log of the observer (log group …DraftWatcherObserver…), whose role needs s3:ListBucketVersions and dynamodb:UpdateItem; with npm start, --no-events and MinIO’s webhook',
};

const POLL_MS = 250;

export function editing(world: World, found: Found): readonly Step[] {
  return [
    {
      name: 'edit',
      needs: ['manifest'],
      lookAt: { operation: 'putFile', rights: SAVE, besides: 'the bucket, which took no PutObject' },
      run: () => edit(world, found),
    },
    { name: 'flag turns by event', needs: ['edit'], lookAt: FLAG, run: () => flagTurns(world) },
  ];
}

async function edit(world: World, { manifest }: Found): Promise<string> {
  const why = world.usesS3 ? await editByS3(manifest) : '--no-s3';
  if (why === undefined) return 'by S3';
  await saveFile(world, world.source, editedOf(world.source));
  return `by the API, not by S3: ${why}`;
}

/** Returns why it was not possible, or `undefined` once it is done. */
async function editByS3(manifest: RunManifest | undefined): Promise<string | undefined> {
  const link = manifest?.source.url;
  const address = manifest && link ? addressOf(link, manifest.bucket) : undefined;
  if (manifest === undefined || address === undefined) return 'no link says where the bucket is';
  const { bucket, source } = manifest;
  const refusal = await editInBucket(address, { bucket, key: source.key, body: editedOf(source.path) });
  return refusal && `you have no S3 access (${refusal})`;
}

async function flagTurns({ client, pipeline: path, patience }: World): Promise<string | undefined> {
  const deadline = performance.now() + patience;
  while (performance.now() < deadline) {
    if ((await client.getPipeline({ path })).body.draft_dirty) return undefined;
    await wait(POLL_MS);
  }
  const { draft_dirty } = (await client.getPipeline({ path, query: { refresh: true } })).body;
  const seconds = Math.round(patience / 1_000);
  if (draft_dirty) throw new Unexpected(`No event turned draft_dirty in ${seconds} s; a refresh did.`);
  throw new Unexpected(`draft_dirty is ${draft_dirty} after ${seconds} s, even after a refresh.`);
}
