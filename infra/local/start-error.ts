// Problems that keep a server from starting and that the user can fix, each as one sentence.

export class StartError extends Error {
  override name = 'StartError';
}

/** A server that listens on a port and keeps its data in a directory. */
export interface Place {
  readonly port: number;
  readonly portFlag: string;
  readonly dataDir: string;
}

/** Translates errors of `listen`, of the file system and of LevelDB into a `StartError`. */
export async function explained<T>(starting: Promise<T>, place: Place): Promise<T> {
  try {
    return await starting;
  } catch (error) {
    throw listenError(error, place) ?? dataDirError(error, place.dataDir) ?? error;
  }
}

function listenError(error: unknown, { port, portFlag }: Place): StartError | undefined {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (syscall !== 'listen') return undefined;
  const why = { EADDRINUSE: 'is already in use', EACCES: 'is not open to this user' }[code ?? ''] ?? message;
  return new StartError(`Port ${port} ${why}; choose another with ${portFlag}.`, { cause: error });
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  EEXIST: 'is a file',
  ENOENT: 'cannot be made',
  ENOTDIR: 'is not a directory',
  EACCES: 'cannot be read and written by this user',
  EPERM: 'cannot be read and written by this user',
  EROFS: 'is on a read-only disk',
  ENOSPC: 'is on a full disk',
};

/** `undefined` if the directory is not the cause. */
export function dataDirError(error: unknown, dataDir: string): StartError | undefined {
  const root = rootCause(error);
  const { code = '', syscall, message } = root as NodeJS.ErrnoException;
  if (!code.startsWith('LEVEL_') && syscall === undefined) return undefined;
  const why =
    code === 'LEVEL_LOCKED'
      ? 'is in use by another running server'
      : (FILE_ERRORS[code] ?? `cannot be opened (${message.replaceAll(/\s+/g, ' ')})`);
  return new StartError(`Data directory ${dataDir} ${why}; choose another with --data.`, { cause: error });
}

/** LevelDB says only that the database is not open; the cause says why. */
function rootCause(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? rootCause(error.cause) : error;
}
