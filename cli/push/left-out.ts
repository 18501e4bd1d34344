// What push neither uploads nor deletes: names with a dot in front, what editors and Python drop, and what the
// directory's .pipelineignore says, in the syntax of .gitignore.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import ignore from 'ignore';
import { WrongUse } from '../failures.ts';

const IGNORE_FILE = '.pipelineignore';

const DROPPINGS = ['*~', '\\#*#', '4913', 'Thumbs.db', '__pycache__/'];

/** Asked about a path relative to the directory, with slashes, and one at the end of a folder. */
export type IsLeftOut = (path: string) => boolean;

/** Throws `WrongUse` if there is a .pipelineignore that cannot be read. */
export async function readLeftOut(root: string): Promise<IsLeftOut> {
  const rules = ignore({ ignorecase: false }).add(DROPPINGS);
  rules.add(await textOf(join(root, IGNORE_FILE)));
  return (path) => /(^|\/)\./.test(path) || (ignore.isPathValid(path) && rules.ignores(path));
}

/** No link is followed. */
async function textOf(path: string): Promise<string> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    return await file.readFile('utf8').finally(() => file.close());
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return '';
    throw new WrongUse(`${path} cannot be read (${code}).`, { cause: error });
  }
}
