// Presigned URLs by path. They are valid for 15 minutes, so a long pull asks for new ones.
import type { File } from '../../client/types.ts';
import { Failed } from '../failures.ts';
import { quoted } from '../output/quoted.ts';

export interface Links {
  get(path: string): Promise<string>;
  /** Says that this link of the file was refused: the next `get` waits for a new one. */
  refused(path: string, url: string): void;
}

/** `fetchLinks` is called at the first `get`, and once after a refusal, however many files wait. */
export function createLinks(fetchLinks: () => Promise<readonly File[]>): Links {
  let urls: Promise<ReadonlyMap<string, string>> | undefined;
  const known = new Map<string, string>();

  async function load(): Promise<ReadonlyMap<string, string>> {
    for (const { path, url } of await fetchLinks()) if (url !== undefined) known.set(path, url);
    return known;
  }

  return {
    async get(path) {
      urls ??= load();
      const url = (await urls).get(path);
      if (url === undefined) throw new Failed(`The service gave no link to ${quoted(path)}.`);
      return url;
    },
    refused(path, url) {
      // Otherwise another file has asked for new ones already.
      if (known.get(path) === url) urls = undefined;
    },
  };
}
