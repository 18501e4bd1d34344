// What one editor did to one draft, in order, so that a published snapshot can be compared with every state that the
// draft ever had.
import pMap from 'p-map';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import type { DraftEditor } from './draft-editor.ts';
import type { Version } from './history.ts';

interface Edit {
  readonly began: number;
  readonly ended: number;
  /** The draft after this edit. */
  readonly state: string;
}

/** When a request was sent and answered, by the clock of `performance.now()`. */
export interface Window {
  readonly sent: number;
  readonly answered: number;
}

export interface EditJournal {
  /** One edit at a time: there is only one editor. */
  save(path: string, content: string): Promise<string>;
  remove(path: string): Promise<void>;
  /** Many new files at once, before anything else happens; the states in between are not told apart. */
  saveAll(paths: readonly string[]): Promise<void>;
  /**
   * The first instant, counted in edits, from `earliest` on, at which the draft was just this snapshot, and that lies
   * within the request; `undefined` if there is none.
   */
  instantOf(version: Version, earliest: number, request: Window): number | undefined;
}

type Pins = Readonly<Record<string, string>>;

export function keepJournal(drafts: DraftEditor, pipeline: Pipeline): EditJournal {
  const edits: Edit[] = [];
  const pins = new Map<string, string>();

  async function edit<T>(change: () => Promise<T>, note: (result: T) => void): Promise<T> {
    const began = performance.now();
    const result = await change();
    note(result);
    edits.push({ began, ended: performance.now(), state: stateOf(Object.fromEntries(pins)) });
    return result;
  }

  return {
    save: (path, content) =>
      edit(
        () => drafts.saveFile(pipeline, path, content),
        (versionId) => pins.set(keyPrefix(pipeline) + path, versionId),
      ),
    remove: (path) =>
      edit(
        () => drafts.deleteFile(pipeline, path),
        () => pins.delete(keyPrefix(pipeline) + path),
      ),
    async saveAll(paths) {
      const save = async (path: string) =>
        pins.set(keyPrefix(pipeline) + path, await drafts.saveFile(pipeline, path, path));
      await pMap(paths, save, { concurrency: 16 });
    },
    instantOf({ published_versions }, earliest, { sent, answered }) {
      const state = stateOf(published_versions);
      const instant = edits.findIndex(
        (candidate, index) =>
          index >= earliest &&
          candidate.state === state &&
          candidate.began <= answered &&
          (edits[index + 1]?.ended ?? Number.POSITIVE_INFINITY) >= sent,
      );
      return instant === -1 ? undefined : instant;
    },
  };
}

function stateOf(pins: Pins): string {
  return JSON.stringify(Object.entries(pins).toSorted());
}
