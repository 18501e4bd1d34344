// The only person who edits, publishes and rolls back a pipeline: so the draft in this memory is what the bucket has,
// and every version is known without asking the service or S3 again.
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import type { Servers } from '../support/servers.ts';
import type { Contents } from './engine.ts';

export interface Editor {
  /** What each version must be, by its number. */
  readonly versions: ReadonlyMap<number, Contents>;
  /** Every text that was ever saved. */
  readonly saved: ReadonlySet<string>;
  /** Adds a comment to the text, so that no two saves are the same. */
  save(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Returns the version's number. */
  publish(): Promise<number>;
  rollBack(to: number): Promise<number>;
}

export function createEditor({ api, drafts }: Servers, pipeline: Pipeline): Editor {
  const draft = new Map<string, string>();
  const versions = new Map<number, Contents>();
  const saved = new Set<string>();

  return {
    versions,
    saved,
    async save(path, text) {
      const content = `${text}\n${path.endsWith('.yaml') ? '#' : '--'} save ${saved.size + 1}\n`;
      await drafts.saveFile(pipeline, path, content);
      draft.set(path, content);
      saved.add(content);
    },
    async remove(path) {
      await drafts.deleteFile(pipeline, path);
      draft.delete(path);
    },
    async publish() {
      const { body } = await api.ok('publishVersion', { params: pipeline, body: { message: 'Published' } });
      versions.set(body.version_number, Object.fromEntries(draft));
      return body.version_number;
    },
    async rollBack(to) {
      const params = { ...pipeline, version_number: to };
      const { body } = await api.ok('rollbackVersion', { params });
      versions.set(body.version_number, versions.get(to) ?? {});
      return body.version_number;
    },
  };
}
