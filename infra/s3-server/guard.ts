// Keeps web pages out of the servers on this machine. Without it any page that a developer looks at could use them by a
// form or a script, directly or through a name of its own that leads to this machine (DNS rebinding).
import type { IncomingHttpHeaders } from 'node:http';

export interface Headline {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Welcome {
  /** Whether clients may ask for this path under this name, besides the names of the loopback. */
  readonly isOwnName?: (name: string, path: string) => boolean;
  /** Whether a link on a foreign page may open this path. */
  readonly isPage?: (path: string) => boolean;
}

/** On every answer: no page of another origin may embed it, and no browser guesses that it is something else. */
export const GUARDED_HEADERS = {
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
} as const;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const OWN_SITE = new Set([undefined, 'same-origin', 'none']);

/**
 * Whether a browser sent this from a page of another origin, or called the server by a foreign name. Programs that are
 * no browsers send neither Origin nor Sec-Fetch-Site. https://www.w3.org/TR/fetch-metadata/
 */
export function isForeign(request: Headline, { isOwnName, isPage }: Welcome = {}): boolean {
  const { host = '', origin } = request.headers;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (!LOOPBACK.has(name) && !isOwnName?.(name, request.path)) return true;
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) return true;
  if (OWN_SITE.has(request.headers['sec-fetch-site'])) return false;
  return !(isNavigation(request) && isPage?.(request.path));
}

/** A link that a person follows: it fills a whole tab, and the page that has it sees nothing of the answer. */
function isNavigation({ method, headers }: Headline): boolean {
  const isReading = method === 'GET' || method === 'HEAD';
  return isReading && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}
