// Whom versions name as their author on this machine: whoever starts the service.
import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';

const MOST_CHARACTERS = 200;

/** `null` for what no page and no terminal can show in a line. */
export function authorNamed(text: string): string | null {
  const name = text.trim();
  return name !== '' && name.length <= MOST_CHARACTERS && !/[\p{C}\p{Zl}\p{Zp}]/u.test(name) ? name : null;
}

/** The e-mail that git would commit with in this directory, else the name of the user; `null` if there is neither. */
export async function findAuthor(env: NodeJS.ProcessEnv = process.env): Promise<string | null> {
  return authorNamed(await emailOfGit(env)) ?? authorNamed(env.USER ?? '') ?? authorNamed(nameOfUser());
}

async function emailOfGit(env: NodeJS.ProcessEnv): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', ['config', '--get', 'user.email'], { env });
    return stdout;
  } catch {
    // There is no git, or it knows none.
    return '';
  }
}

function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that has no name.
    return '';
  }
}
