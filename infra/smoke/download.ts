// Reads a pinned file as a run does: by its link, without credentials.
import type { File } from '../../client/types.ts';
import { must, Unexpected } from './step.ts';

export async function download({ url }: File): Promise<string> {
  must(url !== undefined, 'The manifest has no links.');
  const response = await fetch(url, { redirect: 'error' }).catch((cause) => {
    throw new Unexpected(`The link's host ${new URL(url).host} cannot be reached.`, { cause });
  });
  const text = await response.text();
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1];
  must(response.ok, `The link answers ${response.status}${code ? ` ${code}` : ''}.`);
  return text;
}

/** Throws `Unexpected`. */
export function mustBe(text: string, expected: string | undefined, what: string): void {
  must(text === expected, `${what} has other bytes than were saved.`);
}
