// Waits on a port of this machine for the browser that comes back from the issuer (RFC 8252 §7.3).
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Failed } from '../failures.ts';
import { CALLBACK_PATH, CALLBACK_PORTS, callbackUrl } from './callback-ports.ts';

export interface CallbackServer {
  readonly redirectUri: string;
  readonly port: number;
  /** The URL that the browser asked for: the first one with this sign-in's `state`. */
  readonly answer: Promise<URL>;
  close(): void;
}

/** Throws `Failed` if every port is taken. */
export async function startCallbackServer(state: string): Promise<CallbackServer> {
  for (const port of CALLBACK_PORTS) {
    const { promise: answer, resolve } = Promise.withResolvers<URL>();
    const servers = await listenAt(port, (request, response) => {
      const { status, text, url } = replyTo(request, port, state);
      response.writeHead(status, HEADERS).end(`${text}\n`, () => url && resolve(url));
    });
    if (servers === null) continue;
    return { redirectUri: callbackUrl(port), port, answer, close: () => closeAll(servers) };
  }
  throw new Failed(
    `The ports ${CALLBACK_PORTS.join(', ')} are taken, and the browser has to come back to one of them. Stop another login, or what else listens there.`,
  );
}

/** Plain text: nothing that the issuer or a foreign page sends is shown or run. */
const HEADERS = {
  'Content-Type': 'text/plain; charset=utf-8',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'",
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  Connection: 'close',
};

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly url?: URL;
}

/** Whatever is not the awaited answer is refused and not waited for any less: any page can send a browser here. */
function replyTo({ method, headers, url: path = '' }: IncomingMessage, port: number, state: string): Reply {
  // A foreign name that resolves to this machine is a page's way around the browser's rules of origin.
  if (headers.host !== `localhost:${port}`) return { status: 403, text: 'This is not a page for browsers.' };
  const url = path.startsWith('/') ? URL.parse(`http://localhost:${port}${path}`) : null;
  if (method !== 'GET' || url?.pathname !== CALLBACK_PATH) return { status: 404, text: 'Nothing is here.' };
  const states = url.searchParams.getAll('state');
  if (states.length !== 1 || states[0] !== state)
    return { status: 400, text: 'This does not belong to the login that waits in the terminal.' };
  const isRefusal = url.searchParams.has('error');
  const text = isRefusal ? 'You are not signed in; the terminal says why.' : 'Go back to the terminal.';
  return { status: 200, text: `${text} You can close this page.`, url };
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** At both addresses of `localhost`, since browsers choose; `null` if somebody else has one of them. */
async function listenAt(port: number, listener: Listener): Promise<readonly Server[] | null> {
  const servers: Server[] = [];
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer(listener);
    try {
      server.listen({ port, host, ipv6Only: host === '::1' });
      await once(server, 'listening');
      servers.push(server);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (host === '::1' && ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(code)) continue;
      closeAll(servers);
      if (['EADDRINUSE', 'EACCES'].includes(code)) return null;
      throw error;
    }
  }
  return servers;
}

function closeAll(servers: readonly Server[]): void {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
}
