// The answer to bytes that Node could not parse as HTTP, for which there is no response object.
import type { Socket } from 'node:net';
import { GUARDED_HEADERS } from '../guard.ts';

/** Closes the connection. `status` is a status line's code and reason, such as `400 Bad Request`. */
export function answerBadBytes(
  socket: Socket,
  headers: Readonly<Record<string, string>> = {},
  status = '400 Bad Request',
): void {
  if (!socket.writable) return void socket.destroy();
  const all = { Date: new Date().toUTCString(), ...GUARDED_HEADERS, ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${status}`, ...lines, 'Content-Length: 0', 'Connection: close'];
  socket.end(`${head.join('\r\n')}\r\n\r\n`);
}
