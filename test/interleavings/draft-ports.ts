// The draft as one sender's requests find it.
import { createMemoryDraftFiles } from '../../functions/adapters/memory/draft-files.ts';
import type { Deps } from '../../functions/usecases/deps.ts';
import type { World } from '../model/world.ts';
import type { Sender } from './sender.ts';
import type { Send } from './sending.ts';

/** A real adapter whose answer is lost knows its own edit again (test/contract/lost-edit.test.ts); memory does not. */
const OF_EDITS = ['done', 'fails', 'fails afterwards'] as const;

interface Drafts {
  readonly bucket: World['bucket'];
  onEdit(path: string): Promise<void>;
}

export function filesOf(sender: Sender, send: Send, { bucket, onEdit }: Drafts): Deps['files'] {
  // What was read of each key is all that the list's code knows while it waits for the next.
  const watched = {
    ...bucket,
    versions: (key: string) => {
      const versions = bucket.versions(key);
      sender.learn('lists the draft', versions.at(-1)?.versionId ?? null);
      return versions;
    },
  };
  const once = createMemoryDraftFiles(bucket);
  const keyByKey = () =>
    createMemoryDraftFiles(
      watched,
      afterTheFirst(async () => void (await sender.step({ label: 'lists the next file', fates: ['done'] }))),
    );
  return {
    // Pinned bytes never change, so it does not matter when they are read: no step.
    ...once,
    listDraft: send('lists the draft', (...args) => keyByKey().listDraft(...args)),
    listContent: send('lists the draft', (...args) => keyByKey().listContent(...args)),
    findMissing: send('looks for the pins', async (pipeline, pins) => once.findMissing(pipeline, await pins)),
    findEntangled: send('looks for entangled files', once.findEntangled),
    write: send(
      'writes a file',
      async (pipeline, file, condition) => {
        const result = await once.write(pipeline, file, condition);
        if (result.written) await onEdit(file.path);
        return result;
      },
      { fates: OF_EDITS },
    ),
    remove: send(
      'removes a file',
      async (pipeline, path, condition) => {
        const result = await once.remove(pipeline, path, condition);
        if (result.removed) await onEdit(path);
        return result;
      },
      { fates: OF_EDITS, detail: (_, path) => path },
    ),
    copy: send(
      'copies a file',
      async (pipeline, pin) => {
        const copied = await once.copy(pipeline, pin);
        if (copied) await onEdit(pin.path);
        return copied;
      },
      { detail: (_, { path }) => path },
    ),
  };
}

/** The request's own step reads the first key. */
function afterTheFirst(step: () => Promise<void>): () => Promise<void> {
  let isFirst = true;
  return async () => {
    if (!isFirst) await step();
    isFirst = false;
  };
}
