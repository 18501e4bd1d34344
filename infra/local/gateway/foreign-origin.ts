// Keeps web pages out: any page that a developer looks at could otherwise publish by a form or a script, directly or
// through a name of its own that resolves to this machine.
import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether a browser sent this from a page of another origin, or asked for this server under a foreign name. */
export function isForeign({ host = '', origin }: Pick<IncomingHttpHeaders, 'host' | 'origin'>): boolean {
  if (!LOOPBACK.has(host.replace(/:\d+$/, '').toLowerCase())) return true;
  return origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`;
}
