// The token that proves the events of MinIO's webhook to the service.
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from './start-error.ts';

export const TOKEN_VARIABLE = 'S3_EVENTS_TOKEN';

export interface EventsToken {
  readonly value: string;
  /** Whether the user chose it, so that it need not be shown. */
  readonly isGiven: boolean;
}

/**
 * The token of `S3_EVENTS_TOKEN`, else a random one. The random one is kept in the directory, so that a restart has the
 * same, and only this user can read it. Throws a `StartError` for a token that MinIO would not send.
 */
export async function eventsToken(
  dataDir: string,
  { [TOKEN_VARIABLE]: given = '' }: NodeJS.ProcessEnv,
): Promise<EventsToken> {
  // MinIO sends a token of two words as the whole header, and one of more words not at all.
  if (/\s/.test(given))
    throw new StartError(`${TOKEN_VARIABLE} must be one word: MinIO sends no other token.`);
  return given ? { value: given, isGiven: true } : { value: await keptToken(dataDir), isGiven: false };
}

async function keptToken(dataDir: string): Promise<string> {
  const file = join(dataDir, 'events-token');
  try {
    await writeFile(file, randomBytes(16).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFile(file, 'utf8');
}
