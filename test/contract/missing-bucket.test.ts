// A bucket that is gone is a fault of the service; no answer may call it a missing file.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createS3DraftFiles } from '../../functions/adapters/s3/draft-files.ts';
import { isPinned, type PinnedFile } from '../../functions/domain/snapshot.ts';
import type { DraftFiles } from '../../functions/ports/draft-files.ts';
import { deleteFile } from '../../functions/usecases/edit-draft.ts';
import { readFile } from '../../functions/usecases/read-file.ts';
import { type AwsBackend, startAws } from './backends.ts';
import { newPipeline } from './samples.ts';

const pipeline = newPipeline();
const path = 'pipeline.sql';
const file = { path, bytes: Buffer.from('x'), contentType: 'text/plain' };

let backend: AwsBackend;
let files: DraftFiles;
let pin: PinnedFile;

beforeAll(async () => {
  backend = await startAws();
  await backend.files.write(pipeline, file, {});
  const there = await backend.files.listDraft(pipeline, { known: async () => [] });
  [pin] = (there?.files ?? []).filter(isPinned) as [PinnedFile];
  files = createS3DraftFiles(backend.s3, `gone-${crypto.randomUUID()}`);
});
afterAll(() => backend.close());

const requests: Readonly<Record<string, () => Promise<unknown>>> = {
  'a read of a file of the draft': () => readFile({ ...backend, files }, { pipeline, path }, 100),
  'a read of a pinned file': () => files.read(pipeline, pin, 100),
  'a delete': () => deleteFile({ ...backend, files }, pipeline, { path, condition: {} }),
  'a conditional delete': () => files.remove(pipeline, path, { ifMatch: 'x' }),
  'a save': () => files.write(pipeline, file, {}),
  'a conditional save': () => files.write(pipeline, file, { ifMatch: 'x' }),
  'a copy': () => files.copy(pipeline, pin),
  'a look at pins': () => files.findMissing(pipeline, [pin]),
  'a look for entangled files': () => files.findEntangled(pipeline, 'tests/a.sql'),
  'a list': () => files.listDraft(pipeline, { known: async () => [] }),
};

test.each(Object.keys(requests))('%s fails by the name of the bucket, and not of a file', async (name) => {
  await expect(requests[name]?.()).rejects.toMatchObject({
    name: expect.stringMatching(/^(NoSuchBucket|NotFound)$/),
    $metadata: { httpStatusCode: 404 },
  });
});
