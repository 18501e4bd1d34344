// A zip archive whose files are stored as they are, so that the same files give the same bytes under every release of zlib.
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
import { crc32 } from 'node:zlib';

export interface ZipEntry {
  readonly path: string;
  readonly body: Buffer;
}

const VERSION = 20;
/** The first day that a zip can name, as the build tools of Python write it for SOURCE_DATE_EPOCH=315532800. */
const DATE = (1 << 5) | 1;
const MADE_BY_UNIX = 3 << 8;
const REGULAR_FILE = 0o100644 * 2 ** 16;
const UTF8_NAMES = 1 << 11;

export function storedZip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, body } of entries) {
    const name = Buffer.from(path);
    const local = Buffer.concat([localHeader(name, body), name, body]);
    directory.push(directoryHeader(name, body, offset), name);
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...locals, central, endOf(entries.length, central.length, offset)]);
}

/** What both headers say of a file: version, flags, method, time, date, checksum, sizes, length of the name. */
function writeCommon(header: Buffer, at: number, name: Buffer, body: Buffer): void {
  header.writeUInt16LE(VERSION, at);
  header.writeUInt16LE(UTF8_NAMES, at + 2);
  header.writeUInt16LE(DATE, at + 8);
  header.writeUInt32LE(crc32(body), at + 10);
  header.writeUInt32LE(body.length, at + 14);
  header.writeUInt32LE(body.length, at + 18);
  header.writeUInt16LE(name.length, at + 22);
}

function localHeader(name: Buffer, body: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  writeCommon(header, 4, name, body);
  return header;
}

function directoryHeader(name: Buffer, body: Buffer, offset: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(MADE_BY_UNIX | VERSION, 4);
  writeCommon(header, 6, name, body);
  header.writeUInt32LE(REGULAR_FILE, 38);
  header.writeUInt32LE(offset, 42);
  return header;
}

function endOf(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
