// What an embedded server says while its disk is full: one line, until something was written again.

export interface FullDisk {
  /** Whether that is why a request failed. Says so, unless it was said since the last write. */
  isReason(failure: unknown): boolean;
  /** After each request that has written. */
  hasRoom(): void;
}

const CODES = ['ENOSPC', 'EDQUOT'];
/** LevelDB has one code for all that the file system refuses, and its words for the rest. */
const LEVELDB = /No space left on device|Disk quota exceeded/;

export function createFullDisk(server: string, say: (line: string) => void = console.error): FullDisk {
  let isKnown = false;
  return {
    isReason(failure) {
      if (!isFull(failure)) return false;
      if (!isKnown)
        say(`${server}: the disk is full. Nothing is stored until there is room; what is there can be read.`);
      isKnown = true;
      return true;
    },
    hasRoom() {
      isKnown = false;
    },
  };
}

function isFull(failure: unknown): boolean {
  if (!(failure instanceof Error)) return false;
  const { code = '' } = failure as NodeJS.ErrnoException;
  return CODES.includes(code) || LEVELDB.test(failure.message) || isFull(failure.cause);
}
